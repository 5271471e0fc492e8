// Valid messages, and messages with one error: a type, a field, a number, the room of another player.
import type { ClientMessageType } from '../../src/protocol/index.ts';
import type { Random } from './fuzz-random.ts';
import { ODD_KEYS, oddValue } from './fuzz-values.ts';

/** What a client knows: its own rooms and those of others, and some codes. */
export type KnownRooms = { readonly rooms: readonly string[]; readonly codes: readonly string[] };

export type Message = { type: unknown; ref?: unknown; payload: unknown };

type Fill = (chance: Random, known: KnownRooms) => object;

const GAMES = ['tic-tac-toe', 'tic-tac-toe', 'tic-tac-toe', 'chess', '__proto__', 'constructor'];
const MADE_UP = [
  'nowhere',
  '__proto__',
  'constructor',
  'V1StGXR8_Z5jdHi6B-myT',
  '../../etc/passwd',
  '\u0000',
];

const roomOf = (chance: Random, { rooms }: KnownRooms): string =>
  chance.pick(rooms.length === 0 || chance.once(10) ? MADE_UP : rooms);
const inRoom: Fill = (chance, known) => ({ room: roomOf(chance, known) });
const nothing: Fill = () => ({});
const maybe = (chance: Random, field: object): object => (chance.once(2) ? field : {});
/** Rooms of its own seats, and rooms of others. */
const seqOf = (chance: Random): number =>
  chance.once(8) ? chance.pick([Number.MAX_SAFE_INTEGER, 2 ** 31, 1e6]) : chance.between(1, 40);

const place = (chance: Random): object => ({ type: 'place', cell: chance.between(-1, 9) });

const INTENTS: readonly ((chance: Random) => object)[] = [
  ...[place, place, place, place, place, place],
  (chance) => ({ type: 'place', cell: chance.below(9), seat: chance.below(2), at: 0 }),
  () => ({ type: 'resign' }),
  (chance) => ({ type: chance.pick(['seat.left', 'xstate.after.turnTime', 'xstate.init', '__proto__', '']) }),
];

/** By type: valid payloads, some of which would be accepted. */
const payloads: { readonly [Type in ClientMessageType]: Fill } = {
  hello: (chance) => ({ protocol: chance.between(0, 2), ...maybe(chance, { name: 'Mallory' }) }),
  ping: nothing,
  'lobby.watch': (chance) => maybe(chance, { game: chance.pick(GAMES) }),
  'lobby.unwatch': nothing,
  'match.find': (chance) => ({ game: chance.pick(GAMES), ...maybe(chance, { options: {} }) }),
  'match.cancel': nothing,
  'room.create': (chance) => ({
    game: chance.pick(GAMES),
    ...maybe(chance, { visibility: chance.pick(['public', 'private']) }),
    ...(chance.once(8) ? { seats: chance.between(1, 64) } : {}),
    ...maybe(chance, { bots: chance.below(3) }),
  }),
  'room.join': (chance, known) => ({
    ...(chance.once(4)
      ? { code: chance.pick(['K7MQ2P', 'k7m-q2p', ...known.codes]) }
      : inRoom(chance, known)),
    ...maybe(chance, { as: chance.pick(['player', 'spectator']) }),
  }),
  'room.leave': inRoom,
  'room.resume': (chance, known) => ({
    ...{ room: roomOf(chance, known), epoch: chance.below(3) },
    revision: chance.once(5) ? Number.MAX_SAFE_INTEGER : chance.below(60),
  }),
  'room.bot': inRoom,
  'room.rematch': inRoom,
  'room.legal': inRoom,
  intent: (chance, known) => ({
    ...{ room: roomOf(chance, known), seq: seqOf(chance) },
    intent: chance.pick(INTENTS)(chance),
  }),
  chat: (chance, known) => ({
    room: roomOf(chance, known),
    text: chance.pick(['hi', '\u202eevil', ' ', 'x'.repeat(301)]),
  }),
};

const types = Object.keys(payloads) as ClientMessageType[];
/** Messages that continue a match are more frequent than messages that end one. */
const weighted: readonly ClientMessageType[] = [
  ...types,
  ...Array<ClientMessageType>(8).fill('intent'),
  ...(['room.create', 'room.create', 'room.join', 'room.join', 'match.find', 'room.resume'] as const),
  ...(['room.legal', 'room.rematch', 'room.rematch', 'room.bot', 'chat'] as const),
];

export function message(chance: Random, known: KnownRooms): Message {
  const type = chance.pick(weighted);
  return { type, payload: payloads[type](chance, known) };
}

type Holder = Record<string, unknown>;

/** Changes one value, anywhere in the message. */
export function mutate(whole: Message, chance: Random): Message {
  const holders = holdersIn(whole as Holder);
  const holder = chance.pick(holders);
  const keys = Object.keys(holder);
  const key = keys.length === 0 ? 'payload' : chance.pick(keys);
  const kind = chance.below(8);
  if (kind === 0) delete holder[key];
  else if (kind === 1) define(holder, chance.pick(ODD_KEYS), oddValue(chance));
  else if (kind === 2) whole.type = chance.pick([...types, 'welcome', 'constructor', '', 'Intent', 7, null]);
  else if (kind === 3) define(holder, key, { [key]: holder[key] });
  else if (kind === 4) define(holder, key, [holder[key]]);
  else define(holder, key, oddValue(chance));
  return whole;
}

/** An assignment to `__proto__` would change the prototype and not appear in the JSON. */
const define = (holder: Holder, key: string, value: unknown): void =>
  void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

function holdersIn(value: Holder): Holder[] {
  const inner = Object.values(value).filter(
    (part): part is Holder => typeof part === 'object' && part !== null && !Array.isArray(part),
  );
  return [value, ...inner.flatMap(holdersIn)];
}
