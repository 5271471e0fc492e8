// Every error code of the protocol, caused by a client.
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type ErrorCode, errorCodes, type ServerMessage } from '../../src/protocol/index.ts';
import type { ServerLimits } from '../../src/server/index.ts';
import { memoryStorage, type StoredSession } from '../../src/store/index.ts';
import { MemorySessions } from '../../src/store/memory-storage.ts';
import { type RawClient, startTestServer, type TestServer } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { HeldStore } from './fixtures/held-store.ts';
import { arrive, place } from './fixtures/table.ts';
import vault from './fixtures/vault.ts';

type Stage = {
  readonly server: TestServer;
  readonly store: HeldStore;
  /** An identified client. */
  readonly ann: RawClient;
  guest(): Promise<RawClient>;
};

/** A fault inside the server, which no client can cause. */
class FaultySessions extends MemorySessions {
  override load(player: string): StoredSession | null {
    if (player === 'fault') throw new Error('a fault of ours');
    return super.load(player);
  }
}

const GAME = 'tic-tac-toe';
const code = (message: ServerMessage): unknown =>
  'code' in message.payload ? message.payload.code : message;

async function roomOf(client: RawClient, payload: object = {}): Promise<string> {
  const wish = { game: GAME, ...payload };
  return (await client.expect('joined', ['room.create', wish])).room;
}

/** Ann plays in seat 0 against Bob in seat 1. */
async function match({ ann, guest }: Stage, game = GAME): Promise<{ room: string; bob: RawClient }> {
  const bob = await guest();
  const room = await roomOf(ann, { game });
  await bob.expect('joined', ['room.join', { room }]);
  await ann.next('diff');
  return { room, bob };
}

const limits: Partial<Record<ErrorCode, Partial<ServerLimits>>> = {
  RATE_LIMITED: { messagesPerSecond: 1, messageBurst: 2 },
  CODE_LIMIT: { wrongCodesPerMinute: 2 },
  SPECTATOR_LIMIT: { spectatorsPerRoom: 1 },
  ROOM_LIMIT: { roomsPerPlayer: 1 },
  CREATE_LIMIT: { createdPerMinute: 1 },
  FIND_LIMIT: { findsPerMinute: 1 },
  // Ann is the first.
  SESSION_LIMIT: { sessionsPerMinute: 1 },
  ROOM_BUSY: { inboxLength: 4 },
  SERVER_FULL: { rooms: 1 },
};

