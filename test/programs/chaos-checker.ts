// Compares the messages that every player received with the store: lost, doubled, holes, differing.
import { isDeepStrictEqual } from 'node:util';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { rulesOf } from '../../src/game/index.ts';
import type { RoomDocument } from '../../src/protocol/index.ts';
import { renderDocuments } from '../../src/room/document.ts';
import type { RoomEvent, RoomState } from '../../src/room/index.ts';
import { isRefused, reduce } from '../../src/room/reducer.ts';
import { RoomLog } from '../../src/room/room-log.ts';
import { saveState } from '../../src/room/room-snapshot.ts';
import { openSqlite, type Store } from '../../src/store/index.ts';
import { type Commit, readCommitLog } from './chaos-commit-log.ts';
import {
  type Accepted,
  type Final,
  fingerprintOf,
  type History,
  type SeenDocument,
  type Sent,
} from './chaos-history.ts';

/** Lists of faults, in words. All are empty if the server kept every guarantee. */
export type Verdict = {
  /** Accepted intents that are not in the log at their revision with their content. */
  readonly lost: string[];
  /** Intents that are in the log twice, or that are in the log and were refused when they were sent again. */
  readonly doubled: string[];
  /** Revisions that a player received without the previous one. */
  readonly holes: readonly string[];
  /** Documents, or states of the store, that differ from a replay of the log. */
  readonly differing: string[];
};

type IntentEvent = Extract<RoomEvent, { type: 'intent' }>;

const rules = rulesOf(ticTacToe);

/** Reads the data folder after its server has ended. */
export async function check(history: History, folder: string): Promise<Verdict> {
  const verdict: Verdict = { lost: [], doubled: [], holes: history.holes, differing: [] };
  const received = {
    accepted: Map.groupBy(history.accepted, ({ room }) => room),
    refused: Map.groupBy(history.refused, ({ room }) => room),
    sightings: Map.groupBy(history.sightings, ({ room }) => room),
    finals: Map.groupBy(history.finals, ({ room }) => room),
  };
  const storage = await openSqlite({ folder });
  const held = new Set(await storage.rooms.rooms());
  for (const log of byRoom(readCommitLog(folder))) {
    const room = log[0]?.room ?? '';
    const replay = new Replay(room, verdict);
    replay.sightings = (received.sightings.get(room) ?? []).toSorted(inOrder);
    for (const entry of log) replay.take(entry);
    replay.end();
    replay.compare(received.accepted.get(room) ?? [], received.refused.get(room) ?? []);
    for (const final of received.finals.get(room) ?? []) replay.compareFinal(final);
    if (held.has(room)) await replay.compareStored(storage.rooms);
    received.accepted.delete(room);
    received.finals.delete(room);
  }
  await storage.close();
  for (const [room, accepted] of received.accepted) {
    for (const one of accepted) verdict.lost.push(`${named(one)}: the log knows no room ${room}`);
  }
  for (const [room] of received.finals)
    verdict.differing.push(`a player is in room ${room}, unknown to the log`);
  return verdict;
}

/** Replays the whole log of one room. */
class Replay {
  readonly #room: string;
  readonly #verdict: Verdict;
  readonly #stored = new Map<number, { readonly player: string; readonly event: IntentEvent }>();
  readonly #seqs = new Set<string>();
  #state: RoomState | null = null;
  #at = { epoch: 0, revision: 0 };
  #print: number | undefined;
  #isBroken = false;
  /** In the order of their revisions; each is compared when the log has got there. */
  sightings: readonly SeenDocument[] = [];
  #seen = 0;

  constructor(room: string, verdict: Verdict) {
    this.#room = room;
    this.#verdict = verdict;
  }

