// Arbitraries of frames from a client: valid messages, nearly valid ones, and texts that are no messages.
import fc from 'fast-check';
import type { ClientMessageType } from '../../src/protocol/index.ts';

/** The ids of rooms are not known before a run: `slot` is the index of the room that is meant. */
export type Said = {
  readonly type: string;
  readonly payload: unknown;
  readonly slot: number;
};

export const GAMES = ['tic-tac-toe', 'high-card', 'vault'];

const game = fc.constantFrom(...GAMES, ...GAMES, 'chess');
const nothing = fc.constant({});
const options = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  fc.constant({ cards: 2 }),
  fc.jsonValue(),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const as = maybe(fc.constantFrom('player', 'spectator'));
const small = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.integer({ min: -1, max: 4 }));

const intent = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('place'), cell: fc.integer({ min: -1, max: 9 }) }) },
  fc.record({ type: fc.constant('play'), card: fc.nat(24) }),
  fc.record({
    type: fc.constantFrom('resign', 'keep', 'guardThrows', 'actionThrows', 'seat.left', '__proto__'),
  }),
  fc.jsonValue(),
);

/** By type: payloads that are often valid. `room` is added later. */
const payloads: { readonly [Type in ClientMessageType]: fc.Arbitrary<object> } = {
  hello: fc.record({ protocol: fc.constantFrom(1, 2), name: maybe(fc.string()) }),
  ping: nothing,
  'lobby.watch': fc.record({ game: maybe(game) }),
  'lobby.unwatch': nothing,
  'match.find': fc.record({ game, options }),
  'match.cancel': nothing,
  'room.create': fc.record({
    ...{ game, options, seats: small, bots: small },
    visibility: maybe(fc.constantFrom('public', 'private')),
  }),
  'room.join': fc.record({ as }),
  'room.leave': nothing,
  'room.resume': fc.record({ epoch: fc.nat(2), revision: fc.nat(20) }),
  'room.bot': nothing,
  'room.rematch': nothing,
  'room.legal': nothing,
  intent: fc.record({ seq: fc.integer({ min: 0, max: 12 }), intent }),
  chat: fc.record({ text: fc.string() }),
};

const inRoom = new Set([
  'room.join',
  'room.leave',
  'room.resume',
  'room.bot',
  'room.rematch',
  'room.legal',
  'intent',
  'chat',
]);

const often: readonly ClientMessageType[] = ['intent', 'intent', 'intent', 'room.join', 'room.rematch'];

const fitting: fc.Arbitrary<Said> = fc
  .constantFrom(...(Object.keys(payloads) as ClientMessageType[]), ...often)
  .chain((type) => fc.record({ type: fc.constant(type), payload: payloads[type], slot: fc.nat(3) }));

const odd: fc.Arbitrary<Said> = fc.record({
  type: fc.oneof(fc.constantFrom(...Object.keys(payloads), 'welcome', 'constructor'), fc.string()),
  payload: fc.jsonValue(),
  slot: fc.nat(3),
});

export const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 8, arbitrary: fitting },
  { weight: 1, arbitrary: odd },
);

/** Texts that are no message, or only resemble one. */
export const noise: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.json({ maxDepth: 3 }),
  fc.constantFrom('', 'null', '[]', '{"type":"ping"', '['.repeat(5_000), '{"__proto__":{"type":"ping"}}'),
);

/** The frame to send, once the rooms are known. */
export function frameOf({ type, payload, slot }: Said, rooms: readonly string[], ref: string): string {
  const room = rooms[slot] ?? 'nowhere';
  const whole = inRoom.has(type) && isObject(payload) ? { room, ...payload } : payload;
  return JSON.stringify({ type, ref, payload: whole });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
