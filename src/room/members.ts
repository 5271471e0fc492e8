// Who is in a room, and who of them is there now. Knows nothing of seats' rules or of what is sent.
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Seat } from '../game/index.ts';
import type { Connection, Session } from '../session/index.ts';

/** `revision`: from which the member sees the room as it does now. */
type Attachment = {
  readonly seat: Seat | null;
  readonly connection: Connection | null;
  readonly revision: number;
};

export class Members {
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #expired: (session: Session) => void;
  readonly #byPlayer = new Map<string, Member>();
  /** Someone about to be attached: already there for the others, though not yet told anything itself. */
  #arriving: string | undefined;

  /** `expired` is told of one who was away for `graceMs`. */
  constructor(options: { clock: Clock; graceMs: number; expired: (session: Session) => void }) {
    this.#clock = options.clock;
    this.#graceMs = options.graceMs;
    this.#expired = options.expired;
  }

  get size(): number {
    return this.#byPlayer.size;
  }

  all(): Iterable<Member> {
    return this.#byPlayer.values();
  }

  of(session: Session): Member | undefined {
    return this.#byPlayer.get(session.player);
  }

  isConnected(player: string): boolean {
    return player === this.#arriving || (this.#byPlayer.get(player)?.connection ?? null) !== null;
  }

  /** Spectators who are there now; one who is about to take a seat is none any more. */
  get watching(): number {
    let count = 0;
    for (const { seat, connection, session } of this.#byPlayer.values()) {
      if (seat === null && connection !== null && session.player !== this.#arriving) count += 1;
    }
    return count;
  }

  /** Lets the others see a player come before they are attached; ends with attach, or with undefined. */
  expect(player: string | undefined): void {
    this.#arriving = player;
  }

  /** Makes a session a member, or back from away, on this connection. */
  attach(session: Session, to: Attachment): Member {
    this.#arriving = undefined;
    const member = this.#byPlayer.get(session.player) ?? this.#added(session, to);
    if (member.seat !== to.seat) member.since = to.revision;
    member.seat = to.seat;
    member.connection = to.connection;
    member.behind = false;
    stop(member);
    return member;
  }

  /** One who holds a seat from before the process began: away, and the grace time runs. */
  await(session: Session, seat: Seat, revision: number): void {
    this.away(this.#added(session, { seat, connection: null, revision }));
  }

  /** The member's connection is gone; it keeps its place for the grace time. */
  away(member: Member): void {
    member.connection = null;
    stop(member);
    const { session } = member;
    member.expiry = this.#clock.at(this.#clock.now() + this.#graceMs, () => this.#expired(session));
  }

  remove(member: Member): void {
    stop(member);
    member.connection = null;
    this.#byPlayer.delete(member.session.player);
  }

  #added(session: Session, { seat, connection, revision }: Attachment): Member {
    const member: Member = { session, seat, connection, behind: false, since: revision, expiry: null };
    this.#byPlayer.set(session.player, member);
    return member;
  }
}

function stop(member: Member): void {
  const cancel: CancelTimer | null = member.expiry;
  cancel?.();
  member.expiry = null;
}

// A session in a room: what the room and its delivery know of it.

export type Member = {
  readonly session: Session;
  /** null for a spectator. */
  seat: Seat | null;
  /** The connection that joined or resumed here; null while away, also if the session is connected elsewhere. */
  connection: Connection | null;
  /** Read too slowly for the last diffs: gets one full document when its queue is empty again (C5). */
  behind: boolean;
  /** The revision from which it has seen the room as it does now; what was before it cannot be resumed. */
  since: number;
  /** Ends the grace time of one who is away (R9). */
  expiry: CancelTimer | null;
};

// Many changes in a short time, told once: a crowd of spectators coming in must not be told one by one.

export class Debouncer {
  readonly #options: { readonly clock: Clock; readonly delayMs: number; readonly tell: () => void };
  #waiting: CancelTimer | undefined;

  constructor(options: { clock: Clock; delayMs: number; tell: () => void }) {
    this.#options = options;
  }

  /** Something changed: it is told within the delay, together with what else changes until then. */
  change(): void {
    const { clock, delayMs, tell } = this.#options;
    this.#waiting ??= clock.at(clock.now() + delayMs, () => {
      this.#waiting = undefined;
      tell();
    });
  }

  stop(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
