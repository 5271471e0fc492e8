// The heart of a room: makes a change by event, step, log and telling, in this order, and knows no commands.
import type { Clock } from '../clock/index.ts';
import { type Deadline, GameFault, type Rules } from '../game/index.ts';
import { type ErrorCode, encode } from '../protocol/index.ts';
import type { Session } from '../session/index.ts';
import type { Store } from '../store/index.ts';
import { Alarm } from './alarm.ts';
import { Coalesced } from './coalesced.ts';
import { secretsOf, sharedDocument } from './document.ts';
import { isRefused } from './evolve.ts';
import { Inbox } from './inbox.ts';
import { Ledger } from './ledger.ts';
import type { Member } from './member.ts';
import { Members } from './members.ts';
import type { Cause, Outlet, OutletSource, Picture } from './outlet.ts';
import { type RoomEvent, type RoomState, seatOf } from './state.ts';

/** What a room needs besides its game: the same for all rooms of a server. */
export type RoomSurroundings = {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: RoomLog;
  readonly createOutlet: (source: OutletSource) => Outlet;
  /** Unpredictable: the randomness of one match. */
  readonly createSeed: () => string;
  readonly limits: RoomLimits;
  /** An intent was committed, so many seconds after it came in. */
  readonly accepted: (seconds: number) => void;
};

