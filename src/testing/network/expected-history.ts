// The history of one room by its log: the document of each viewpoint at each revision, computed by a replay and not by
// the server.
import type { Match, Outcome, Rules, Seat } from '../../game/index.ts';
import type { RoomDocument } from '../../protocol/index.ts';
import {
  type Recording,
  type Replayed,
  type RoomEvent,
  type RoomSetup,
  replaying,
} from '../../room/index.ts';
import type { Breach } from './plan.ts';

/** A room document without presence, which is not logged: connected players and the number of spectators. */
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
  /** True if the player has sent this intent with this seq. */
  readonly wasSent: (player: string, seq: number, intent: unknown) => boolean;
};

export class ExpectedHistory {
  readonly #options: HistoryOptions;
  readonly #setup: RoomSetup;
  readonly #points: HistoryPoint[] = [];
  /** The revision of each applied intent, by player and seq. */
  readonly #applied = new Map<string, number>();
  #recording: Recording | undefined;
  #replay: Iterator<Replayed, void> | undefined;

  constructor(setup: RoomSetup, options: HistoryOptions) {
    this.#options = options;
    this.#setup = setup;
    this.#points.push({
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

  /** Number of applied intents. */
  get accepted(): number {
    return this.#applied.size;
  }

  /** The revision at which the intent was applied; undefined if it was not. */
  revisionOf(player: string, seq: number): number | undefined {
    return this.#applied.get(`${player} ${seq}`);
  }

  append(event: RoomEvent, revision: number): void {
    const { holders, replayed } = this.#latest;
    const next = { revision, holders, replayed, documents: new Map() };
    this.#points.push({ ...next, ...this.#changes(event, revision) });
  }

  documentAt(revision: number, seat: Seat | null): LoggedDocument | undefined {
    const point = this.#points.findLast((one) => one.revision <= revision);
    if (point === undefined) return undefined;
    const document = point.documents.get(seat) ?? this.#document(point, seat);
    point.documents.set(seat, document);
    return document;
  }

  get #latest(): HistoryPoint {
    const last = this.#points.at(-1);
    if (last === undefined) throw new RangeError('the history of a room begins with revision 0');
    return last;
  }

  #changes(event: RoomEvent, revision: number): Partial<HistoryPoint> {
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
          holders: this.#applyIntent(event, revision),
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
    this.#replay = replaying(this.#recording, this.#options.rules);
    return this.#nextReplayed();
  }

  /** Appends to the recording in place: the running replay continues with the new event. */
  #play(event: Recording['events'][number]): Replayed {
    this.#recording?.events.push(event);
    return this.#nextReplayed();
  }

  #nextReplayed(): Replayed {
    const next = this.#replay?.next();
    if (next === undefined || next.done) throw new RangeError('the replay ended before this event');
    return next.value;
  }

  #applyIntent(event: Extract<RoomEvent, { type: 'intent' }>, revision: number): HistoryPoint['holders'] {
    const { holders } = this.#latest;
    const { seat, seq, intent } = event;
    const holder = holders[seat];
    const what = `seq ${seq} of seat ${seat}, ${JSON.stringify(intent)}, at revision ${revision}`;
    if (!holder) {
      this.#report(`an intent of an empty seat was applied: ${what}`);
      return holders;
    }
    if (seq <= holder.seq) this.#report(`an intent was applied again: ${what}`);
    if (!this.#options.wasSent(holder.player, seq, intent)) {
      this.#report(`an intent was applied that the player never sent: ${what}`);
    }
    this.#applied.set(`${holder.player} ${seq}`, revision);
    return holders.with(seat, { ...holder, seq });
  }

  #report(what: string): void {
    this.#options.report({ rule: 'R5', what });
  }

  #document({ holders, replayed }: HistoryPoint, seat: Seat | null): LoggedDocument {
    const { game, code, visibility, options } = this.#setup;
    const { rules } = this.#options;
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
