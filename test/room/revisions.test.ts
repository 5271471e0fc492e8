import { setImmediate as nextTick } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHarness } from './fixtures/harness.ts';
import { canary, labGame } from './fixtures/lab-game.ts';
import type { Peer } from './fixtures/peer.ts';

type Action =
  | { readonly do: 'add' | 'peek' | 'finish' | 'repeat' | 'leave' | 'sit' | 'watch' | 'rematch' | 'bot' }
  | {
      readonly do:
        | 'disconnect'
        | 'reconnect'
        | 'takeOver'
        | 'resumeWhole'
        | 'congest'
        | 'drain'
        | 'chat'
        | 'legal';
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'slow' | 'release' };

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('add', 'peek', 'add', 'peek', 'finish')
      .map((name) => ({ do: name }) as Action),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(
        ...([
          'repeat',
          'leave',
          'sit',
          'watch',
          'rematch',
          'bot',
          'disconnect',
          'reconnect',
          'takeOver',
        ] as const),
        ...(['resumeWhole', 'congest', 'drain', 'chat', 'legal', 'slow', 'release'] as const),
      )
      .map((name) => ({ do: name }) as Action),
  },
  { weight: 1, arbitrary: fc.nat(70_000).map((ms) => ({ do: 'wait', ms }) as Action) },
);

const actions = fc.array(fc.tuple(fc.nat(3), anyAction), { maxLength: 80 });

function setup() {
  const game = labGame();
  const all = createHarness({ games: [game] });
  const options = { leaver: 'goesOn', clocks: true };
  const room = all.open(game, { options, seats: 3, visibility: 'public' });
  const peers = ['Ann', 'Ben', 'Cid', 'Dan'].map((name) => all.peer(name));
  const seqs = new Map<Peer, number>();
  const sentRefs: { peer: Peer; ref: number | string }[] = [];
  const away = new Set<Peer>();
  const id = { room: room.id };

  function intend(peer: Peer, intent: object, step = 1): void {
    const seq = Math.max(1, (seqs.get(peer) ?? 0) + step);
    seqs.set(peer, seq);
    sentRefs.push({ peer, ref: peer.send('intent', { ...id, seq, intent }) });
  }
  function reconnect(peer: Peer, resumes: boolean): void {
    away.delete(peer);
    // Requests of the old connection are answered on it.
    for (let i = sentRefs.length - 1; i >= 0; i -= 1) if (sentRefs[i]?.peer === peer) sentRefs.splice(i, 1);
    peer.reconnect();
    const held = peer.held.get(room.id);
    if (held === undefined) return;
    const from = resumes ? held : { epoch: 0, revision: 0 };
    sentRefs.push({
      peer,
      ref: peer.send('room.resume', { ...id, epoch: from.epoch, revision: from.revision }),
    });
  }
  async function act(peer: Peer, action: Action): Promise<void> {
    if (action.do === 'wait') all.clock.advance(action.ms);
    else if (action.do === 'slow') all.store.slow = true;
    else if (action.do === 'release') await all.store.release();
    else if (action.do === 'reconnect' || action.do === 'takeOver') reconnect(peer, true);
    else if (action.do === 'resumeWhole') reconnect(peer, false);
    else if (away.has(peer)) return;
    else if (action.do === 'disconnect') {
      away.add(peer);
      peer.disconnect();
    } else if (action.do === 'congest') peer.connection.congested = true;
    else if (action.do === 'drain') peer.drain();
    else if (action.do === 'add') intend(peer, { type: 'add', n: 1 });
    else if (action.do === 'peek' || action.do === 'finish') intend(peer, { type: action.do });
    else if (action.do === 'repeat') intend(peer, { type: 'peek' }, 0);
    else sentRefs.push({ peer, ref: sendAction(peer, action.do) });
  }
  function sendAction(
    peer: Peer,
    action: Exclude<Action['do'], 'wait' | 'slow' | 'release'>,
  ): number | string {
    if (action === 'leave') return peer.send('room.leave', id);
    if (action === 'sit') return peer.send('room.join', id);
    if (action === 'watch') return peer.send('room.join', { ...id, as: 'spectator' });
    if (action === 'rematch') return peer.send('room.rematch', id);
    if (action === 'bot') return peer.send('room.bot', id);
    if (action === 'chat') return peer.send('chat', { ...id, text: 'hello' });
    return peer.send('room.legal', id);
  }
  /** Completes all pending work, so that documents can be compared. */
  async function settle(): Promise<void> {
    all.store.slow = false;
    await all.store.release(1000);
    for (const peer of peers) if (!away.has(peer)) peer.drain();
    all.clock.advance(1000);
    await all.store.release();
  }
  return { ...all, room, peers, sentRefs, away, act, settle };
}

test('[R3] [C3] after any actions, every member holds the document of the server, and every ref has one answer', async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (script) => {
      const { room, rooms, expectedDocument, peers, sentRefs, away, act, settle } = setup();
      for (const [index, action] of script) await act(peers[index] as Peer, action);
      // As with real sockets, the effects of a message are complete before the next message is read.
      await nextTick();
      await settle();
      for (const peer of peers) {
        expect(peer.violations).toEqual([]);
        const held = peer.held.get(room.id);
        if (held === undefined || away.has(peer) || rooms.get(room.id) === undefined) continue;
        expect(held.revision).toBe(room.revision);
        expect(held.document).toEqual(expectedDocument(room, held.seat));
      }
      for (const { peer, ref } of sentRefs) {
        if (!away.has(peer)) expect([ref, peer.answersTo(ref).length]).toEqual([ref, 1]);
      }
    }),
    { numRuns: 300 },
  );
});

test('[R7] after any actions, no member has received the secrets of another seat', async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (script) => {
      const { peers, act, settle } = setup();
      for (const [index, action] of script) await act(peers[index] as Peer, action);
      // As with real sockets, the effects of a message are complete before the next message is read.
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
