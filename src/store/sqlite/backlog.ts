// What the tables lack, in memory: all that the journal has, each room and row in its last form.
import type { DatabaseSync } from 'node:sqlite';
import { matchOperations } from './match-operations.ts';
import type { AnswerTo, Change, Lookup } from './operations.ts';
import { PendingRooms, type Saving } from './pending-rooms.ts';
import { sessionOf, sessionOperations } from './session-operations.ts';
import type { Terms } from './terms.ts';

/** What came of a change, and whether there is something to keep: a fenced append changes nothing. */
export type Taken = { readonly answer: AnswerTo<Change>; readonly changes: boolean };

const taken: Taken = { answer: undefined, changes: true };
const nothing: Taken = { answer: undefined, changes: false };
const stored: Taken = { answer: 'stored', changes: true };
const fenced: Taken = { answer: 'fenced', changes: false };

type Row = { readonly what: object; readonly save: () => void };

const sessionKey = (player: string): string => `session ${player}`;
const matchKey = (id: string): string => `match ${id}`;

export class Backlog {
  readonly #rooms: PendingRooms;
  /** By what they are of: of two, the later is kept. */
  readonly #rows = new Map<string, Row>();
  readonly #saveSession: ReturnType<typeof sessionOperations>['saveSession'];
  readonly #keepMatch: ReturnType<typeof matchOperations>['keepMatch'];

  constructor(database: DatabaseSync, terms: Terms) {
    this.#rooms = new PendingRooms(database, terms);
    this.#saveSession = sessionOperations(database, terms.statements).saveSession;
    this.#keepMatch = matchOperations(database, terms.statements).keepMatch;
  }

  /** How many rooms, sessions and matches the tables lack something of. */
  get size(): number {
    return this.#rooms.size + this.#rows.size;
  }

  /** @throws Error where the tables can't be read; then nothing has changed */
  take(change: Change): Taken {
    switch (change[0]) {
      case 'append': {
        const [, room, epoch, expected, revision, event] = change;
        return this.#rooms.append(room, epoch, expected, revision, event) === 'stored' ? stored : fenced;
      }
      case 'snapshot': {
        const [, room, epoch, expected, revision, state] = change;
        return this.#rooms.snapshot(room, epoch, expected, revision, state) ? taken : nothing;
      }
      case 'remove': {
        const [, room, epoch, expected] = change;
        return this.#rooms.remove(room, epoch, expected) ? taken : nothing;
      }
      case 'saveSession': {
        const session = sessionOf(change[1]);
        const save = (): void => this.#saveSession(session);
        this.#rows.set(sessionKey(session.player), { what: session, save });
        return taken;
      }
      case 'keepMatch': {
        const [, match] = change;
        const save = (): void => this.#keepMatch(match);
        this.#rows.set(matchKey(match.id), { what: match, save });
        return taken;
      }
    }
  }

  /** The row that is asked for, if the tables lack it. */
  find([name, key]: Lookup): object | undefined {
    return this.#rows.get(name === 'loadSession' ? sessionKey(key) : matchKey(key))?.what;
  }

  /** Begins anew with what the journal has. What can't be taken any more stays, to fail when it is saved. */
  retake(changes: readonly Change[]): void {
    this.forget();
    for (const [index, change] of changes.entries()) {
      try {
        this.take(change);
      } catch (error) {
        const save = (): never => {
          throw error;
        };
        this.#rows.set(`change ${index}`, { what: change, save });
      }
    }
  }

  /** Into the tables, until that many rows are written, in a transaction of the caller's; where it fails, `retake`. */
  save(most: number, saving: Saving): void {
    let left = most - this.#rooms.save(most, saving);
    for (const [key, { what, save }] of this.#rows) {
      if (left <= 0) return;
      saving(what, save);
      this.#rows.delete(key);
      left -= 1;
    }
  }

  /** From here on the tables alone say what is so. */
  forget(): void {
    this.#rooms.forget();
    this.#rows.clear();
  }
}
