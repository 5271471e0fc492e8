// One match of a simulation: its players and spectators, from taking seats to leaving the room.
import type { Room } from '../../client/index.ts';
import type { ExpectedHistory } from './expected-history.ts';
import type { Breach } from './plan.ts';
import type { SimulatedClient } from './simulated-client.ts';

export type SimulatedMatchOptions = {
  readonly game: string;
  readonly options: unknown;
  readonly players: readonly SimulatedClient[];
  readonly spectators: readonly SimulatedClient[];
  readonly historyOf: (room: string) => ExpectedHistory | undefined;
  readonly report: (breach: Breach) => void;
};

export class SimulatedMatch {
  readonly #options: SimulatedMatchOptions;
  readonly clients: readonly SimulatedClient[];
  #room = '';

  constructor(options: SimulatedMatchOptions) {
    this.#options = options;
    this.clients = [...options.players, ...options.spectators];
  }

  /** Spectators enter before the last player, so that they see the whole match. */
  async seat(): Promise<void> {
    const { players, spectators, game, options } = this.#options;
    const [creator, ...others] = players;
    const last = others.pop();
    if (creator === undefined) throw new RangeError('a match needs at least one player');
    const settings = { visibility: 'private', seats: players.length } as const;
    const roomOptions = options === undefined ? settings : { ...settings, options };
    const { id: room } = creator.enter(await creator.client.create(game, roomOptions));
    this.#room = room;
    for (const other of others) other.enter(await other.client.join({ room }));
    for (const spectator of spectators) spectator.enter(await spectator.client.join({ room }, 'spectator'));
    last?.enter(await last.client.join({ room }));
  }

  /** Resolves with the reason of the outcome. */
  async play(): Promise<string> {
    await Promise.all(this.clients.map((client) => client.play(roomOf(client))));
    const outcome = this.#options.historyOf(this.#room)?.outcome;
    if (outcome) return outcome.reason;
    this.#options.report({
      rule: 'R9',
      what: `all clients left room ${this.#room}, and its match has not ended`,
    });
    return '';
  }

  /** All clients that are still in the room have the same revision and wait for no answer. */
  get isIdle(): boolean {
    const revisions = this.#rooms.map(({ revision }) => revision);
    return this.clients.every(({ isIdle }) => isIdle) && new Set(revisions).size <= 1;
  }

  /** When all clients are idle, each has the document of its viewpoint, and all have the same list of seats. */
  checkDocuments(): void {
    for (const { checker } of this.clients) {
      if (checker.room !== undefined && checker.room.status === 'live') checker.checkDocument(checker.room);
    }
    const seen = this.#rooms.map(({ document }) => JSON.stringify(document.seats));
    if (new Set(seen).size <= 1) return;
    this.#options.report({ rule: 'R3', what: `members see different players: ${seen.join(' and ')}` });
  }

  async leave(): Promise<void> {
    await Promise.all(this.#rooms.map((room) => room.leave()));
  }

  /** The room as each client that is still in it holds it. */
  get #rooms(): Room[] {
    return this.clients.flatMap(({ checker: { room } }) => (room?.status === 'live' ? [room] : []));
  }
}

function roomOf({ checker }: SimulatedClient): Room {
  if (checker.room === undefined) throw new RangeError('a client must enter a room before it plays');
  return checker.room;
}
