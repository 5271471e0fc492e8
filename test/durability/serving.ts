// The servers of these tests: the product or a negative control, each in its own process, with its own folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { generousFlags } from '../programs/chaos-run.ts';
import { freePort, ServerProcess, type ServerProcessOptions } from '../programs/chaos-server.ts';
import type { Control, ControlledServer } from './controlled-server.ts';

export const controlledProgram = join(import.meta.dirname, 'controlled-server.ts');
const bin = join(import.meta.dirname, '../../src/cli/bin.ts');

/** Removed at the end of the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'turnkeeper-durability-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Serving = { readonly server: ServerProcess; readonly port: number; readonly url: string };

type How = Omit<ServerProcessOptions, 'args'> & {
  readonly folder: string;
  /** Further flags of `serve`. */
  readonly flags?: readonly string[];
  /** Flags of Node itself. */
  readonly nodeFlags?: readonly string[];
};

/** `turnkeeper serve` with this folder, not started yet. */
export async function product({ folder, flags = [], nodeFlags = [], ...how }: How): Promise<Serving> {
  const port = await freePort();
  const args = [
    ...nodeFlags,
    bin,
    'serve',
    '--port',
    `${port}`,
    '--data',
    folder,
    ...generousFlags,
    ...flags,
  ];
  return serving(new ServerProcess({ args, ...how }), port);
}

/** The same without one of its guarantees. */
export async function controlled(
  control: Control,
  { folder, ...how }: How,
  secondPort = 0,
): Promise<Serving> {
  const port = await freePort();
  const configuration: ControlledServer = { control, folder, port, secondPort };
  return serving(
    new ServerProcess({ args: [controlledProgram, JSON.stringify(configuration)], ...how }),
    port,
  );
}

function serving(server: ServerProcess, port: number): Serving {
  onTestFinished(async () => void (await server.kill()));
  return { server, port, url: `ws://127.0.0.1:${port}/ws` };
}
