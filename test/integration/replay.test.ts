// Finished matches over HTTP: complete, for every client that knows the id, and not before the end of the match.

import { describe, expect, test } from 'vitest';
import xstatePackage from 'xstate/package.json' with { type: 'json' };
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { rulesOf } from '../../src/game/index.ts';
import type { JsonObject } from '../../src/json.ts';
import { type MatchRecord, replay } from '../../src/room/index.ts';
import { type ArchivedMatch, memoryStorage } from '../../src/store/index.ts';
import { playMatch, startTestServer, until } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { place, seatTwo } from './fixtures/table.ts';

const games = [ticTacToe, highCard];

type Kept = MatchRecord & { readonly steps: readonly unknown[] | null };

describe('GET /matches/<id>', () => {
  test('returns the record of a finished match and the public view after each event', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    const views = [ann.room.document.view];
    const first = ann.room.seat === 0 ? [ann, bob] : [bob, ann];
    for (const [index, cell] of [0, 4, 1, 3, 2].entries()) {
      await first[index % 2]?.room.send(place(cell));
      await until(ann.room, ({ document }) => (document.view as { lastCell: number })?.lastCell === cell);
      views.push(ann.room.document.view);
    }
    const response = await fetch(`${server.url}/matches/${ann.room.id}.1`);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toBe(`inline; filename="${ann.room.id}.1.json"`);
    const kept = (await response.json()) as Kept;
    expect(kept).toMatchObject({
      // From the server's own versions, which a later xstate changes.
      engine: { name: 'compiled', xstate: xstatePackage.version },
      ...{ format: 1, game: 'tic-tac-toe', version: 1, seats: 2, names: ['Ann', 'Bob'], options: {} },
      outcome: { winners: [0], reason: 'three-in-a-row' },
      events: [0, 4, 1, 3, 2].map((cell, index) => ({
        ...{ type: 'intent', seat: index % 2 },
        intent: { type: 'place', cell },
      })),
    });
    expect(kept.steps).toEqual(views);
    expect(JSON.stringify(kept)).not.toContain(ann.client.player ?? 'nobody');
  });

  test('[R7] gives the same answer for a running match as for an unknown one', async () => {
    await using server = await startTestServer({ games });
    const { ann, bob } = await seatTwo(server);
    const ask = async (id: string) => {
      const response = await fetch(`${server.url}/matches/${id}`);
      return [response.status, await response.text()];
    };
    const unknown = await ask('V1StGXR8_Z5jdHi6B-myT.1');
    expect(unknown[0]).toBe(404);
    expect(await ask(`${ann.room.id}.1`)).toEqual(unknown);
    await ann.room.send({ type: 'resign' });
    expect((await ask(`${ann.room.id}.1`))[0]).toBe(200);
    await Promise.all([ann.room.rematch(), bob.room.rematch()]);
    await until(bob.room, ({ document }) => document.status === 'playing');
    expect((await ask(`${ann.room.id}.1`))[0]).toBe(200);
    expect(await ask(`${ann.room.id}.2`)).toEqual(unknown);
  });

  test('[R11] the record is enough to replay the match, with its random numbers and secrets', async () => {
    const storage = memoryStorage();
    const ids: string[] = [];
    const { save: keep } = storage.matches;
    storage.matches.save = (match) => {
      ids.push(match.id);
      return keep.call(storage.matches, match);
    };
    await using server = await startTestServer({ games, storage });
    for (let seed = 1; seed <= 10; seed += 1) {
      const { outcome } = await playMatch(server, { game: highCard, seed });
      const kept = (await (await fetch(`${server.url}/matches/${ids.at(-1)}`)).json()) as Kept;
      const again = replay(kept, rulesOf(highCard));
      expect(again.outcome).toEqual(outcome);
      expect(rulesOf(highCard).view(again.match)).toEqual(kept.steps?.at(-1));
      expect(kept.steps).toHaveLength(kept.events.length + 1);
    }
    expect(new Set(ids).size).toBe(10);
  });

  test('returns the record without steps if the game, its version or its rules have changed', async () => {
    const storage = memoryStorage();
    await using server = await startTestServer({ games, storage });
    const { ann } = await seatTwo(server);
    await ann.room.send({ type: 'resign' });
    const path = `/matches/${ann.room.id}.1`;
    const whole = (await (await fetch(server.url + path)).json()) as Kept;
    expect(whole.steps).toHaveLength(2);
    for (const served of [
      [highCard],
      [{ ...ticTacToe, version: 2 }],
      // Changed rules without a new version: this game has no resign.
      [{ ...ticTacToe, machine: ticTacToe.machine.provide({ guards: {} }), intents: {} }],
    ]) {
      await using other = await startTestServer({ games: served, storage });
      const { steps, ...record } = (await (await fetch(other.url + path)).json()) as Kept;
      expect({ ...record, steps: whole.steps }).toEqual(whole);
      expect(steps).toBeNull();
    }
    const kept = (await storage.matches.load(`${ann.room.id}.1`)) as ArchivedMatch;
    const record = { ...(kept.record as JsonObject), outcome: { winners: [], reason: 'nobody' } };
    await storage.matches.save({ ...kept, record });
    expect(await (await fetch(server.url + path)).json()).toEqual({ ...record, steps: null });
  });
});
