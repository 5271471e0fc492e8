// A room: one inbox, one log, its members. Makes each change by step, append and publish, in this order (R1, R2).
import type { AnyIntent, Refused, Rules, Seat } from '../game/index.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import { encode } from '../protocol/index.ts';
import type { Caller, Connection, Session } from '../session/index.ts';
import type { AppendOutcome, StoredRoom } from '../store/index.ts';
import type { Broadcaster, Cause, ResumePoint } from './broadcaster.ts';
import type { CommandScope, CommitOptions } from './command-scope.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { type Command, Inbox } from './inbox.ts';
import { fireNextDeadline, legalIntents, playBotIntent, playIntent, rematch } from './match-commands.ts';
import type { Recording } from './match-record.ts';
import {
  chat,
  join,
  leave,
  markAway,
  restoreMembers,
  resume,
  type SessionOf,
  seatBot,
} from './member-commands.ts';
import { Debouncer, type Member, Members } from './members.ts';
import type { CommandOutcome, CommitOutcome, JoinOutcome } from './outcome.ts';
import { DONE, RETRY, refused } from './outcome.ts';
import { Publisher } from './publisher.ts';
import { isRefused } from './reducer.ts';
import { type RoomContext, SLOW_STEP_MS, warnOfSlowStep } from './room-context.ts';
import type { RoomHandle, RoomObserver, RoomSummary } from './room-handle.ts';
import { RoomLog } from './room-log.ts';
import { type RoomEvent, type RoomSetup, type RoomState, seatOf } from './state.ts';

export type RoomOptions = RoomContext & { readonly observer: RoomObserver };

/** The process is about to end: what became of a command is seen after the restart, and must not be guessed before. */
const never = (): Promise<never> => new Promise(() => {});

/** Its commands stand in member-commands and match-commands; routing and lobby know RoomHandle. */
export class Room implements RoomHandle, CommandScope {
  readonly id: string;
  readonly rules: Rules;
  readonly context: RoomContext;
  readonly members: Members;
  readonly deadlines: DeadlineTimer;
  readonly #log: RoomLog;
  readonly #publisher: Publisher;
  readonly #inbox: Inbox;
  readonly #observer: RoomObserver;
  readonly #spectators: Debouncer;
  #isClosed = false;
  #isStopped = false;

