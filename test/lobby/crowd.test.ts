import { setImmediate as nextTick } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHarness } from '../room/fixtures/harness.ts';
import { labGame } from '../room/fixtures/lab-game.ts';
import type { Peer } from '../room/fixtures/peer.ts';

const others = [
  'cancel',
  'disconnect',
  'reconnect',
  'takeOver',
  'open',
  'join',
  'leave',
  'slow',
  'release',
] as const;
type Action = 'find' | (typeof others)[number];
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('find' as const) },
  { weight: 9, arbitrary: fc.constantFrom(...others) },
);
const script = fc.array(fc.tuple(fc.nat(7), anyAction), { maxLength: 80 });

function setup() {
  const game = { ...labGame(), seats: { min: 2, max: 4 } };
  const all = createHarness({ games: [game], limits: { roomsPerPlayer: 100 } });
  const peers = Array.from({ length: 8 }, (_, n) => all.peer(`P${n}`));
  /** The clients that have got `queued`, and have neither cancelled nor lost the connection since. */
  const waiting = new Set<Peer>();

  const id = () => ({ room: [...all.rooms.all()].at(-1)?.id ?? 'nowhere' });
  async function act(peer: Peer, action: Action): Promise<void> {
    if (action === 'slow') all.store.slow = true;
    else if (action === 'release') await all.store.release();
    else if (action === 'reconnect' || action === 'takeOver') {
      waiting.delete(peer);
      peer.reconnect();
    } else if (peer.connection.closedWith !== undefined) return;
    else if (action === 'disconnect') {
      waiting.delete(peer);
      peer.disconnect();
    } else if (action === 'find') {
      if (peer.request('match.find', { game: 'lab' }).type === 'queued') waiting.add(peer);
    } else if (action === 'cancel') {
      peer.request('match.cancel', {});
      waiting.delete(peer);
    } else if (action === 'open') {
      peer.send('room.join', { room: all.open(game, { seats: 3, visibility: 'public' }).id });
    } else if (action === 'join') peer.send('room.join', id());
    else peer.send('room.leave', id());
  }
  return { ...all, peers, waiting, act };
}

test('[L1] after any actions, no player has two seats in a room, no room is overfilled, no ticket is lost', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (actions) => {
      const { peers, waiting, act, store, rooms, matchmaker } = setup();
      const seatedBefore = new Map<Peer, number>();
      for (const [index, action] of actions) {
        const peer = peers[index] as Peer;
        if (action === 'find') seatedBefore.set(peer, matchedSeats(peer));
        await act(peer, action);
        // As with real sockets, the effects of a message are complete before the next message is read.
        await nextTick();
      }
      store.slow = false;
      await store.release(1000);
      for (const room of rooms.all()) {
        const players = room.state.seats.flatMap((holder) => holder?.player ?? []);
        expect(new Set(players).size).toBe(players.length);
        expect(room.state.seats.length).toBeLessThanOrEqual(3);
      }
      // Each waiting client still has its ticket, or got a seat for it.
      const unseated = [...waiting].filter((peer) => matchedSeats(peer) === (seatedBefore.get(peer) ?? 0));
      expect(matchmaker.size).toBeGreaterThanOrEqual(unseated.length);
      // Two tickets of the same pool would have been paired.
      expect(matchmaker.size).toBeLessThan(2);
    }),
    { numRuns: 300 },
  );
});

/** How often this connection was given a seat without a room.join of its own. */
function matchedSeats({ connection }: Peer): number {
  return connection.messages.filter(({ type, ref }) => type === 'joined' && ref === undefined).length;
}
