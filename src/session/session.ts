// One identified client across its reconnects: who it is, and the connection it speaks through now, if any.
import type { Connection } from './connection.ts';

export class Session {
  /** Public: tells players apart, proves nothing. */
  readonly player: string;
  name: string;
  /** null while the client is away. */
  connection: Connection | null = null;
  /** The rooms this session is a member of, by id. */
  readonly rooms = new Set<string>();

  constructor(player: string, name: string) {
    this.player = player;
    this.name = name;
  }

  send(text: string): void {
    this.connection?.send(text);
  }
}
