// Who is in a room, and which of them are connected now. Knows neither the rules of seats nor what is sent.
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Seat } from '../game/index.ts';
import type { Connection, Session } from '../session/index.ts';

/** A session in a room: what the room and its delivery know of it. */
export type Member = {
  readonly session: Session;
  /** null for a spectator. */
  seat: Seat | null;
  /** The connection that joined or resumed here; null while away, also if the session is connected elsewhere. */
  connection: Connection | null;
  /** Read too slowly for the last diffs: gets one full document when its queue is empty again (C5). */
  behind: boolean;
  /** The revision from which it has seen the room as it does now; earlier revisions cannot be resumed. */
  since: number;
  /** Ends the grace time of a member who is away (R9). */
  expiry: CancelTimer | null;
};

/** Who is connected now. It is not part of the log. */
export type Presence = {
  isConnected(player: string): boolean;
  /** How many spectators are connected. Changes are sent with a short delay, so that a crowd is sent as one change. */
  readonly spectators: number;
};

/** `revision`: from which the member sees the room as it does now. */
type Attachment = {
  readonly seat: Seat | null;
  readonly connection: Connection | null;
  readonly revision: number;
};

export class Members implements Presence {
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #expired: (session: Session) => void;
  readonly #byPlayer = new Map<string, Member>();

  /** `expired` is called with the session of a member who was away for `graceMs`. */
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
    return (this.#byPlayer.get(player)?.connection ?? null) !== null;
  }

  /** Spectators who are connected now. */
  get spectators(): number {
    return this.#spectatorsWithout(undefined);
  }

  /** Presence as it will be once this player is attached to a seat: the others see it before the player does. */
  withPlayer(player: string): Presence {
    return {
      isConnected: (other) => other === player || this.isConnected(other),
      spectators: this.#spectatorsWithout(player),
    };
  }

  /** Makes a session a member, or brings one back from away, on this connection. */
  attach(session: Session, to: Attachment): Member {
    const member = this.#byPlayer.get(session.player) ?? this.#add(session, to);
    if (member.seat !== to.seat) member.since = to.revision;
    member.seat = to.seat;
    member.connection = to.connection;
    member.behind = false;
    stopExpiry(member);
    return member;
  }

  /** Adds the holder of a seat from before the process began: away, with the grace time running. */
  addAway(session: Session, seat: Seat, revision: number): void {
    this.setAway(this.#add(session, { seat, connection: null, revision }));
  }

  /** The member's connection is gone; it keeps its seat for the grace time. */
  setAway(member: Member): void {
    member.connection = null;
    stopExpiry(member);
    const { session } = member;
    member.expiry = this.#clock.at(this.#clock.now() + this.#graceMs, () => this.#expired(session));
  }

  remove(member: Member): void {
    stopExpiry(member);
    member.connection = null;
    this.#byPlayer.delete(member.session.player);
  }

  #spectatorsWithout(player: string | undefined): number {
    let count = 0;
    for (const { seat, connection, session } of this.#byPlayer.values()) {
      if (seat === null && connection !== null && session.player !== player) count += 1;
    }
    return count;
  }

  #add(session: Session, { seat, connection, revision }: Attachment): Member {
    const member: Member = { session, seat, connection, behind: false, since: revision, expiry: null };
    this.#byPlayer.set(session.player, member);
    return member;
  }
}

function stopExpiry(member: Member): void {
  member.expiry?.();
  member.expiry = null;
}

/** Runs once for many calls in a short time: a crowd of spectators coming in is sent as one change. */
export class Debouncer {
  readonly #options: { readonly clock: Clock; readonly delayMs: number; readonly run: () => void };
  #cancel: CancelTimer | undefined;

  constructor(options: { clock: Clock; delayMs: number; run: () => void }) {
    this.#options = options;
  }

  /** Runs within the delay, once for all calls until then. */
  call(): void {
    const { clock, delayMs, run } = this.#options;
    this.#cancel ??= clock.at(clock.now() + delayMs, () => {
      this.#cancel = undefined;
      run();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
