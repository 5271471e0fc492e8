// One match of a simulation: who sits at it, from taking seats to leaving.
import type { Room } from '../../client/index.ts';
import type { Breach } from './broken-rule.ts';
import type { ExpectedHistory } from './expected-history.ts';
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
  readonly #parts: SimulatedMatchOptions;
  readonly clients: readonly SimulatedClient[];
  #room = '';

  constructor(parts: SimulatedMatchOptions) {
    this.#parts = parts;
    this.clients = [...parts.players, ...parts.spectators];
  }

  /** Spectators come before the last player, and so see all of the match. */
  async seat(): Promise<void> {
    const { players, spectators, game, options } = this.#parts;
    const [maker, ...others] = players;
    const last = others.pop();
    if (maker === undefined) throw new RangeError('a match needs players');
    const settings = { visibility: 'private', seats: players.length } as const;
    const wish = options === undefined ? settings : { ...settings, options };
    const { id: room } = maker.enter(await maker.client.create(game, wish));
    this.#room = room;
    for (const other of others) other.enter(await other.client.join({ room }));
    for (const spectator of spectators) spectator.enter(await spectator.client.join({ room }, 'spectator'));
    last?.enter(await last.client.join({ room }));
  }

  async play(): Promise<string> {
    await Promise.all(this.clients.map((client) => client.play(roomOf(client))));
    return this.outcome;
  }

  /** How the match ended, by the room's log. */
  get outcome(): string {
    const outcome = this.#parts.historyOf(this.#room)?.outcome;
    if (outcome) return outcome.reason;
    this.#parts.report({ rule: 'R9', what: `the match of ${this.#room} was left by all, and has not ended` });
    return '';
  }

  /** All who are still here have the same revision, and wait for nothing. */
  get isIdle(): boolean {
    const revisions = this.#present.map(({ revision }) => revision);
    return this.clients.every(({ isIdle }) => isIdle) && new Set(revisions).size <= 1;
  }

  /** When all is quiet, they see the same in every part that is not their own. */
  compare(): void {
    for (const { checker } of this.clients) {
      if (checker.room !== undefined && checker.room.status === 'live') checker.checkDocument(checker.room);
    }
    const seen = this.#present.map(({ document }) => JSON.stringify(document.seats));
    if (new Set(seen).size <= 1) return;
    this.#parts.report({ rule: 'R3', what: `members see different players: ${seen.join(' and ')}` });
  }

  async leave(): Promise<void> {
    await Promise.all(this.#present.map((room) => room.leave()));
  }

  get #present(): Room[] {
    return this.clients.flatMap(({ checker: { room } }) => (room?.status === 'live' ? [room] : []));
  }
}

function roomOf({ checker }: SimulatedClient): Room {
  if (checker.room === undefined) throw new RangeError('nobody plays before being seated');
  return checker.room;
}
