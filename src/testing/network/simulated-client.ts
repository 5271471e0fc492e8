// One simulated player or spectator: an SDK client on a flaky socket, with an invariant checker that sees its messages.
import { randomLegal, type Strategy, seededRandom } from '../../bots/index.ts';
import { type Client, connect, type Room } from '../../client/index.ts';
import type { TurnkeeperServer } from '../../server/index.ts';
import { MatchLost, type SeenMatch, SimulatedPlayer } from '../simulated-player.ts';
import type { FaultInjector } from './fault-injector.ts';
import { FlakySocket } from './flaky-socket.ts';
import { type CheckerOptions, InvariantChecker } from './invariant-checker.ts';
import type { Interceptor } from './plan.ts';

export type SimulatedClientOptions = CheckerOptions & {
  readonly server: Pick<TurnkeeperServer, 'accept'>;
  readonly frameBytes: number;
  readonly faults: FaultInjector;
  readonly interceptor: Interceptor;
  readonly strategy: Strategy;
  /** Seed of this client's random choices. */
  readonly seed: string;
};

export class SimulatedClient {
  readonly client: Client;
  readonly checker: InvariantChecker;
  /** Was absent for longer than the grace time. */
  hasLostSeat = false;
  readonly #player: SimulatedPlayer;
  readonly #faults: FaultInjector;

  constructor(options: SimulatedClientOptions) {
    const { server, frameBytes, faults, interceptor, seed, name } = options;
    const { clock } = faults;
    const checker = new InvariantChecker(options);
    this.checker = checker;
    this.#faults = faults;
    this.client = connect({
      ...{ name, clock, url: 'ws://simulated.test/ws', random: seededRandom(`${seed} comes back`) },
      createSocket: () => new FlakySocket({ server, frameBytes, faults, checker, interceptor }),
    });
    this.#player = new SimulatedPlayer({
      ...{ client: this.client, clock, random: seededRandom(`${seed} plays`) },
      strategy: this.#hasty(options.strategy),
    });
  }

  enter(room: Room): Room {
    this.checker.room = room;
    return room;
  }

  /** Resolves at the end of the match; with undefined if this client lost its seat before. */
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

  /** Is connected and waits for no answer. */
  get isIdle(): boolean {
    const { room } = this.checker;
    if (this.hasLostSeat || room === undefined || room.status === 'left') return true;
    const isConnected = this.client.status === 'online' && room.status === 'live';
    return isConnected && room.pending.length === 0 && this.checker.unanswered.length === 0;
  }

  /** Sometimes sends one more intent than the strategy chose, and does not wait for its answer. */
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
