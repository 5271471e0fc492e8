// A server with the playground, and the requests of its page.
import { onTestFinished } from 'vitest';
import type { Client, Room } from '../../src/client/index.ts';
import type { Clock } from '../../src/clock/index.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../src/testing/index.ts';
import { folderWith } from '../game-loader/folder.ts';

export type CreatedTable = {
  readonly room: string;
  readonly code: string;
  readonly tokens: (string | null)[];
};
export type TableDocument = {
  readonly seed: string;
  readonly match: number;
  readonly status: string;
  readonly held: number;
  readonly seats: ({ name: string; bot: boolean } | null)[];
  readonly steps: {
    readonly revision: number;
    readonly at: number;
    readonly event: { readonly type: string; readonly [field: string]: unknown };
    readonly value: unknown;
    readonly view: Record<string, unknown>;
    readonly secrets: unknown[];
    readonly deadlines: { name: string; at: number }[];
    readonly outcome: { winners: number[]; reason: string } | null;
  }[];
};
export type Refusal = { readonly code: string; readonly path?: string; readonly message: string };

export type Served<C extends Clock = Clock> = TestServer<C> & {
  post<Answer = CreatedTable>(
    path: string,
    body: unknown,
    init?: RequestInit,
  ): Promise<{ status: number; body: Answer }>;
  show(room: string, from?: number): Promise<TableDocument>;
  /** Joined clients of all seats held by a person, in the order of the seats. */
  joinSeats(made: CreatedTable): Promise<{ client: Client; room: Room }[]>;
};

export async function served<C extends Clock = Clock>(options: TestServerOptions<C>): Promise<Served<C>> {
  const playground = folderWith({ 'index.html': '<!doctype html><title>playground</title>' });
  const server = await startTestServer({ playground, ...options });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return Object.assign(server, {
    async post<Answer>(path: string, body: unknown, init?: RequestInit) {
      const response = await fetch(`${server.url}/playground/api/tables${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      });
      return { status: response.status, body: (await response.json()) as Answer };
    },
    async show(room: string, from = 0) {
      const response = await fetch(`${server.url}/playground/api/tables/${room}?from=${from}`);
      return (await response.json()) as TableDocument;
    },
    async joinSeats({ room, tokens }: CreatedTable) {
      const held = tokens.filter((token) => token !== null);
      return Promise.all(
        held.map(async (token) => {
          const client = server.connect({ storage: { get: () => token, set() {} } });
          return { client, room: await client.join({ room }) };
        }),
      );
    },
  });
}
