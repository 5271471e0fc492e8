// One simulated player or spectator at the end of a flaky network: a client of the SDK, watched by a witness.
import { randomLegal, type Strategy, seededRandom } from '../../bots/index.ts';
import { type Client, connect, type Room } from '../../client/index.ts';
import type { TurnkeeperServer } from '../../server/index.ts';
import { MatchLost, type SeenMatch, SimulatedPlayer } from '../simulated-player.ts';
import type { Weather } from './faults.ts';
import { FlakyLine, type Tamper } from './flaky-line.ts';
import { Witness, type WitnessParts } from './witness.ts';

export type GuestParts = WitnessParts & {
  readonly server: Pick<TurnkeeperServer, 'accept'>;
  readonly frameBytes: number;
  readonly weather: Weather;
  readonly tamper: Tamper;
  readonly strategy: Strategy;
  /** What this guest's chance is drawn from. */
  readonly seed: string;
};

export class Guest {
  readonly client: Client;
  readonly witness: Witness;
  /** Gave its seat up, by being away for too long. */
  isLost = false;
  readonly #player: SimulatedPlayer;
  readonly #weather: Weather;

  constructor(parts: GuestParts) {
    const { server, frameBytes, weather, tamper, seed, name } = parts;
    const { clock } = weather;
    const witness = new Witness(parts);
    this.witness = witness;
    this.#weather = weather;
    this.client = connect({
      ...{ name, clock, url: 'ws://simulated.test/ws', random: seededRandom(`${seed} comes back`) },
      createSocket: () => new FlakyLine({ server, frameBytes, weather, witness, tamper }),
    });
    this.#player = new SimulatedPlayer({
      ...{ client: this.client, clock, random: seededRandom(`${seed} plays`) },
      strategy: this.#hasty(parts.strategy),
    });
  }

  enter(room: Room): Room {
    this.witness.room = room;
    return room;
  }

  /** Until the match has ended, or is lost to this guest. */
  async play(room: Room): Promise<SeenMatch | undefined> {
    try {
      return await this.#player.play(room);
    } catch (error) {
      const isOut = error instanceof MatchLost || room.status === 'left';
      if (!isOut) throw error;
      this.isLost = true;
      return undefined;
    }
  }

  /** Back and waiting for nothing. */
  get isQuiet(): boolean {
    const { room } = this.witness;
    if (this.isLost || room === undefined || room.status === 'left') return true;
    const isThere = this.client.status === 'online' && room.status === 'live';
    return isThere && room.pending.length === 0 && this.witness.unanswered.length === 0;
  }

  /** Now and then one intent more than the strategy wanted, and no wait for its answer. */
  #hasty(strategy: Strategy): Strategy {
    return (turn) => {
      const { room } = this.witness;
      const more = this.#weather.strikes('haste') ? randomLegal(turn) : null;
      if (more !== null && room !== undefined) {
        this.#weather.tally.haste += 1;
        void room.send(more);
      }
      return strategy(turn);
    };
  }
}
