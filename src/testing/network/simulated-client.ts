// One simulated player or spectator at the end of a flaky network: a client of the SDK, watched by a checker.
import { randomLegal, type Strategy, seededRandom } from '../../bots/index.ts';
import { type Client, connect, type Room } from '../../client/index.ts';
import type { TurnkeeperServer } from '../../server/index.ts';
import { MatchLost, type SeenMatch, SimulatedPlayer } from '../simulated-player.ts';
import type { FaultInjector } from './faults.ts';
import { FlakySocket, type Interceptor } from './flaky-socket.ts';
import { type CheckerOptions, InvariantChecker } from './invariant-checker.ts';

export type SimulatedClientOptions = CheckerOptions & {
  readonly server: Pick<TurnkeeperServer, 'accept'>;
  readonly frameBytes: number;
  readonly faults: FaultInjector;
  readonly interceptor: Interceptor;
  readonly strategy: Strategy;
  /** What this client's chance is drawn from. */
  readonly seed: string;
};

export class SimulatedClient {
  readonly client: Client;
  readonly checker: InvariantChecker;
  /** Gave its seat up, by being away for too long. */
  hasLostSeat = false;
  readonly #player: SimulatedPlayer;
  readonly #faults: FaultInjector;

  constructor(parts: SimulatedClientOptions) {
    const { server, frameBytes, faults, interceptor, seed, name } = parts;
    const { clock } = faults;
    const checker = new InvariantChecker(parts);
    this.checker = checker;
    this.#faults = faults;
    this.client = connect({
      ...{ name, clock, url: 'ws://simulated.test/ws', random: seededRandom(`${seed} comes back`) },
      createSocket: () => new FlakySocket({ server, frameBytes, faults, checker, interceptor }),
    });
    this.#player = new SimulatedPlayer({
      ...{ client: this.client, clock, random: seededRandom(`${seed} plays`) },
      strategy: this.#hasty(parts.strategy),
    });
  }

  enter(room: Room): Room {
    this.checker.room = room;
    return room;
  }

  /** Until the match has ended, or is lost to this client. */
  async play(room: Room): Promise<SeenMatch | undefined> {
    try {
      return await this.#player.play(room);
    } catch (error) {
      const isOut = error instanceof MatchLost || room.status === 'left';
      if (!isOut) throw error;
      this.hasLostSeat = true;
      return undefined;
    }
  }

  /** Back and waiting for nothing. */
  get isIdle(): boolean {
    const { room } = this.checker;
    if (this.hasLostSeat || room === undefined || room.status === 'left') return true;
    const isThere = this.client.status === 'online' && room.status === 'live';
    return isThere && room.pending.length === 0 && this.checker.unanswered.length === 0;
  }

  /** Now and then one intent more than the strategy wanted, and no wait for its answer. */
  #hasty(strategy: Strategy): Strategy {
    return (turn) => {
      const { room } = this.checker;
      const more = this.#faults.occurs('haste') ? randomLegal(turn) : null;
      if (more !== null && room !== undefined) {
        this.#faults.counts.haste += 1;
        void room.send(more);
      }
      return strategy(turn);
    };
  }
}
