// A session in a room: what the room and its delivery know of it.
import type { CancelTimer } from '../clock/index.ts';
import type { Seat } from '../game/index.ts';
import type { Connection, Session } from '../session/index.ts';

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
