// Counts the files of src that one message enters in a real server, from the client's socket to the last answer.
//
//   npm run -s trace:intent                     one intent of tic-tac-toe, with a store in memory
//   npm run -s trace:intent -- --trip join      the second player joins and the match begins
//   npm run -s trace:intent -- --trip resume    a player comes back at the current revision
//   npm run -s trace:intent -- --functions      also lists the functions of each file
//   npm run -s trace:intent -- --json           the same for programs
import { type Profiler, Session } from 'node:inspector/promises';
import { parseArgs } from 'node:util';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { ClientMessageType } from '../../src/protocol/index.ts';
import { type RawClient, startTestServer, type TestServer } from '../../src/testing/index.ts';

export type EnteredFile = {
  readonly file: string;
  /** The functions that were called, by name. A function without a name is `(anonymous)`. */
  readonly functions: readonly string[];
  readonly calls: number;
};

/** Prepares a server, and returns what is then measured: one message is sent, and all its answers are awaited. */
type Trip = (server: TestServer) => Promise<() => Promise<unknown>>;

const trips: Readonly<Record<string, Trip>> = {
  async intent(server) {
    const { ann, bob, room } = await begunMatch(server);
    // The fifth move: by then everything that is made at first use has been made.
    for (const [index, cell] of [0, 1, 2, 4].entries()) await place({ ann, bob, room, index, cell });
    return () => place({ ann, bob, room, index: 4, cell: 3 });
  },
  async join(server) {
    const [ann, bob] = [await player(server, 'Ann'), await player(server, 'Bob')];
    const { room } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
    return () => Promise.all([bob.expect('joined', ['room.join', { room }]), ann.next('diff')]);
  },
  async resume(server) {
    const { ann, bob, room, token, epoch } = await begunMatch(server);
    server.cut(ann);
    await ann.closed;
    const again = await server.raw();
    await again.hello({ token });
    // The answer comes after every diff about Ann's absence.
    await bob.ask('ping', {});
    const revision = Math.max(...bob.all('diff').map(({ payload }) => payload.revision), 0);
    return () => again.expect('resumed', ['room.resume', { room, epoch, revision }]);
  },
};

async function player(server: TestServer, name: string): Promise<RawClient> {
  const client = await server.raw();
  await client.hello({ name });
  return client;
}

async function begunMatch(server: TestServer) {
  const ann = await server.raw();
  const { token } = await ann.hello({ name: 'Ann' });
  const bob = await player(server, 'Bob');
  const { room, epoch } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
  await bob.expect('joined', ['room.join', { room }]);
  await ann.next('diff');
  return { ann, bob, room, token, epoch };
}

type Move = {
  readonly ann: RawClient;
  readonly bob: RawClient;
  readonly room: string;
  /** Moves of this match before this one. */
  readonly index: number;
  readonly cell: number;
};

/** One move: the player's answer, and what the opponent is shown. */
function place({ ann, bob, room, index, cell }: Move): Promise<unknown> {
  const [mover, opponent] = index % 2 === 0 ? [ann, bob] : [bob, ann];
  const seq = Math.floor(index / 2) + 1;
  const ask: [ClientMessageType, object] = ['intent', { room, seq, intent: { type: 'place', cell } }];
  return Promise.all([mover.expect('diff', ask), opponent.next('diff')]);
}

const SRC = new URL('../../src/', import.meta.url).href;
const KIT = new URL('testing/', SRC).href;

/** The functions that V8 has counted since `Profiler.takePreciseCoverage` was last called, by file of src. */
function entered(scripts: readonly Profiler.ScriptCoverage[]): EnteredFile[] {
  const files: EnteredFile[] = [];
  for (const { url, functions } of scripts) {
    if (!url.startsWith(SRC) || url.startsWith(KIT)) continue;
    const called = functions.flatMap(({ functionName, ranges }) => {
      const calls = ranges[0]?.count ?? 0;
      return calls === 0 ? [] : [{ name: functionName || '(anonymous)', calls }];
    });
    if (called.length === 0) continue;
    const calls = called.reduce((sum, one) => sum + one.calls, 0);
    files.push({ file: `src/${url.slice(SRC.length)}`, functions: called.map(({ name }) => name), calls });
  }
  return files.sort((a, b) => a.file.localeCompare(b.file));
}

async function trace(trip: Trip): Promise<EnteredFile[]> {
  await using server = await startTestServer({ games: [ticTacToe] });
  const measured = await trip(server);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await measured();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  return entered(result);
}

const { values } = parseArgs({
  options: {
    trip: { type: 'string', default: 'intent' },
    functions: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const trip = trips[values.trip];
if (trip === undefined) {
  console.error(`--trip must be one of ${Object.keys(trips).join(', ')}`);
  process.exit(2);
}
const files = await trace(trip);
if (values.json) console.log(JSON.stringify(files));
else {
  for (const { file, functions, calls } of files) {
    console.log(`${file.padEnd(45)} ${functions.length} functions, ${calls} calls`);
    if (values.functions) console.log(`  ${functions.join(', ')}`);
  }
  const functions = files.reduce((sum, file) => sum + file.functions.length, 0);
  const calls = files.reduce((sum, file) => sum + file.calls, 0);
  console.log(`${values.trip}: ${files.length} files, ${functions} functions, ${calls} calls`);
}
