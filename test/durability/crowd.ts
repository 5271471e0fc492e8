// Many chaos players for these tests, in rooms of two, on one server.
import { onTestFinished } from 'vitest';
import { seededRandom } from '../../src/bots/index.ts';
import type { History } from '../programs/chaos-history.ts';
import { Pairing } from '../programs/chaos-pairing.ts';
import { Player } from '../programs/chaos-player.ts';

export type CrowdOptions = {
  readonly url: string;
  readonly tables: number;
  readonly history: History;
  /** false: the players take their seats and do nothing else. */
  readonly plays?: boolean;
};

/** Starts the players; they stop at the end of the test. */
export function crowd({ url, tables, history, plays = true }: CrowdOptions): Player[] {
  const players = Array.from({ length: tables }, (_, i) => {
    const table = new Pairing('crowd', 'private');
    return [`host-${i}`, `guest-${i}`].map(
      (name) => new Player({ url, name, history, table, plays, random: seededRandom(name) }),
    );
  }).flat();
  onTestFinished(() => {
    for (const player of players) player.close();
  });
  for (const player of players) player.start();
  return players;
}
