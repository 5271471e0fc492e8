// Messages that fit the protocol, and the same with one thing wrong: a type, a field, a number, somebody else's room.
import type { ClientMessageType } from '../../src/protocol/index.ts';
import type { Random } from './fuzz-random.ts';
import { ODD_KEYS, oddValue } from './fuzz-values.ts';

/** What a client can have heard of: rooms of its own and of others, and the codes of some. */
export type Heard = { readonly rooms: readonly string[]; readonly codes: readonly string[] };

export type Message = { type: unknown; ref?: unknown; payload: unknown };

type Fill = (chance: Random, heard: Heard) => object;

const GAMES = ['tic-tac-toe', 'tic-tac-toe', 'tic-tac-toe', 'chess', '__proto__', 'constructor'];
const MADE_UP = [
  'nowhere',
  '__proto__',
  'constructor',
  'V1StGXR8_Z5jdHi6B-myT',
  '../../etc/passwd',
  '\u0000',
];

const roomOf = (chance: Random, { rooms }: Heard): string =>
  chance.pick(rooms.length === 0 || chance.once(10) ? MADE_UP : rooms);
const inRoom: Fill = (chance, heard) => ({ room: roomOf(chance, heard) });
const nothing: Fill = () => ({});
const maybe = (chance: Random, field: object): object => (chance.once(2) ? field : {});
/** Of one's own seat, and of others'. */
const seqOf = (chance: Random): number =>
  chance.once(8) ? chance.pick([Number.MAX_SAFE_INTEGER, 2 ** 31, 1e6]) : chance.between(1, 40);

const place = (chance: Random): object => ({ type: 'place', cell: chance.between(-1, 9) });

const INTENTS: readonly ((chance: Random) => object)[] = [
  ...[place, place, place, place, place, place],
  (chance) => ({ type: 'place', cell: chance.below(9), seat: chance.below(2), at: 0 }),
  () => ({ type: 'resign' }),
  (chance) => ({ type: chance.pick(['seat.left', 'xstate.after.turnTime', 'xstate.init', '__proto__', '']) }),
];

/** By type: payloads that fit, and now and then would be accepted. */
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
  'room.join': (chance, heard) => ({
    ...(chance.once(4)
      ? { code: chance.pick(['K7MQ2P', 'k7m-q2p', ...heard.codes]) }
      : inRoom(chance, heard)),
    ...maybe(chance, { as: chance.pick(['player', 'spectator']) }),
  }),
  'room.leave': inRoom,
  'room.resume': (chance, heard) => ({
    ...{ room: roomOf(chance, heard), epoch: chance.below(3) },
    revision: chance.once(5) ? Number.MAX_SAFE_INTEGER : chance.below(60),
  }),
  'room.bot': inRoom,
  'room.rematch': inRoom,
  'room.legal': inRoom,
  intent: (chance, heard) => ({
    ...{ room: roomOf(chance, heard), seq: seqOf(chance) },
    intent: chance.pick(INTENTS)(chance),
  }),
  chat: (chance, heard) => ({
    room: roomOf(chance, heard),
    text: chance.pick(['hi', '\u202eevil', ' ', 'x'.repeat(301)]),
  }),
};

const types = Object.keys(payloads) as ClientMessageType[];
/** What moves matches on comes more often than what ends them. */
const weighted: readonly ClientMessageType[] = [
  ...types,
  ...Array<ClientMessageType>(8).fill('intent'),
  ...(['room.create', 'room.create', 'room.join', 'room.join', 'match.find', 'room.resume'] as const),
  ...(['room.legal', 'room.rematch', 'room.rematch', 'room.bot', 'chat'] as const),
];

export function message(chance: Random, heard: Heard): Message {
  const type = chance.pick(weighted);
  return { type, payload: payloads[type](chance, heard) };
}

type Holder = Record<string, unknown>;

/** Changes one thing, anywhere in the message. */
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

/** Plain assignment to `__proto__` would change what the object inherits, and JSON would not show it. */
const define = (holder: Holder, key: string, value: unknown): void =>
  void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

function holdersIn(value: Holder): Holder[] {
  const inner = Object.values(value).filter(
    (part): part is Holder => typeof part === 'object' && part !== null && !Array.isArray(part),
  );
  return [value, ...inner.flatMap(holdersIn)];
}