const provoked: readonly (readonly [ErrorCode, (stage: Stage) => Promise<ServerMessage>])[] = [
  [
    'BAD_JSON',
    async ({ ann }) => {
      ann.send('{"type": "ping", "ref": 1');
      return ann.next('error');
    },
  ],
  ['BAD_MESSAGE', ({ ann }) => ann.ask('ping', { more: 1 })],
  [
    'UNKNOWN_TYPE',
    async ({ ann }) => {
      ann.send({ type: 'room.steal', ref: 1, payload: {} });
      return ann.next('error');
    },
  ],
  ['HELLO_REQUIRED', async ({ server }) => (await server.raw()).ask('ping', {})],
  [
    'BAD_TOKEN',
    async ({ server }) => (await server.raw()).ask('hello', { protocol: 1, token: 'ann.guessed' }),
  ],
  ['UNSUPPORTED_PROTOCOL', async ({ server }) => (await server.raw()).ask('hello', { protocol: 2 })],
  [
    'BAD_NAME',
    async ({ server }) => (await server.raw()).ask('hello', { protocol: 1, name: '\u202e \u0000' }),
  ],
  [
    'RATE_LIMITED',
    async ({ ann }) => {
      for (let i = 0; i < 3; i += 1) ann.send({ type: 'ping', payload: {} });
      return ann.next('error');
    },
  ],
  ['SESSION_LIMIT', async ({ server }) => (await server.raw()).ask('hello', { protocol: 1 })],
  ['UNKNOWN_GAME', ({ ann }) => ann.ask('match.find', { game: 'chess' })],
  ['BAD_OPTIONS', ({ ann }) => ann.ask('room.create', { game: 'high-card', options: { cards: 99 } })],
  ['UNKNOWN_ROOM', ({ ann }) => ann.ask('room.join', { room: 'nowhere' })],
  [
    'CODE_LIMIT',
    async ({ ann }) => {
      for (let i = 0; i < 2; i += 1) await ann.ask('room.join', { code: 'WRONG2' });
      return ann.ask('room.join', { code: 'WRONG2' });
    },
  ],
  [
    'ROOM_FULL',
    async (stage) => {
      const { room } = await match(stage);
      return (await stage.guest()).ask('room.join', { room });
    },
  ],
  [
    'SPECTATOR_LIMIT',
    async ({ ann, guest }) => {
      const watch = { room: await roomOf(ann), as: 'spectator' };
      await (await guest()).expect('joined', ['room.join', watch]);
      return (await guest()).ask('room.join', watch);
    },
  ],
  [
    'ROOM_LIMIT',
    async ({ ann }) => {
      await roomOf(ann);
      return ann.ask('room.create', { game: GAME });
    },
  ],
  [
    'CREATE_LIMIT',
    async ({ ann }) => {
      await roomOf(ann);
      return ann.ask('room.create', { game: GAME });
    },
  ],
  [
    'FIND_LIMIT',
    async ({ ann }) => {
      await ann.expect('queued', ['match.find', { game: GAME }]);
      await ann.expect('ok', ['match.cancel', {}]);
      return ann.ask('match.find', { game: GAME });
    },
  ],
  [
    'ROOM_BUSY',
    async (stage) => {
      const { room } = await match(stage);
      stage.store.hold();
      // One intent is being stored and four wait: the inbox is full.
      for (let seq = 1; seq <= 5; seq += 1) {
        stage.ann.send({ type: 'intent', payload: { room, seq, intent: place(seq) } });
      }
      return stage.ann.ask('intent', { room, seq: 6, intent: place(6) });
    },
  ],
  ['NOT_A_MEMBER', async ({ ann, guest }) => (await guest()).ask('room.leave', { room: await roomOf(ann) })],
  [
    'NOT_A_PLAYER',
    async ({ ann, guest }) => {
      const [eve, room] = [await guest(), await roomOf(ann)];
      await eve.expect('joined', ['room.join', { room, as: 'spectator' }]);
      return eve.ask('room.bot', { room });
    },
  ],
  [
    'ALREADY_QUEUED',
    async ({ ann }) => {
      await ann.expect('queued', ['match.find', { game: GAME }]);
      return ann.ask('match.find', { game: 'high-card' });
    },
  ],
  [
    'MATCH_NOT_PLAYING',
    async ({ ann }) => ann.ask('intent', { room: await roomOf(ann), seq: 1, intent: place(0) }),
  ],
  ['MATCH_NOT_FINISHED', async (stage) => stage.ann.ask('room.rematch', { room: (await match(stage)).room })],
  [
    'BAD_INTENT',
    async (stage) => {
      const { room } = await match(stage);
      return stage.ann.ask('intent', { room, seq: 1, intent: place(9) });
    },
  ],
  [
    'INTENT_ILLEGAL',
    async (stage) => {
      const { room, bob } = await match(stage);
      return bob.ask('intent', { room, seq: 1, intent: place(0) });
    },
  ],
  [
    'STALE_SEQ',
    async (stage) => {
      const { room } = await match(stage);
      await stage.ann.expect('diff', ['intent', { room, seq: 5, intent: place(0) }]);
      return stage.ann.ask('intent', { room, seq: 4, intent: place(1) });
    },
  ],
  [
    'GAME_FAULT',
    async (stage) => {
      const { room } = await match(stage, 'vault');
      return stage.ann.ask('intent', { room, seq: 1, intent: { type: 'guardThrows' } });
    },
  ],
  [
    'ROOM_SET_ASIDE',
    async () => {
      const event = { type: 'opened', at: 0, setup: { game: 'gone', version: 1, code: 'ABCDEF', seats: 2 } };
      const stored = new HeldStore();
      stored.append({ room: 'old', epoch: 1, expected: 0 }, { revision: 1, event }, () => {});
      await using later = await startTestServer({
        games: [ticTacToe],
        storage: { ...memoryStorage(), rooms: stored },
      });
      return await (await arrive(later)).client.ask('room.join', { room: 'old' });
    },
  ],
  [
    'SERVER_FAULT',
    async ({ server }) => (await server.raw()).ask('hello', { protocol: 1, token: 'fault.secret' }),
  ],
  [
    'STORE_FAILED',
    async (stage) => {
      const { room } = await match(stage);
      stage.store.break();
      return stage.ann.ask('intent', { room, seq: 1, intent: place(0) });
    },
  ],
  [
    'SERVER_DRAINING',
    async (stage) => {
      const { room } = await match(stage);
      // While a change is being stored, the server waits before it closes its connections.
      stage.store.hold();
      stage.ann.send({ type: 'intent', payload: { room, seq: 1, intent: place(0) } });
      await stage.ann.ask('ping', {});
      const drained = stage.server.drain();
      await stage.ann.next('draining');
      const refused = await stage.ann.ask('match.find', { game: GAME });
      await stage.store.release();
      await drained;
      return refused;
    },
  ],
  [
    'SERVER_FULL',
    async ({ ann, guest }) => {
      await roomOf(ann);
      return (await guest()).ask('match.find', { game: GAME });
    },
  ],
];

test('every error code has a case', () => {
  expect(provoked.map(([code]) => code).sort()).toEqual([...errorCodes].sort());
});

test.each(provoked)('[C3] [C8] [E4] %s is answered to a client that causes it', async (expected, provoke) => {
  const store = new HeldStore();
  const games = [ticTacToe, highCard, vault];
  await using server = await startTestServer({
    games,
    storage: { ...memoryStorage(), rooms: store, sessions: new FaultySessions() },
    limits: limits[expected] ?? {},
  });
  const guest = async (): Promise<RawClient> => (await arrive(server)).client;
  const message = await provoke({ server, store, guest, ann: await guest() });
  expect(code(message)).toBe(expected);
});
