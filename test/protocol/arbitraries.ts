// Arbitraries of all client messages: one for each type, which the compiler checks.
import fc from 'fast-check';
import type { ClientMessage, ClientMessageType } from '../../src/protocol/index.ts';

const id = fc.string({ minLength: 1, maxLength: 64 });
const level = fc.string({ minLength: 1, maxLength: 32 });
const count = fc.nat();
const inRoom = fc.record({ room: id });
const empty = fc.constant({});
const as = fc.constantFrom('player', 'spectator');

/** Any JSON without the key that the codec refuses. */
const json = fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('__proto__'));

const some = (fields: Record<string, fc.Arbitrary<unknown>>, required: string[] = []) =>
  fc.record(fields, { requiredKeys: required });

const payloads: Record<ClientMessageType, fc.Arbitrary<unknown>> = {
  hello: some({ protocol: fc.integer(), token: id, name: fc.string({ maxLength: 256 }) }, ['protocol']),
  ping: empty,
  'lobby.watch': some({ game: id }),
  'lobby.unwatch': empty,
  'match.find': some({ game: id, options: json }, ['game']),
  'match.cancel': empty,
  'room.create': some(
    {
      game: id,
      options: json,
      visibility: fc.constantFrom('public', 'private'),
      seats: fc.integer({ min: 1, max: 64 }),
      bots: fc.integer({ min: 0, max: 63 }),
      level,
    },
    ['game'],
  ),
  'room.join': fc.oneof(
    some({ room: id, as }, ['room']),
    some({ code: fc.string({ minLength: 1, maxLength: 32 }), as }, ['code']),
  ),
  'room.leave': inRoom,
  'room.resume': fc.record({ room: id, epoch: count, revision: count }),
  'room.bot': some({ room: id, level }, ['room']),
  'room.rematch': inRoom,
  'room.legal': inRoom,
  intent: fc.record({ room: id, seq: fc.integer({ min: 1 }), intent: json }),
  chat: fc.record({ room: id, text: fc.string({ minLength: 1, maxLength: 2000 }) }),
};

export const refs: fc.Arbitrary<number | string> = fc.oneof(
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fc.string({ minLength: 1, maxLength: 64 }),
);

/** Messages as parsed from their JSON. */
export const clientMessages: fc.Arbitrary<ClientMessage> = fc
  .constantFrom(...(Object.keys(payloads) as ClientMessageType[]))
  .chain((type) =>
    fc.record(
      { type: fc.constant(type), ref: refs, payload: payloads[type] },
      { requiredKeys: ['type', 'payload'] },
    ),
  )
  .map((message) => JSON.parse(JSON.stringify(message)) as ClientMessage);
