// One match of a simulation: who sits at it, from taking seats to leaving.
import type { Room } from '../../client/index.ts';
import type { Breach } from './broken-rule.ts';
import type { Chronicle } from './chronicle.ts';
import type { Guest } from './guest.ts';

export type TableParts = {
  readonly game: string;
  readonly options: unknown;
  readonly players: readonly Guest[];
  readonly spectators: readonly Guest[];
  readonly chronicleOf: (room: string) => Chronicle | undefined;
  readonly broken: (breach: Breach) => void;
};

export class Table {
  readonly #parts: TableParts;
  readonly guests: readonly Guest[];
  #room = '';

  constructor(parts: TableParts) {
    this.#parts = parts;
    this.guests = [...parts.players, ...parts.spectators];
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
    await Promise.all(this.guests.map((guest) => guest.play(roomOf(guest))));
    return this.outcome;
  }

  /** How the match ended, by the room's log. */
  get outcome(): string {
    const outcome = this.#parts.chronicleOf(this.#room)?.outcome;
    if (outcome) return outcome.reason;
    this.#parts.broken({ rule: 'R9', what: `the match of ${this.#room} was left by all, and has not ended` });
    return '';
  }

  /** All who are still here have the same revision, and wait for nothing. */
  get isQuiet(): boolean {
    const revisions = this.#present.map(({ revision }) => revision);
    return this.guests.every(({ isQuiet }) => isQuiet) && new Set(revisions).size <= 1;
  }

  /** When all is quiet, they see the same in every part that is not their own. */
  compare(): void {
    for (const { witness } of this.guests) {
      if (witness.room !== undefined && witness.room.status === 'live') witness.compare(witness.room);
    }
    const seen = this.#present.map(({ document }) => JSON.stringify(document.seats));
    if (new Set(seen).size <= 1) return;
    this.#parts.broken({ rule: 'R3', what: `members see different players: ${seen.join(' and ')}` });
  }

  async leave(): Promise<void> {
    await Promise.all(this.#present.map((room) => room.leave()));
  }

  get #present(): Room[] {
    return this.guests.flatMap(({ witness: { room } }) => (room?.status === 'live' ? [room] : []));
  }
}

function roomOf({ witness }: Guest): Room {
  if (witness.room === undefined) throw new RangeError('nobody plays before being seated');
  return witness.room;
}
