import { describe, expect, test } from 'vitest';
import type { AppendOutcome, Entry, Fence } from '../../src/store/index.ts';
import { createHarness, GRACE_MS } from './fixtures/harness.ts';
import { type Faults, labGame, TICK_MS } from './fixtures/lab-game.ts';
import { SlowStore } from './fixtures/slow-store.ts';

/** A store with a bug: while `throws` is set, its next append throws instead of reporting an outcome. */
class BrokenStore extends SlowStore {
  throws = false;

  override append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void {
    if (!this.throws) super.append(fence, entry, settled);
    else {
      this.throws = false;
      throw new Error('the store threw');
    }
  }
}

/** Two of three seats are taken, Eve is a spectator, Dan is not a member. `begun`: the third seat is taken too. */
function setup({ begun = false } = {}) {
  const faults: Faults = new Set();
  const game = labGame(faults);
  const store = new BrokenStore();
  const all = createHarness({ games: [game], store });
  const options = { leaver: 'goesOn', clocks: true };
  const room = all.open(game, { options, seats: 3, visibility: 'public' });
  const id = { room: room.id };
  const [ann, ben, cid, eve, dan] = ['Ann', 'Ben', 'Cid', 'Eve', 'Dan'].map((name) => all.peer(name));
  if (!ann || !ben || !cid || !eve || !dan) throw new Error('no peers');
  for (const peer of begun ? [ann, ben, cid] : [ann, ben]) peer.request('room.join', id);
  eve.request('room.join', { ...id, as: 'spectator' });
  return { ...all, store, faults, room, id, ann, ben, cid, eve, dan };
}

type Setup = ReturnType<typeof setup>;

/** Every command of a room. `begun`: the command needs a running match. */
const commands: Readonly<Record<string, { readonly begun?: boolean; readonly run: (stage: Setup) => void }>> =
  {
    'join as a player': { run: ({ dan, id }) => void dan.send('room.join', id) },
    'join as a spectator': { run: ({ dan, id }) => void dan.send('room.join', { ...id, as: 'spectator' }) },
    'join again': { run: ({ ann, id }) => void ann.send('room.join', id) },
    leave: { run: ({ ben, id }) => void ben.send('room.leave', id) },
    'leave as a spectator': { run: ({ eve, id }) => void eve.send('room.leave', id) },
    resume: { run: ({ ben, id }) => void ben.send('room.resume', { ...id, epoch: 0, revision: 0 }) },
    'seat a bot': { run: ({ ben, id }) => void ben.send('room.bot', id) },
    rematch: {
      begun: true,
      run: ({ ann, ben, id, store }) => {
        const { throws } = store;
        store.throws = false;
        ann.send('intent', { ...id, seq: 1, intent: { type: 'finish' } });
        store.throws = throws;
        ben.send('room.rematch', id);
      },
    },
    intent: {
      begun: true,
      run: ({ ben, id }) => void ben.send('intent', { ...id, seq: 1, intent: { type: 'add', n: 1 } }),
    },
    'intent of a bot': { begun: true, run: ({ room }) => room.act(1, { type: 'peek' }) },
    'a deadline': { begun: true, run: ({ clock }) => void clock.advance(TICK_MS) },
    'a connection is lost': { run: ({ ben }) => ben.disconnect() },
    'the grace time ends': {
      run: ({ ben, clock }) => {
        ben.disconnect();
        clock.advance(GRACE_MS);
      },
    },
  };

/** Every way in which a part that a command calls can fail. */
const faults: Readonly<Record<string, (stage: Setup) => void>> = {
  'nothing fails': () => {},
  'the store throws': ({ store }) => {
    store.throws = true;
  },
  'every append fails': ({ store }) => {
    store.everyFault = 'failed';
  },
  'an append fails and the store cannot be read': ({ store }) => {
    store.everyFault = 'failed';
    store.unreadable = true;
  },
  'the game throws': ({ faults: places }) => {
    for (const place of ['guard', 'action', 'view', 'secrets', 'leave', 'tick', 'tock', 'begin'] as const)
      places.add(place);
  },
  'the broadcaster throws': ({ feeds, room }) => {
    const feed = feeds.get(room.id);
    if (feed === undefined) throw new Error('no feed');
    const fault = () => {
      throw new Error('the broadcaster threw');
    };
    Object.assign(feed, { publish: fault, publishFull: fault, sendJoined: fault, resume: fault });
  },
};

function repair({ store, faults: places, feeds, room }: Setup): void {
  store.throws = false;
  store.everyFault = undefined;
  store.unreadable = false;
  places.clear();
  const feed = feeds.get(room.id);
  for (const method of ['publish', 'publishFull', 'sendJoined', 'resume'] as const) {
    if (feed !== undefined) Reflect.deleteProperty(feed, method);
  }
}

describe.each(Object.keys(commands))('%s', (name) => {
  test.each(Object.keys(faults))('[R1] the room runs the next command when %s', async (fault) => {
    const { begun = false, run } = commands[name] ?? { run: () => {} };
    const stage = setup({ begun });
    faults[fault]?.(stage);
    run(stage);
    await stage.room.settled();
    repair(stage);
    const answer = await stage.ann.requestAsync('room.resume', { ...stage.id, epoch: 0, revision: 0 });
    expect(answer).toMatchObject({ type: 'joined', payload: { revision: stage.room.revision } });
    const { seats, ...document } = stage.ann.in(stage.room.id).document;
    const { seats: _, ...expected } = stage.expectedDocument(stage.room, 0);
    expect(document).toEqual(expected);
    expect(seats.map((seat) => seat?.name)).toEqual(stage.room.state.seats.map((holder) => holder?.name));
  });
});