  constructor(id: string, rules: Rules, { observer, ...context }: RoomOptions) {
    const { clock, store, limits, log } = context;
    this.id = id;
    this.rules = rules;
    this.context = context;
    this.#observer = observer;
    this.#inbox = new Inbox(limits.inboxLength);
    const expired = (session: Session) => this.enqueue(() => leave(this, session, 'expired'));
    this.members = new Members({ clock, graceMs: limits.graceMs, expired });
    const roomLog = new RoomLog({ room: id, rules, store, log, reloaded: () => this.#publishAnew() });
    this.#log = roomLog;
    this.#publisher = new Publisher({ id, rules, roomLog, members: this.members, context, observer });
    const due = () => this.enqueue(() => fireNextDeadline(this));
    this.deadlines = new DeadlineTimer({ clock, state: () => this.state, due });
    const run = () => this.enqueue(() => this.publishPresence());
    this.#spectators = new Debouncer({ clock, delayMs: limits.spectatorDelayMs, run });
  }

  get game(): string {
    return this.rules.game.name;
  }

  get broadcaster(): Broadcaster {
    return this.#publisher.broadcaster;
  }

  get state(): RoomState {
    return this.#log.state;
  }

  get isOpen(): boolean {
    return this.#log.isOpen;
  }

  get revision(): number {
    return this.#log.revision;
  }

  /**
   * Of the match that is played or was played last; it grows in place. Null where its beginning is not known.
   * It contains everything hidden: the seed and secret choices.
   */
  get recording(): Recording | null {
    return this.#log.recording;
  }

  summary(): RoomSummary {
    return this.#publisher.summary();
  }

  seatOf(player: string): Seat | null {
    return this.#log.isOpen ? seatOf(this.state, player) : null;
  }

  /**
   * The first command of a new room; the commands that `enter` gives follow it, with no other in between.
   * A room that cannot be stored is closed.
   */
  open(setup: RoomSetup, enter: () => void): void {
    this.enqueue(() => {
      enter();
      return chain(this.commit({ type: 'opened', at: this.now(), setup }), ({ status }) => {
        // After a retry the first entry is in the store.
        if (status === 'refused') this.close();
      });
    });
  }

  /** Takes a stored room over, as the caller has claimed it. Throws if it was not logged by this game. */
  adopt(stored: StoredRoom, { sessionOf, isMigrated }: { sessionOf: SessionOf; isMigrated: boolean }): void {
    this.#log.adopt(stored);
    restoreMembers(this, sessionOf);
    this.#publishAnew();
    if (isMigrated) this.#log.saveSnapshot();
  }

  join(caller: Caller, as: 'player' | 'spectator'): MaybePromise<JoinOutcome> {
    return caller.session.whileEntering(this.id, () => this.#ask(() => join(this, caller, as)));
  }

  leave(caller: Caller): MaybePromise<CommandOutcome> {
    return this.#ask(() => leave(this, caller.session, 'left', caller));
  }

  resume(caller: Caller, from: ResumePoint): MaybePromise<CommandOutcome> {
    return this.#ask(() => resume(this, caller, from));
  }

  rematch(caller: Caller): MaybePromise<CommandOutcome> {
    return this.#ask(() => rematch(this, caller));
  }

  seatBot(caller: Caller, strategy = 'house'): MaybePromise<CommandOutcome> {
    return this.#ask(() => seatBot(this, caller, strategy));
  }

  intent(caller: Caller, seq: number, intent: unknown): MaybePromise<CommandOutcome> {
    const request = { seq, intent, at: this.now(), startedAt: performance.now() };
    return this.#ask(() => playIntent(this, caller, request));
  }

  /** An intent of a bot's seat. A refusal is logged: nobody waits for it. */
  act(seat: Seat, intent: AnyIntent): void {
    this.enqueue(() => playBotIntent(this, seat, intent));
  }

  legal(caller: Caller): CommandOutcome {
    return legalIntents(this, caller);
  }

  chat(caller: Caller, text: string): CommandOutcome {
    return chat(this, caller, text);
  }

  away(session: Session, connection: Connection): void {
    this.enqueue(() => markAway(this, session, connection));
  }

  drained(session: Session): void {
    const member = this.members.of(session);
    if (member?.behind) this.broadcaster.sendJoined(member);
  }

  /** Resolves when all commands that were given before are over. */
  settled(): MaybePromise<void> {
    return this.#inbox.run(() => {});
  }

  close(): void {
    if (this.#isClosed) return;
    for (const { session } of this.#detachAll()) {
      session.send(encode({ type: 'left', payload: { room: this.id, reason: 'closed' } }));
    }
    this.#log.remove();
    this.#observer.closed?.(this.id);
  }

  /** Clears every timer and member and sends nothing: the process is about to end. */
  stop(): void {
    this.#isStopped = true;
    this.#log.saveSnapshot();
    this.#detachAll();
  }

  now(): number {
    return this.context.clock.now();
  }

  commit(given: RoomEvent, { cause, arriving }: CommitOptions = {}): MaybePromise<CommitOutcome> {
    if (this.#log.isSuspect) return this.#recover('suspect');
    const event = this.#log.monotonic(given);
    const startedAt = performance.now();
    let next: RoomState | Refused;
    try {
      next = this.#log.reduce(event);
      if (!isRefused(next)) this.#publisher.prepare(next, arriving);
    } catch (err) {
      return this.#faulted(event, err);
    }
    const ms = performance.now() - startedAt;
    if (ms >= SLOW_STEP_MS) warnOfSlowStep({ room: this.id, game: this.game, event, ms }, this.context.log);
    if (isRefused(next)) return refused('INTENT_ILLEGAL', { reason: next.reason });
    return chain(this.#log.append(event, next), (outcome) => this.#appended(event, outcome, cause));
  }

  enqueue(command: Command<unknown>): void {
    const failed = (err: unknown): void => {
      this.context.log.error({ room: this.id, err }, 'a command of the room failed');
    };
    try {
      const result = this.#inbox.run(() => (this.#isClosed ? undefined : command()));
      if (result instanceof Promise) result.catch(failed);
    } catch (err) {
      failed(err);
    }
  }

  presenceChanged({ seat }: Member): void {
    if (seat !== null) this.publishPresence();
    else if (!this.#isClosed) this.#spectators.call();
  }

  publishPresence(arriving?: string): void {
    if (!this.#isClosed && this.#publisher.publishPresence(arriving)) this.#publisher.notify('changed');
  }

  #appended(event: RoomEvent, outcome: AppendOutcome, cause?: Cause): MaybePromise<CommitOutcome> {
    if (this.#isStopped) return never();
    if (this.#isClosed) return refused('UNKNOWN_ROOM');
    if (outcome !== 'stored') return this.#recover(outcome);
    this.#publisher.publish(cause);
    this.deadlines.rearm();
    const isMove = event.type === 'intent' || event.type === 'deadline';
    this.#publisher.notify(isMove && this.state.status === 'playing' ? 'advanced' : 'changed');
    return DONE;
  }

  /**
   * A fault of the game costs this event alone (R6), whatever was thrown: nothing has changed yet.
   * But a player who leaves does leave (R9).
   */
  #faulted(event: RoomEvent, err: unknown): MaybePromise<CommitOutcome> {
    this.context.log.error({ room: this.id, event: event.type, err }, 'the game threw at an event');
    if (event.type !== 'unseated' || event.forced) return refused('GAME_FAULT');
    return this.commit({ ...event, forced: true });
  }

  async #recover(reason: string): Promise<CommitOutcome> {
    this.broadcaster.discard();
    const recovery = await this.#log.recover(reason);
    if (this.#isStopped) return never();
    if (this.#isClosed) return refused('UNKNOWN_ROOM');
    // Closed first, so that the commands in the inbox find it closed.
    if (recovery === 'gone') this.close();
    return recovery === 'retry' ? RETRY : refused('STORE_FAILED');
  }

  #publishAnew(): void {
    if (this.#isClosed) return;
    this.#publisher.publishAnew();
    this.deadlines.rearm();
    this.#publisher.notify('changed');
  }

  #detachAll(): Member[] {
    this.#isClosed = true;
    this.deadlines.stop();
    this.#spectators.stop();
    const members = [...this.members.all()];
    for (const member of members) {
      this.members.remove(member);
      member.session.rooms.delete(this.id);
    }
    return members;
  }

  /** Runs a command that somebody asked for. */
  #ask<Outcome extends { readonly status: string }>(command: Command<Outcome>) {
    if (this.#inbox.isFull) return refused('ROOM_BUSY');
    return this.#inbox.run<Outcome | ReturnType<typeof refused>>(() =>
      this.#isClosed ? refused('UNKNOWN_ROOM') : command(),
    );
  }
}
