import { setImmediate as nextTick } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { house } from './fixtures/house.ts';
import { canary, labGame } from './fixtures/lab-game.ts';
import type { Peer } from './fixtures/peer.ts';

type Deed =
  | { readonly do: 'add' | 'peek' | 'finish' | 'repeat' | 'leave' | 'sit' | 'watch' | 'rematch' | 'bot' }
  | {
      readonly do:
        | 'vanish'
        | 'comeBack'
        | 'takeOver'
        | 'resumeWhole'
        | 'congest'
        | 'drain'
        | 'chat'
        | 'legal';
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'slow' | 'release' };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('add', 'peek', 'add', 'peek', 'finish').map((name) => ({ do: name }) as Deed),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(
        ...(['repeat', 'leave', 'sit', 'watch', 'rematch', 'bot', 'vanish', 'comeBack', 'takeOver'] as const),
        ...(['resumeWhole', 'congest', 'drain', 'chat', 'legal', 'slow', 'release'] as const),
      )
      .map((name) => ({ do: name }) as Deed),
  },
  { weight: 1, arbitrary: fc.nat(70_000).map((ms) => ({ do: 'wait', ms }) as Deed) },
);

const deeds = fc.array(fc.tuple(fc.nat(3), deed), { maxLength: 80 });

function stage() {
  const game = labGame();
  const all = house({ games: [game] });
  const options = { leaver: 'goesOn', clocks: true };
  const room = all.open(game, { options, seats: 3, visibility: 'public' });
  const peers = ['Ann', 'Ben', 'Cid', 'Dan'].map((name) => all.peer(name));
  const seqs = new Map<Peer, number>();
  const asked: { peer: Peer; ref: number | string }[] = [];
  const away = new Set<Peer>();
  const id = { room: room.id };

  function intend(peer: Peer, intent: object, step = 1): void {
    const seq = Math.max(1, (seqs.get(peer) ?? 0) + step);
    seqs.set(peer, seq);
    asked.push({ peer, ref: peer.say('intent', { ...id, seq, intent }) });
  }
  function back(peer: Peer, resumes: boolean): void {
    away.delete(peer);
    // What was asked on the old connection is answered there.
    for (let i = asked.length - 1; i >= 0; i -= 1) if (asked[i]?.peer === peer) asked.splice(i, 1);
    peer.comeBack();
    const held = peer.held.get(room.id);
    if (held === undefined) return;
    const from = resumes ? held : { epoch: 0, revision: 0 };
    asked.push({ peer, ref: peer.say('room.resume', { ...id, epoch: from.epoch, revision: from.revision }) });
  }
  async function act(peer: Peer, what: Deed): Promise<void> {
    if (what.do === 'wait') all.clock.advance(what.ms);
    else if (what.do === 'slow') all.store.slow = true;
    else if (what.do === 'release') await all.store.release();
    else if (what.do === 'comeBack' || what.do === 'takeOver') back(peer, true);
    else if (what.do === 'resumeWhole') back(peer, false);
    else if (away.has(peer)) return;
    else if (what.do === 'vanish') {
      away.add(peer);
      peer.vanish();
    } else if (what.do === 'congest') peer.connection.congested = true;
    else if (what.do === 'drain') peer.drain();
    else if (what.do === 'add') intend(peer, { type: 'add', n: 1 });
    else if (what.do === 'peek' || what.do === 'finish') intend(peer, { type: what.do });
    else if (what.do === 'repeat') intend(peer, { type: 'peek' }, 0);
    else asked.push({ peer, ref: say(peer, what.do) });
  }
  function say(peer: Peer, what: Exclude<Deed['do'], 'wait' | 'slow' | 'release'>): number | string {
    if (what === 'leave') return peer.say('room.leave', id);
    if (what === 'sit') return peer.say('room.join', id);
    if (what === 'watch') return peer.say('room.join', { ...id, as: 'spectator' });
    if (what === 'rematch') return peer.say('room.rematch', id);
    if (what === 'bot') return peer.say('room.bot', id);
    if (what === 'chat') return peer.say('chat', { ...id, text: 'hello' });
    return peer.say('room.legal', id);
  }
  /** Lets everything settle, so that all may be compared. */
  async function settle(): Promise<void> {
    all.store.slow = false;
    await all.store.release(1000);
    for (const peer of peers) if (!away.has(peer)) peer.drain();
    all.clock.advance(1000);
    await all.store.release();
  }
  return { ...all, room, peers, asked, away, act, settle };
}

test('[R3] [C3] whatever happens, members fold to what the server holds, and every ref has its one answer', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (script) => {
      const { room, rooms, truth, peers, asked, away, act, settle } = stage();
      for (const [who, what] of script) await act(peers[who] as Peer, what);
      // As with real connections: what a message causes is done before the next one is read.
      await nextTick();
      await settle();
      for (const peer of peers) {
        expect(peer.breaches).toEqual([]);
        const held = peer.held.get(room.id);
        if (held === undefined || away.has(peer) || rooms.get(room.id) === undefined) continue;
        expect(held.revision).toBe(room.revision);
        expect(held.document).toEqual(truth(room, held.seat));
      }
      for (const { peer, ref } of asked) {
        if (!away.has(peer)) expect([ref, peer.answersTo(ref).length]).toEqual([ref, 1]);
      }
    }),
    { numRuns: 300 },
  );
});

test("[R7] whatever happens, no one is ever sent another seat's secrets", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (script) => {
      const { peers, act, settle } = stage();
      /** The seats each was told to hold, from the beginning. */
      for (const [who, what] of script) await act(peers[who] as Peer, what);
      // As with real connections: what a message causes is done before the next one is read.
      await nextTick();
      await settle();
      for (const peer of peers) {
        let seat: number | null = null;
        for (const text of peer.texts) {
          const { type, payload } = JSON.parse(text) as { type: string; payload: { seat?: number | null } };
          if ((type === 'joined' || type === 'resumed') && payload.seat !== undefined) seat = payload.seat;
          for (const other of [0, 1, 2]) {
            if (other !== seat) expect(text).not.toContain(canary(other));
          }
        }
      }
    }),
    { numRuns: 200 },
  );
});
