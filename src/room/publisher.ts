// Shows each state of a room to its members, rendered and by way of the broadcaster, and to its observers, as values.
import type { Rules } from '../game/index.ts';
import type { Broadcaster, BroadcastSource, Cause, RoomViews } from './broadcaster.ts';
import { renderDocuments, samePresence } from './document.ts';
import type { Member, Members } from './members.ts';
import type { RoomContext } from './room-context.ts';
import type { RoomObserver, RoomSummary } from './room-handle.ts';
import type { RoomLog } from './room-log.ts';
import { type RoomState, seatOf } from './state.ts';

export type PublisherOptions = {
  readonly id: string;
  readonly rules: Rules;
  readonly roomLog: RoomLog;
  readonly members: Members;
  readonly context: RoomContext;
  readonly observer: RoomObserver;
};

/** A class that is its own BroadcastSource: a literal with getters would cost a table and functions for each room. */
export class Publisher implements BroadcastSource {
  readonly id: string;
  readonly hasSecrets: boolean;
  readonly members: Members;
  readonly broadcaster: Broadcaster;
  readonly #options: PublisherOptions;
  /** The last match that observers know to have finished. */
  #finishedMatch = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.id = options.id;
    this.hasSecrets = options.rules.game.secrets !== undefined;
    this.members = options.members;
    this.broadcaster = options.context.createBroadcaster(this);
  }

  get epoch(): number {
    return this.#options.roomLog.epoch;
  }

  get revision(): number {
    return this.#options.roomLog.revision;
  }

  lastSeq({ seat }: Member): number {
    return seat === null ? 0 : (this.#options.roomLog.state.seats[seat]?.seq ?? 0);
  }

  /**
   * Renders the state of the next revision and encodes its diffs; sends nothing. `arriving`: a player who will be
   * attached once this is committed. @throws GameFault
   */
  prepare(next: RoomState, arriving?: string): void {
    this.broadcaster.prepare(this.#render(next, arriving), this.revision + 1);
  }

  /** Sends what was prepared, which is committed now. */
  publish(cause?: Cause): void {
    if (this.broadcaster.current?.shared.match === this.#options.roomLog.state.match) {
      this.broadcaster.publish(cause);
    } else {
      // The next match has begun and seats have rotated, or this is the first revision and there are no members yet.
      this.#reseat();
      this.broadcaster.publishFull();
    }
  }

  /** Sends everyone a full document: the room was loaded, and its history begins anew. @throws GameFault */
  publishAnew(): void {
    const { state, revision } = this.#options.roomLog;
    this.#reseat();
    this.broadcaster.prepare(this.#render(state), revision);
    this.broadcaster.publishFull();
  }

  /** Sends who is connected now, if that differs from what was last sent: a revision without an entry in the log. */
  publishPresence(arriving?: string): boolean {
    const { current } = this.broadcaster;
    const views = this.#renderPresence(arriving);
    if (views === undefined || current === undefined || samePresence(current, views)) return false;
    this.broadcaster.prepare(views, this.revision + 1);
    this.#options.roomLog.skipRevision();
    this.broadcaster.publish();
    return true;
  }

  summary(): RoomSummary {
    const { state, revision } = this.#options.roomLog;
    const { setup, status, match, seats } = state;
    const { game, visibility, code, options } = setup;
    const { spectators } = this.members;
    return { room: this.id, game, visibility, code, options, status, match, revision, seats, spectators };
  }

  notify(what: 'changed' | 'advanced'): void {
    const { observer, roomLog } = this.#options;
    observer[what]?.(this.summary());
    const { status, match, setup } = roomLog.state;
    if (status !== 'finished' || match === this.#finishedMatch) return;
    this.#finishedMatch = match;
    observer.matchFinished?.({ room: this.id, game: setup.game, match, record: roomLog.record });
  }

  #render(state: RoomState, arriving?: string): RoomViews {
    const presence = arriving === undefined ? this.members : this.members.withPlayer(arriving);
    return renderDocuments(this.#options.rules, state, { presence, before: this.broadcaster.current });
  }

  #renderPresence(arriving?: string): RoomViews | undefined {
    try {
      return this.#render(this.#options.roomLog.state, arriving);
    } catch (err) {
      this.#options.context.log.error({ room: this.id, err }, 'the game failed to give its view');
      return undefined;
    }
  }

  #reseat(): void {
    const { state, revision } = this.#options.roomLog;
    for (const member of this.members.all()) {
      member.seat = seatOf(state, member.session.player);
      member.since = revision;
    }
  }
}
