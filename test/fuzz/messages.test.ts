// Random frames in random order: the server answers, keeps its rules, and releases everything at the end.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { ServerMessage } from '../../src/protocol/index.ts';
import { ManualClock, type RawClient, startTestServer, type TestServer } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import vault from '../integration/fixtures/vault.ts';
import { runs } from '../long.ts';
import { CountingStore } from './counting-store.ts';
import { frameOf, GAMES, noise, type Said, said } from './frames.ts';

type Step =
  | { readonly kind: 'say'; readonly who: number; readonly said: Said }
  | { readonly kind: 'noise'; readonly who: number; readonly text: string }
  | { readonly kind: 'cut'; readonly who: number }
  | { readonly kind: 'wait'; readonly ms: number };

const who = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('say'), who, said }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('noise'), who, text: noise }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(1, 1_000, 31_000, 70_000) }),
  },
) as fc.Arbitrary<Step>;

type Guest = { client: RawClient; readonly token: string };

class Run {
  readonly store: CountingStore;
  readonly #server: TestServer<ManualClock>;
  readonly #guests: Guest[] = [];
  readonly #clients: RawClient[] = [];
  #refs = 0;

  constructor(server: TestServer<ManualClock>, store: CountingStore) {
    this.#server = server;
    this.store = store;
  }

  async arrive(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const client = await this.#connect();
      const { token } = await client.hello({ name: `Guest ${i}` });
      this.#guests.push({ client, token });
    }
  }

  /** One match of each game: the first two clients play, the third one watches. */
  async settle(): Promise<void> {
    const [ann, bob, eve] = [this.#guest(0).client, this.#guest(1).client, this.#guest(2).client];
    for (const game of GAMES) {
      const { room } = await ann.expect('joined', ['room.create', { game }]);
      await bob.expect('joined', ['room.join', { room }]);
      await eve.expect('joined', ['room.join', { room, as: 'spectator' }]);
    }
  }

  /** Takes one step, and waits until all messages that follow from it have arrived. */
  async take(step: Step): Promise<void> {
    if (step.kind === 'wait') this.#server.clock.advance(step.ms);
    else if (step.kind === 'cut') await this.#cut(this.#guest(step.who));
    else if (step.kind === 'noise') this.#guest(step.who).client.send(step.text);
    else this.#say(this.#guest(step.who).client, step.said);
    await this.flush();
  }

  /** Sends without waiting for answers. */
  send(step: Step): void {
    if (step.kind === 'say') this.#say(this.#guest(step.who).client, step.said);
  }

  async flush(): Promise<void> {
    for (const { client } of this.#guests) for (let i = 0; i < 3; i += 1) await client.ask('ping', {});
  }

  /** The answers to a ref, on all connections of the run. */
  answers(ref: string): ServerMessage[] {
    return this.#clients.flatMap(({ received }) => received.filter((message) => message.ref === ref));
  }

  get lastRef(): string {
    return `r${this.#refs}`;
  }

  get refs(): string[] {
    return Array.from({ length: this.#refs }, (_, i) => `r${i + 1}`);
  }

  async end(): Promise<void> {
    for (const { client } of this.#guests) client.close();
    await this.#server.gone();
    this.#server.clock.advance(2 * 60 * 60_000);
    expect(this.#server.left).toEqual({ connections: 0, sessions: 0, rooms: 0, queued: 0, timers: 0 });
    expect(await this.store.rooms()).toEqual([]);
  }

  #say(client: RawClient, said: Said): void {
    this.#refs += 1;
    client.send(frameOf(said, this.#rooms(), this.lastRef));
  }

  /** All rooms that any client has been sent, in order. */
  #rooms(): string[] {
    const joined = this.#clients.flatMap((client) => client.all('joined'));
    return [...new Set(joined.map(({ payload }) => payload.room))];
  }

  async #cut(guest: Guest): Promise<void> {
    this.#server.cut(guest.client);
    guest.client = await this.#connect();
    await guest.client.hello({ token: guest.token });
  }

  async #connect(): Promise<RawClient> {
    const client = await this.#server.raw();
    this.#clients.push(client);
    return client;
  }

  #guest(who: number): Guest {
    const guest = this.#guests[who];
    if (guest === undefined) throw new RangeError('there is no such guest');
    return guest;
  }
}

async function withRun(test: (run: Run) => Promise<void>): Promise<void> {
  const store = new CountingStore();
  await using server = await startTestServer({
    ...{ games: [ticTacToe, highCard, vault], store, clock: new ManualClock(), transport: 'linked' },
    // The manual clock jumps, so that no client could answer a heartbeat in time.
    limits: { badMessages: 1_000_000, heartbeatMs: 10 * 60 * 60_000 },
  });
  const run = new Run(server, store);
  await run.arrive(3);
  await run.settle();
  await test(run);
  await run.end();
}

const isRefusal = ({ type }: ServerMessage): boolean => type === 'error' || type === 'rejected';

test('[C3] [R4] [E2] one by one: each ref is answered once, and a refused message commits nothing', async () => {
  const steps = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
  const property = fc.asyncProperty(steps, (all) =>
    withRun(async (run) => {
      for (const one of all) {
        const before = run.store.committed.length;
        await run.take(one);
        if (one.kind === 'noise') expect(run.store.committed.length).toBe(before);
        if (one.kind !== 'say') continue;
        const answers = run.answers(run.lastRef);
        expect(answers, JSON.stringify(one)).toHaveLength(1);
        if (answers.some(isRefusal)) expect(run.store.committed.length, JSON.stringify(one)).toBe(before);
      }
    }),
  );
  await fc.assert(property, { numRuns: runs(60) });
});

test('[C2] [C3] [R1] [E2] all at once: each ref is answered once, in any order', async () => {
  const steps = fc.array(fc.record({ kind: fc.constant('say'), who, said }), {
    minLength: 5,
    maxLength: 40,
    size: 'max',
  });
  const property = fc.asyncProperty(steps, (all) =>
    withRun(async (run) => {
      for (const [i, one] of all.entries()) {
        run.send(one as Step);
        if (i % 8 === 7) await run.flush();
      }
      await run.flush();
      for (const ref of run.refs) expect(run.answers(ref), ref).toHaveLength(1);
    }),
  );
  await fc.assert(property, { numRuns: runs(40) });
});
