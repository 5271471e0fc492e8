// A server of an author's own, written against the installed package: durable, restarted, killed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type * as client from '../../src/client/index.ts';
import { until } from '../../src/testing/index.ts';
import { freePort, ServerProcess } from '../programs/chaos-server.ts';
import { compileErrors, node, type Packed } from './packed.ts';

/** Everything that it uses has a public name, so that its parts can be typed. */
const program = `
import {
  type AllowedOrigins, type Authenticate, type Clock, createServer, openSqlite,
  type ServerLimits, type ServerOptions, type Storage, StoreError, systemClock, type TurnkeeperServer,
} from 'turnkeeper';
import game from './game/game.ts';

const clock: Clock = systemClock;
const limits: Partial<ServerLimits> = { graceMs: 60_000 };
const authenticate: Authenticate = () => undefined;
const allowedOrigins: AllowedOrigins = '*';
const report = (error: unknown): void => console.error(error instanceof StoreError ? error.code : error);
const storage: Storage = await openSqlite({ folder: import.meta.dirname + '/data', report });
const options: ServerOptions = { games: [game], storage, clock, limits, authenticate, allowedOrigins };
const server: TurnkeeperServer = createServer(options);
process.once('SIGTERM', () => void server.drain({ graceMs: 1_000 }).then(() => process.exit(0)));
const { url } = await server.listen({ port: Number(process.argv[2]) });
console.log(\`turnkeeper is at \${url}\`);
`;

const tsconfig = {
  extends: './game/tsconfig.json',
  compilerOptions: { types: ['node'] },
  include: ['*.ts'],
};

type Stones = { readonly name: string; readonly '~shape'?: Shape };
type Shape = {
  readonly view: { readonly stones: number; readonly turn: 0 | 1 | null };
  readonly secrets: null;
  readonly intent: { readonly type: 'take'; readonly count: number };
  readonly options: object;
};

export function embedTests(packed: () => Packed): void {
  describe('a server embedded from the package', () => {
    test('[R2] is durable: a match goes on after a stop and after a kill, and is archived at its end', async () => {
      const { project, folder } = packed();
      node([join(folder, 'dist/src/cli/bin.js'), 'new', 'stones', '--dir', join(project, 'game')]);
      writeFileSync(join(project, 'server.ts'), program);
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
      expect(compileErrors(project)).toBe('');

      const port = await freePort();
      const server = new ServerProcess({ args: [join(project, 'server.ts'), String(port)] });
      onTestFinished(async () => void (await server.kill()));
      await server.start();

      const door = join(folder, 'dist/src/client/index.js');
      const { connect } = (await import(pathToFileURL(door).href)) as typeof client;
      const player = (name: string): client.Client => {
        const made = connect({ url: `ws://127.0.0.1:${port}/ws`, name, backoff: { min: 10, max: 100 } });
        onTestFinished(() => made.close());
        return made;
      };
      const ann = await player('Ann').create<Stones>('stones');
      const bob = await player('Bob').join<Stones>({ room: ann.id });
      const take = async (room: client.Room<Stones>): Promise<void> => {
        expect(await room.send({ type: 'take', count: 3 })).toMatchObject({ ok: true });
      };
      const stones = async (left: number): Promise<void> => {
        for (const room of [ann, bob])
          await until(room, ({ status, document }) => status === 'live' && document.view?.stones === left);
      };

      await stones(21);
      await take(ann);
      expect(await server.drain()).toBe(0);
      await server.start();
      await stones(18);
      await take(bob);
      await take(ann);
      await server.kill();
      await server.start();
      await stones(12);
      for (const room of [bob, ann, bob, ann]) await take(room);
      await stones(0);
      expect(bob.document).toMatchObject({
        status: 'finished',
        outcome: { winners: [0], reason: 'last-stone' },
      });

      await server.kill();
      await server.start();
      const archived = await fetch(`http://127.0.0.1:${port}/matches/${ann.id}.1`);
      expect(await archived.json()).toMatchObject({ game: 'stones', outcome: { winners: [0] } });
    });
  });
}