  take({ epoch, revision, event }: Commit): void {
    this.#compareSightings({ epoch, revision });
    if (epoch < this.#at.epoch || revision <= this.#at.revision) {
      this.#verdict.doubled.push(
        `${this.#room}: ${epoch}/${revision} after ${this.#at.epoch}/${this.#at.revision}`,
      );
    }
    if (event.type === 'intent') this.#takeIntent(event, revision);
    this.#step(event, revision);
    this.#at = { epoch, revision };
    this.#print = undefined;
  }

  end(): void {
    this.#compareSightings({ epoch: Number.POSITIVE_INFINITY, revision: 0 });
  }

  /** Answers to intents. */
  compare(accepted: readonly Accepted[], refused: readonly (Sent & { readonly code: string })[]): void {
    for (const one of accepted) {
      const stored = this.#stored.get(one.revision);
      const isIt = stored?.player === one.player && stored.event.seq === one.seq;
      if (!isIt || !isDeepStrictEqual(stored.event.intent, one.intent)) this.#verdict.lost.push(named(one));
    }
    for (const one of refused) {
      if (this.#seqs.has(keyOf(one))) this.#verdict.doubled.push(`${named(one)}: stored, then ${one.code}`);
    }
  }

  /** The last word to a player: of this log's end, and the same in all that is logged. Everyone was there. */
  compareFinal({ player, epoch, revision, document }: Final): void {
    if (this.#state === null || this.#isBroken) return;
    const last = this.#at;
    if (epoch < last.epoch || revision < last.revision) {
      this.#verdict.differing.push(
        `${player} is at ${epoch}/${revision}, the log at ${last.epoch}/${last.revision}`,
      );
    } else {
      const parts = differingParts(document, documentOf(this.#state));
      if (parts.length > 0) {
        this.#verdict.differing.push(
          `${player}'s document of ${this.#room} is not what the log gives: ${parts}`,
        );
      }
    }
  }

  /** Snapshot and rest of the log, as the server itself would load them. */
  async compareStored(store: Store): Promise<void> {
    if (this.#state === null || this.#isBroken) return;
    const stored = await store.claim(this.#room);
    const log = { warn() {}, error() {} };
    const loaded = new RoomLog({ room: this.#room, rules, store, log, reloaded() {} });
    if (stored !== null) loaded.adopt(stored);
    const isSame = loaded.isOpen && isDeepStrictEqual(saved(loaded.state), saved(this.#state));
    if (!isSame) this.#verdict.differing.push(`the stored room ${this.#room} is not what its log gives`);
  }

  #takeIntent(event: IntentEvent, revision: number): void {
    const holder = this.#state?.seats[event.seat];
    const player = holder?.player ?? '';
    const sent = { room: this.#room, player, seq: event.seq };
    if (event.seq <= (holder?.seq ?? 0)) this.#verdict.doubled.push(`${named(sent)} at ${revision}`);
    this.#stored.set(revision, { player, event });
    this.#seqs.add(keyOf(sent));
  }

  #step(event: RoomEvent, revision: number): void {
    if (this.#isBroken) return;
    const next = reduce(rules, this.#state, event, revision);
    this.#isBroken = isRefused(next);
    if (isRefused(next)) this.#verdict.differing.push(`${this.#room} refuses its own log at ${revision}`);
    else this.#state = next;
  }

  /** Those before this entry saw the state as it is now. */
  #compareSightings(until: { readonly epoch: number; readonly revision: number }): void {
    for (let sight = this.sightings[this.#seen]; sight; sight = this.sightings[this.#seen]) {
      if (inOrder(sight, until) >= 0) return;
      this.#seen += 1;
      if (this.#state === null || this.#isBroken) continue;
      this.#print ??= fingerprintOf(documentOf(this.#state));
      if (sight.print !== this.#print) {
        this.#verdict.differing.push(
          `${this.#room} was not seen at ${sight.epoch}/${sight.revision} as it was`,
        );
      }
    }
  }
}

type Place = { readonly epoch: number; readonly revision: number };

const inOrder = (a: Place, b: Place): number => a.epoch - b.epoch || a.revision - b.revision;
const keyOf = ({ player, seq }: Sent): string => `${player} ${seq}`;
const named = ({ room, player, seq }: Sent): string => `${room}: intent ${seq} of ${player}`;
const saved = (state: RoomState) => saveState(rules, state);

/** The difference of two documents, in words. */
function differingParts(received: RoomDocument, logged: RoomDocument): string[] {
  const keys = Object.keys(logged) as (keyof RoomDocument)[];
  const differing = keys.filter((key) => !isDeepStrictEqual(received[key], logged[key]));
  return differing.map(
    (key) => `${key} ${JSON.stringify(received[key])}, not ${JSON.stringify(logged[key])}`,
  );
}

/** As all see it when everyone is there. */
function documentOf(state: RoomState): RoomDocument {
  const presence = { isConnected: () => true, spectators: 0 };
  return renderDocuments(rules, state, { presence, before: undefined }).shared;
}

function* byRoom(entries: Iterable<Commit>): Iterable<readonly Commit[]> {
  let log: Commit[] = [];
  for (const entry of entries) {
    if (log.length > 0 && log[0]?.room !== entry.room) {
      yield log;
      log = [];
    }
    log.push(entry);
  }
  if (log.length > 0) yield log;
}
