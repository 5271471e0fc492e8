// The heart of a room: makes a change by event, step, log and telling, in this order, and knows no commands.
import type { Refused, Rules } from '../game/index.ts';
import { encode } from '../protocol/index.ts';
import type { Session } from '../session/index.ts';
import type { StoredRoom } from '../store/index.ts';
import type { Broadcaster, RoomViews } from './broadcaster.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { renderDocuments, samePresence } from './document.ts';
import { Inbox } from './inbox.ts';
import { Debouncer, type Member, Members } from './members.ts';
import { isRefused } from './reducer.ts';
import type { RoomContext, RoomLimits, RoomLogger } from './room-context.ts';
import { Recovery, RoomLog } from './room-log.ts';
import { RoomSource } from './room-source.ts';
import type { CoreEvents, Settling } from './settling.ts';
import { warnIfSlow } from './slow-step.ts';
import { type RoomEvent, type RoomState, seatOf } from './state.ts';

export class RoomCore {
  readonly inbox: Inbox;
  readonly members: Members;
  readonly outlet: Broadcaster;
  readonly ledger: RoomLog;
  readonly timetable: DeadlineTimer;
  readonly #surroundings: RoomContext;
  readonly #events: CoreEvents;
  readonly #spectators: Debouncer;
  readonly #recovery: Recovery;
  #ended = false;

  constructor(room: string, rules: Rules, surroundings: RoomContext, events: CoreEvents) {
    const { clock, store, limits } = surroundings;
    this.#surroundings = surroundings;
    this.#events = events;
    this.inbox = new Inbox(limits.inboxLength);
    this.members = new Members({ clock, graceMs: limits.graceMs, expired: events.expired });
    this.ledger = new RoomLog({ room, rules, store });
    this.outlet = surroundings.createOutlet(new RoomSource(this.ledger, this.members));
    this.#recovery = new Recovery({ ledger: this.ledger, log: this.log, loaded: () => this.#loaded() });
    this.timetable = new DeadlineTimer({ clock, state: () => this.state, rang: events.rang });
    this.#spectators = new Debouncer({ clock, delayMs: limits.spectatorDelayMs, tell: events.spectators });
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

  get log(): RoomLogger {
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

  /** Steps by the event, appends it, and only then tells it; then `settling` goes on. */
  commit(given: RoomEvent, settling: Settling): void {
    const event = this.ledger.inOrder(given);
    if (this.#recovery.isSuspect) {
      void this.#reload(settling, 'suspect');
      return;
    }
    const startedAt = performance.now();
    let next: RoomState | Refused;
    try {
      next = this.ledger.after(event);
      if (!isRefused(next)) this.outlet.prepare(this.#picture(next), this.revision + 1);
    } catch (err) {
      this.#faulted(event, settling, err);
      return;
    }
    warnIfSlow(startedAt, { room: this.id, game: this.rules.game.name, event }, this.log);
    if (isRefused(next)) settling.refused('INTENT_ILLEGAL', next.reason);
    else this.#append(event, next, settling);
  }

  /** Tells who is there now, if that is not what was last told. No entry in the log. */
  tellPresence(): void {
    if (this.#ended) return;
    const { current } = this.outlet;
    const picture = this.#pictureIfAny();
    if (picture === undefined || current === undefined || samePresence(current, picture)) return;
    this.outlet.prepare(picture, this.ledger.revision + 1);
    this.ledger.skip();
    this.outlet.publish();
    this.#events.changed();
  }

  /** Takes a stored room over, as the caller has claimed it. Who holds a seat is away until they come back. */
  adopt(stored: StoredRoom, sessionOf: (player: string, name: string) => Session): void {
    this.ledger.adopt(stored);
    for (const [seat, holder] of this.state.seats.entries()) {
      if (holder === null || holder.bot !== null) continue;
      const session = sessionOf(holder.player, holder.name);
      session.rooms.add(this.id);
      this.members.await(session, seat, this.revision);
    }
    this.#show();
  }

  /** A member came, went or is away: of players all hear at once, of spectators in a while. */
  presenceChanged(member: Member): void {
    if (this.#ended) return;
    if (member.seat !== null) this.tellPresence();
    else this.#spectators.change();
  }

  /** Ends the room: whoever is still in it hears that it is gone, and every timer goes. */
  close(): void {
    if (this.#ended) return;
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
    this.#ended = true;
    this.timetable.stop();
    this.#spectators.stop();
    const members = [...this.members.all()];
    for (const member of members) {
      this.members.remove(member);
      member.session.rooms.delete(this.id);
    }
    return members;
  }

  #append(event: RoomEvent, next: RoomState, settling: Settling): void {
    this.ledger.append(event, next, (outcome) => {
      // The process is about to end: who must hear of this hears of it after the restart.
      if (this.#ended) return;
      if (outcome === 'stored') this.#stored(settling);
      else void this.#reload(settling, outcome);
    });
  }

  /**
   * The game's fault costs this event alone (R6), whatever was thrown: nothing has changed yet.
   * But a leaver leaves all the same (R9).
   */
  #faulted(event: RoomEvent, settling: Settling, err: unknown): void {
    this.log.error({ room: this.id, event: event.type, err }, 'the game failed at an event');
    if (event.type === 'unseated' && !event.forced) this.commit({ ...event, forced: true }, settling);
    else settling.refused('GAME_FAULT');
  }

  #stored(settling: Settling): void {
    if (this.outlet.current?.shared.match === this.state.match) {
      this.outlet.publish(settling.cause);
    } else {
      // The next match has begun, and seats have rotated. (Before the first picture there is nobody to be told.)
      this.#reseat();
      this.outlet.publishWhole();
    }
    this.#recovery.stored();
    this.timetable.movedOn();
    this.#events.changed();
    settling.stored();
  }

  /** Any answer of the store but stored: what is in memory is not to be trusted, so read it anew. */
  async #reload(settling: Settling, outcome: string): Promise<void> {
    this.outlet.discard();
    const verdict = await this.#recovery.after(outcome);
    if (this.#ended) return;
    // Closed first, so that what waits in the inbox finds it closed.
    if (verdict === 'gone') this.close();
    if (verdict === 'again') settling.again();
    else settling.refused('STORE_FAILED');
  }

  #loaded(): void {
    if (this.#ended) return;
    this.#reseat();
    this.#show();
  }

  /** Everyone gets the room in full: its history begins anew. */
  #show(): void {
    this.outlet.prepare(this.#picture(this.state), this.ledger.revision);
    this.outlet.publishWhole();
    this.timetable.movedOn();
    this.#events.changed();
  }

  #reseat(): void {
    for (const member of this.members.all()) {
      member.seat = seatOf(this.state, member.session.player);
      member.since = this.ledger.revision;
    }
  }

  /** @throws GameFault */
  #picture(state: RoomState): RoomViews {
    return renderDocuments(this.rules, state, { presence: this.members, before: this.outlet.current });
  }

  #pictureIfAny(): RoomViews | undefined {
    try {
      return this.#picture(this.state);
    } catch (err) {
      this.log.error({ room: this.id, err }, 'the game failed to give its view');
      return undefined;
    }
  }
}