export type RoomLog = {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

export type RoomLimits = {
  /** How long a seat is kept for one who is away, in ms. */
  readonly graceMs: number;
  /** How long a changed number of spectators may go untold, in ms. */
  readonly spectatorDelayMs: number;
  readonly spectatorsPerRoom: number;
  /** How many commands may wait in the inbox. */
  readonly inboxLength: number;
};

/** How a command goes on: exactly one of these is called, and ends the command or takes its next step. */
export type Settling = {
  readonly stored: () => void;
  readonly refused: (code: ErrorCode, reason?: string) => void;
  /** The command anew, after the room was loaded again: it may find its change already made. */
  readonly again: () => void;
  readonly cause?: Cause;
};

/** What the core tells the room about. */
export type CoreEvents = {
  readonly rang: () => void;
  readonly expired: (session: Session) => void;
  readonly spectators: () => void;
  readonly changed: () => void;
  /** The last member has gone, or the store no longer lets this process keep the room. */
  readonly closed: () => void;
};

export class RoomCore {
  readonly inbox: Inbox;
  readonly members: Members;
  readonly outlet: Outlet;
  readonly ledger: Ledger;
  readonly #surroundings: RoomSurroundings;
  readonly #events: CoreEvents;
  readonly #alarm: Alarm;
  readonly #spectators: Coalesced;
  /** A deadline at which the game failed: it is not tried again until the match moves on. */
  #failedDeadline: string | undefined;

  constructor(room: string, rules: Rules, surroundings: RoomSurroundings, events: CoreEvents) {
    const { clock, store, limits } = surroundings;
    this.#surroundings = surroundings;
    this.#events = events;
    this.inbox = new Inbox(limits.inboxLength);
    this.members = new Members({ clock, graceMs: limits.graceMs, expired: events.expired });
    this.ledger = new Ledger({ room, rules, store });
    this.outlet = surroundings.createOutlet(this.#source(rules));
    this.#alarm = new Alarm(clock, events.rang);
    this.#spectators = new Coalesced({ clock, delayMs: limits.spectatorDelayMs, tell: events.spectators });
  }

  get id(): string {
    return this.ledger.room;
  }

  get rules(): Rules {
    return this.ledger.rules;
  }

  get state(): RoomState {
    return this.ledger.state;
  }

  get revision(): number {
    return this.ledger.revision;
  }

  get limits(): RoomLimits {
    return this.#surroundings.limits;
  }

  get log(): RoomLog {
    return this.#surroundings.log;
  }

  now(): number {
    return this.#surroundings.clock.now();
  }

  accepted(seconds: number): void {
    this.#surroundings.accepted(seconds);
  }

  createSeed(): string {
    return this.#surroundings.createSeed();
  }

  /** Ends the command under way. */
  done(): void {
    this.inbox.done();
  }

  /** The earliest deadline if it is due at this time. */
  dueAt(at: number): Deadline | undefined {
    const next = this.#nextDeadline();
    return next !== undefined && next.at <= at ? next : undefined;
  }

  /** Steps by the event, appends it, and only then tells it; then `settling` goes on. */
  commit(event: RoomEvent, settling: Settling): void {
    const next = this.#prepare(event, settling);
    if (next === undefined) return;
    this.ledger.append(event, next, (outcome) => {
      if (outcome === 'stored') this.#stored(event, settling);
      else void this.#reload(settling, outcome);
    });
  }

  /** Tells who is there now, if that is not what was last told. No entry in the log. */
  tellPresence(): void {
    const { current } = this.outlet;
    const picture = this.#pictureIfAny();
    if (picture === undefined || current === undefined || samePresence(current, picture)) return;
    this.outlet.prepare(picture, this.ledger.revision + 1);
    this.ledger.skip();
    this.outlet.publish();
    this.#events.changed();
  }

  /** Takes the room over from the store, in full. False if it is not there. */
  async restore(): Promise<boolean> {
    const found = await this.ledger.reload();
    if (found) this.#show();
    return found;
  }

  /** Sets the alarm for the earliest deadline, or for none once the match is over. */
  arm(): void {
    this.#alarm.set(this.#nextDeadline());
  }

  failedDeadline(id: string): void {
    this.#failedDeadline = id;
    this.arm();
  }

  /** A member came, went or is away: of players all hear at once, of spectators in a while. */
  presenceChanged(member: Member): void {
    if (member.seat !== null) this.tellPresence();
    else this.#spectators.change();
  }

  /** Ends the room: whoever is still in it hears that it is gone, and every timer goes. */
  close(): void {
    for (const { session } of this.#leaveAll()) {
      session.send(encode({ type: 'left', payload: { room: this.id, reason: 'closed' } }));
    }
    this.ledger.remove();
    this.#events.closed();
  }

  /** Lets go of every timer and member without a word: the process is about to end. */
  stop(): void {
    this.#leaveAll();
  }

  #leaveAll(): Member[] {
    this.#alarm.set(undefined);
    this.#spectators.stop();
    const members = [...this.members.all()];
    for (const member of members) {
      this.members.remove(member);
      member.session.rooms.delete(this.id);
    }
    return members;
  }

  #nextDeadline(): Deadline | undefined {
    const { status, play } = this.state;
    if (status !== 'playing' || play === null) return undefined;
    return play.deadlines.find((deadline) => deadline.id !== this.#failedDeadline);
  }

  #prepare(event: RoomEvent, settling: Settling): RoomState | undefined {
    try {
      const next = this.ledger.after(event);
      if (isRefused(next)) {
        settling.refused('INTENT_ILLEGAL', next.reason);
        return undefined;
      }
      this.outlet.prepare(this.#picture(next), this.ledger.revision + 1);
      return next;
    } catch (error) {
      this.#faulted(event, settling, error);
      return undefined;
    }
  }

  /** The game's fault costs this event alone (R6); but a leaver leaves all the same (R9). */
  #faulted(event: RoomEvent, settling: Settling, error: unknown): void {
    if (!(error instanceof GameFault)) throw error;
    const { room } = this.ledger;
    this.#surroundings.log.error({ room, event: event.type, err: error }, 'the game failed at an event');
    if (event.type === 'unseated' && !event.forced) this.commit({ ...event, forced: true }, settling);
    else settling.refused('GAME_FAULT');
  }

  #stored(event: RoomEvent, settling: Settling): void {
    const begunAnew = event.type === 'rematch' && this.state.status === 'playing';
    if (begunAnew) {
      this.#reseat();
      this.outlet.publishWhole();
    } else {
      this.outlet.publish(settling.cause);
    }
    this.#failedDeadline = undefined;
    this.arm();
    this.#events.changed();
    settling.stored();
  }

  /** Any answer of the store but stored: what is in memory is not to be trusted, so read it anew. */
  async #reload(settling: Settling, outcome: string): Promise<void> {
    const { log } = this.#surroundings;
    const { room } = this.ledger;
    log.warn({ room, outcome }, 'an append was not stored; loading the room again');
    this.outlet.discard();
    const found = await this.ledger.reload().catch((err: unknown) => {
      log.error({ room, err }, 'the room could not be loaded again');
      return false;
    });
    if (!found) {
      settling.refused('STORE_FAILED');
      this.close();
      return;
    }
    this.#reseat();
    this.#show();
    settling.again();
  }

  /** Everyone gets the room in full: its history begins anew. */
  #show(): void {
    this.outlet.prepare(this.#picture(this.state), this.ledger.revision);
    this.outlet.publishWhole();
    this.arm();
    this.#events.changed();
  }

  #reseat(): void {
    for (const member of this.members.all()) {
      member.seat = seatOf(this.state, member.session.player);
      member.since = this.ledger.revision;
    }
  }

  /** @throws GameFault */
  #picture(state: RoomState): Picture {
    const { rules } = this.ledger;
    const presence = {
      spectators: this.members.watching,
      isConnected: (player: string): boolean => this.members.isConnected(player),
    };
    const shared = sharedDocument(rules, state, presence, this.outlet.current?.shared);
    const secretive = rules.game.secrets !== undefined;
    const secrets = secretive ? state.seats.map((_, seat) => secretsOf(rules, state, seat)) : [];
    return { shared, secrets };
  }

  #pictureIfAny(): Picture | undefined {
    try {
      return this.#picture(this.state);
    } catch (error) {
      if (!(error instanceof GameFault)) throw error;
      this.#surroundings.log.error(
        { room: this.ledger.room, err: error },
        'the game failed to give its view',
      );
      return undefined;
    }
  }

  #source(rules: Rules): OutletSource {
    const core = this;
    return {
      room: this.ledger.room,
      secretive: rules.game.secrets !== undefined,
      get epoch() {
        return core.ledger.epoch;
      },
      get revision() {
        return core.ledger.revision;
      },
      members: () => this.members.all(),
      seq: (member) => (member.seat === null ? 0 : (this.state.seats[member.seat]?.seq ?? 0)),
    };
  }
}

function samePresence(before: Picture, after: Picture): boolean {
  const { seats, spectators } = before.shared;
  return (
    spectators === after.shared.spectators &&
    seats.length === after.shared.seats.length &&
    seats.every((holder, seat) => holder === after.shared.seats[seat])
  );
}
