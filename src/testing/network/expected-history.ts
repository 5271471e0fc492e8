// One room as its log tells it: what each viewpoint must hold at each revision, worked out apart from the server.
import type { Match, Outcome, Rules, Seat } from '../../game/index.ts';
import type { RoomDocument } from '../../protocol/index.ts';
import {
  type Recording,
  type Replayed,
  type RoomEvent,
  type RoomSetup,
  replaying,
} from '../../room/index.ts';
import type { Breach } from './broken-rule.ts';

/** A room document without what no log knows: who is connected, and how many watch. */
export type LoggedDocument = Omit<RoomDocument, 'seats' | 'spectators'> & {
  readonly seats: readonly ({ readonly name: string; readonly bot: boolean } | null)[];
};

export const loggedPart = ({ spectators: _, seats, ...document }: RoomDocument): LoggedDocument => ({
  ...document,
  seats: seats.map((holder) => holder && { name: holder.name, bot: holder.bot }),
});

type Holder = { readonly player: string; readonly name: string; readonly seq: number };

type HistoryPoint = {
  readonly revision: number;
  readonly holders: readonly (Holder | null)[];
  readonly replayed: Replayed | null;
  readonly documents: Map<Seat | null, LoggedDocument>;
};

type HistoryOptions = {
  readonly rules: Rules;
  readonly report: (breach: Breach) => void;
  /** Whether the player has ever sent this intent under this seq. */
  readonly wasSent: (player: string, seq: number, intent: unknown) => boolean;
};

export class ExpectedHistory {
  readonly #parts: HistoryOptions;
  readonly #setup: RoomSetup;
  readonly #moments: HistoryPoint[] = [];
  /** Revision by player and seq. */
  readonly #applied = new Map<string, number>();
  #recording: Recording | undefined;
  #replay: Iterator<Replayed, void> | undefined;

  constructor(setup: RoomSetup, parts: HistoryOptions) {
    this.#parts = parts;
    this.#setup = setup;
    this.#moments.push({
      revision: 0,
      holders: Array(setup.seats).fill(null),
      replayed: null,
      documents: new Map(),
    });
  }

  get revision(): number {
    return this.#latest.revision;
  }

  get outcome(): Outcome | null {
    return this.#latest.replayed?.outcome ?? null;
  }

  /** Intents that were taken. */
  get accepted(): number {
    return this.#applied.size;
  }

  /** At which revision the intent was taken; undefined if it was not. */
  revisionOf(player: string, seq: number): number | undefined {
    return this.#applied.get(`${player} ${seq}`);
  }

  append(event: RoomEvent, revision: number): void {
    const { holders, replayed } = this.#latest;
    const next = { revision, holders, replayed, documents: new Map() };
    this.#moments.push({ ...next, ...this.#after(event, revision) });
  }

  documentAt(revision: number, seat: Seat | null): LoggedDocument | undefined {
    const moment = this.#moments.findLast((one) => one.revision <= revision);
    if (moment === undefined) return undefined;
    const told = moment.documents.get(seat) ?? this.#document(moment, seat);
    moment.documents.set(seat, told);
    return told;
  }

  get #latest(): HistoryPoint {
    const last = this.#moments.at(-1);
    if (last === undefined) throw new RangeError('a room begins with its opening');
    return last;
  }

  #after(event: RoomEvent, revision: number): Partial<HistoryPoint> {
    const { holders, replayed } = this.#latest;
    const isPlaying = replayed !== null && replayed.outcome === null;
    const { at } = event;
    switch (event.type) {
      case 'seated': {
        const { player, name, seat } = event;
        const seated = holders.with(seat, { player, name, seq: 0 });
        return { holders: seated, replayed: seated.includes(null) ? replayed : this.#begin(seated, event) };
      }
      case 'unseated': {
        const { seat, forced } = event;
        const left = isPlaying ? this.#play({ at, type: 'seat.left', seat, forced }) : replayed;
        return { holders: holders.with(seat, null), replayed: left };
      }
      case 'intent':
        return {
          holders: this.#applying(event, revision),
          replayed: this.#play({ at, type: 'intent', seat: event.seat, intent: event.intent }),
        };
      case 'deadline':
        return { replayed: this.#play({ at, type: 'deadline', id: event.id }) };
      default:
        return {};
    }
  }

  #begin(
    holders: HistoryPoint['holders'],
    { seed, at }: { readonly seed: string; readonly at: number },
  ): Replayed {
    const { game, version, options, seats } = this.#setup;
    const names = holders.map((holder) => holder?.name ?? '');
    const recording = {
      format: 1,
      game,
      version,
      seats,
      names,
      options,
      seed,
      startedAt: at,
      events: [],
    } as const;
    this.#recording = { ...recording, events: [] };
    this.#replay = replaying(this.#recording, this.#parts.rules);
    return this.#replayed();
  }

  /** The replay reads on from where it stopped: its events grow in place. */
  #play(event: Recording['events'][number]): Replayed {
    this.#recording?.events.push(event);
    return this.#replayed();
  }

  #replayed(): Replayed {
    const next = this.#replay?.next();
    if (next === undefined || next.done) throw new RangeError('the match has no such event');
    return next.value;
  }

  #applying(event: Extract<RoomEvent, { type: 'intent' }>, revision: number): HistoryPoint['holders'] {
    const { holders } = this.#latest;
    const { seat, seq, intent } = event;
    const holder = holders[seat];
    const what = `seq ${seq} of seat ${seat}, ${JSON.stringify(intent)}, at revision ${revision}`;
    if (!holder) {
      this.#broken(`an intent of an empty seat was taken: ${what}`);
      return holders;
    }
    if (seq <= holder.seq) this.#broken(`an intent was taken again: ${what}`);
    if (!this.#parts.wasSent(holder.player, seq, intent)) {
      this.#broken(`an intent was taken that the player never sent: ${what}`);
    }
    this.#applied.set(`${holder.player} ${seq}`, revision);
    return holders.with(seat, { ...holder, seq });
  }

  #broken(what: string): void {
    this.#parts.report({ rule: 'R5', what });
  }

  #document({ holders, replayed }: HistoryPoint, seat: Seat | null): LoggedDocument {
    const { game, code, visibility, options } = this.#setup;
    const { rules } = this.#parts;
    const match: Match | undefined = replayed?.match;
    const outcome = replayed?.outcome ?? null;
    const status = match === undefined ? 'waiting' : outcome === null ? 'playing' : 'finished';
    const deadlines = status === 'playing' ? (match?.deadlines ?? []) : [];
    return {
      ...{ game, code, visibility, options, status, match: 1, outcome, rematch: [] },
      seats: holders.map((holder) => holder && { name: holder.name, bot: false }),
      view: match === undefined ? null : rules.view(match),
      mine: match === undefined || seat === null || !holders[seat] ? null : rules.secrets(match, seat),
      deadlines: deadlines.map(({ name, at }) => ({ name, at })),
    };
  }
}
