// A room, as the rest of the house speaks to it: what changes it is a command, and goes through the inbox (R1).
import { type AnyIntent, GameFault, type Rules, type Seat } from '../game/index.ts';
import type { Caller, Connection, Session } from '../session/index.ts';
import type { StoredRoom } from '../store/index.ts';
import type { Command } from './inbox.ts';
import type { MatchRecord, Recording } from './match-record.ts';
import type { Member } from './members.ts';
import { away, join, leave, resume, seatBot, turnAway } from './membership.ts';
import { act, deadline, Intending, rematch } from './play.ts';
import type { RoomContext } from './room-context.ts';
import { RoomCore } from './room-core.ts';
import type { RoomSetup, RoomState } from './state.ts';

/** Told within the room's own step, after its members; must not throw. */
export interface RoomObserver {
  /** The room has a new revision. */
  changed(room: Room): void;
  closed(room: Room): void;
}

type Adoption = {
  readonly sessionOf: (player: string, name: string) => Session;
  readonly isMigrated: boolean;
};

export type RoomOptions = RoomContext & { readonly observer: RoomObserver };

export class Room {
  readonly id: string;
  readonly rules: Rules;
  readonly #core: RoomCore;
  #closed = false;

  constructor(id: string, rules: Rules, { observer, ...surroundings }: RoomOptions) {
    this.id = id;
    this.rules = rules;
    this.#core = new RoomCore(id, rules, surroundings, {
      rang: () => this.#owe(() => deadline(this.#core)),
      expired: (session) => this.#owe(() => leave(this.#core, session, 'expired')),
      spectators: () => this.#owe(() => this.#tellPresence()),
      changed: () => observer.changed(this),
      closed: () => {
        this.#closed = true;
        observer.closed(this);
      },
    });
  }

  get state(): RoomState {
    return this.#core.state;
  }

  /** Whether it is in the store: before that it has no state. */
  get opened(): boolean {
    return this.#core.revision > 0;
  }

  get revision(): number {
    return this.#core.revision;
  }

  /** Of the match that has ended; null while one is played, and where its beginning is not known. */
  get record(): MatchRecord | null {
    return this.#core.ledger.record;
  }

  /**
   * Of the match that is played or was played last; it grows in place, and null is as for `record`.
   * Nothing in it is hidden: seed, secret choices. For who may see all alone.
   */
  get recording(): Recording | null {
    return this.#core.ledger.recording;
  }

  /** How many members there are, those away included. */
  get size(): number {
    return this.#core.members.size;
  }

  /** How many spectators are there now. */
  get spectators(): number {
    return this.#core.members.watching;
  }

  /** The first command of a new room; `made` is told whether it is in the store. */
  open(setup: RoomSetup, made: (stored: boolean) => void): void {
    const ended = (stored: boolean) => (): void => {
      made(stored);
      this.#core.done();
    };
    this.#owe(() =>
      this.#core.commit(
        { type: 'opened', at: this.#core.now(), setup },
        { stored: ended(true), refused: ended(false), again: ended(true) },
      ),
    );
  }

  /** Keeps what is asked within the call together, so that nothing else gets in between; for a new room. */
  together(ask: () => void): void {
    this.#owe(() => {
      ask();
      this.#core.done();
    });
  }

  /** Takes a stored room over. Throws if it was not logged by this game. */
  adopt(stored: StoredRoom, { sessionOf, isMigrated }: Adoption): void {
    this.#core.adopt(stored, sessionOf);
    if (isMigrated) this.#core.ledger.rest();
  }

  join(caller: Caller, as: 'player' | 'spectator'): void {
    // Counted from here on, so that a limit on rooms holds whatever is awaited in between.
    caller.session.rooms.add(this.id);
    this.#ask(caller, () => join(this.#core, caller, as));
  }

  leave(caller: Caller): void {
    this.#ask(caller, () => leave(this.#core, caller.session, 'left', caller));
  }

  resume(caller: Caller, from: { readonly epoch: number; readonly revision: number }): void {
    this.#ask(caller, () => resume(this.#core, caller, from));
  }

  rematch(caller: Caller): void {
    this.#ask(caller, () => rematch(this.#core, caller));
  }

  /** Fills a free seat with a bot that plays by the strategy of that name; `house` is the server's own choice. */
  seatBot(caller: Caller, strategy = 'house'): void {
    this.#ask(caller, () => seatBot(this.#core, caller, strategy));
  }

  intent(caller: Caller, seq: number, intent: unknown): void {
    const intending = new Intending(this.#core, caller, { seq, intent });
    const taken = this.#core.inbox.add(() => {
      if (this.#closed) intending.refused('UNKNOWN_ROOM');
      else intending.begin();
    });
    if (!taken) caller.reject(this.id, 'ROOM_BUSY');
  }

  /** An intent of a bot's seat. */
  act(seat: Seat, intent: AnyIntent): void {
    this.#owe(() => act(this.#core, seat, intent));
  }

  /** The connection is gone, or the session speaks through another now. */
  away(session: Session, connection: Connection): void {
    this.#owe(() => away(this.#core, session, connection));
  }

  legal(caller: Caller): void {
    const member = this.#memberOf(caller);
    if (member === undefined) return;
    if (member.seat === null) {
      caller.refuse('NOT_A_PLAYER');
      return;
    }
    try {
      caller.answer('legal', { room: this.id, revision: this.revision, ...this.legalOf(member.seat) });
    } catch (err) {
      if (!(err instanceof GameFault)) throw err;
      this.#core.log.error({ room: this.id, err }, 'the game failed to say what is legal');
      caller.refuse('GAME_FAULT');
    }
  }

  /** What a seat may do now; nothing while no match is played. @throws GameFault */
  legalOf(seat: Seat): { intents: AnyIntent[]; complete: boolean } {
    const { status, play } = this.state;
    if (status !== 'playing' || play === null) return { intents: [], complete: true };
    const { intents, complete } = this.rules.legal(play, seat, this.#core.now());
    return { intents: [...intents], complete };
  }

  /** `text` as it may be shown. */
  chat(caller: Caller, text: string): void {
    const member = this.#memberOf(caller);
    if (member !== undefined) this.#core.outlet.chat({ from: member, text, at: this.#core.now() }, caller);
  }

  /** The member's send queue is empty again: what was held back follows in one document (C5). */
  drained(session: Session): void {
    const member = this.#core.members.of(session);
    if (member?.behind) this.#core.outlet.joined(member);
  }

  /** Calls back when everything that came before is settled. */
  settled(done: () => void): void {
    this.#core.inbox.addAnyway(() => {
      done();
      this.#core.done();
    });
  }

  /** Ends the room: whoever is in it hears that it is gone. */
  abandon(): void {
    this.#core.close();
  }

  /** Lets go of every timer and member without a word: the process is about to end. */
  stop(): void {
    this.#core.ledger.rest();
    this.#closed = true;
    this.#core.stop();
  }

  /** A command that someone waits for. */
  #ask(caller: Caller, command: Command): void {
    const taken = this.#core.inbox.add(() => {
      if (this.#closed) {
        turnAway(this.#core, caller, 'UNKNOWN_ROOM');
        this.#core.done();
      } else command();
    });
    if (!taken) turnAway(this.#core, caller, 'ROOM_BUSY');
  }

  /** A command that the room owes itself: taken though the inbox be full. */
  #owe(command: Command): void {
    this.#core.inbox.addAnyway(() => (this.#closed ? this.#core.done() : command()));
  }

  #tellPresence(): void {
    this.#core.tellPresence();
    this.#core.done();
  }

  #memberOf(caller: Caller): Member | undefined {
    const member = this.#core.members.of(caller.session);
    if (member === undefined) caller.refuse('NOT_A_MEMBER');
    return member;
  }
}
