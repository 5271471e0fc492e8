// 200 players on one server: every match ends, every client has the server's document, and nothing is left at the end.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { MemoryStore, memoryStorage } from '../../src/store/index.ts';
import { ManualClock, type MatchEnd, playMatches, startTestServer } from '../../src/testing/index.ts';

const MATCHES = 1000;
const PLAYERS = 200;
/** How long the server keeps a session without a room. */
const REMEMBERED_MS = 30 * 60_000;

/** A second join is answered with the full document. The document that the client built from diffs must be equal to it. */
async function audit({ player, room }: MatchEnd): Promise<void> {
  const folded = { revision: room.revision, document: room.document };
  await player.client.join({ room: room.id });
  expect(room.document).not.toBe(folded.document);
  expect({ revision: room.revision, document: room.document }).toEqual(folded);
}

/** Resolves for both players of a room when both have called it, so that none leaves while the other is checked. */
function createMeetings(): (room: string) => Promise<void> {
  const waiting = new Map<string, () => void>();
  return (room) => {
    const other = waiting.get(room);
    waiting.delete(room);
    if (other === undefined) return new Promise((resolve) => waiting.set(room, resolve));
    other();
    return Promise.resolve();
  };
}

const sockets = (): number => process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length;

test('[R3] [R10] [C1] 200 players play 1,000 matches over network sockets, and nothing is left on the server', async () => {
  const socketsBefore = sockets();
  const store = new MemoryStore();
  const clock = new ManualClock();
  const bothAudited = createMeetings();
  let audits = 0;
  {
    await using server = await startTestServer({
      games: [ticTacToe],
      storage: { ...memoryStorage(), rooms: store },
      clock,
    });
    const lobby = server.connect();
    const watch = lobby.watchLobby();
    const clients = new Set<unknown>();
    const summary = await playMatches({
      ...{ url: server.socketUrl, game: 'tic-tac-toe', seats: 2, seed: 'crowd' },
      ...{ matches: MATCHES, concurrency: PLAYERS / 2 },
      connect: (options) => {
        const client = server.connect(options);
        clients.add(client);
        return client;
      },
      onMatchEnd: async (end) => {
        try {
          await audit(end);
          audits += 1;
        } finally {
          await bothAudited(end.room.id);
        }
      },
    });
    expect(summary).toMatchObject({ finished: MATCHES, failed: 0, rejected: 0, failures: [] });
    expect(Object.keys(summary.outcomes).sort()).toEqual(['draw', 'three-in-a-row']);
    expect([clients.size, audits]).toEqual([PLAYERS, 2 * MATCHES]);

    watch.close();
    await lobby.ready();
    lobby.close();
    await server.gone();
    clock.advance(2 * REMEMBERED_MS);
    expect(server.left).toEqual({ connections: 0, sessions: 0, rooms: 0, queued: 0, timers: 0 });
    expect(await store.rooms()).toEqual([]);
  }
  // Node releases a closed socket one turn of the event loop later.
  while (sockets() > socketsBefore) await nextTurn();
});
