// A member of a table through the public client: the player of a seat, or this window's spectator.
import {
  type Client,
  ClientError,
  connect,
  type Room,
  type Subscribe,
} from '../../../../src/client/index.ts';
import type { Json } from './server.ts';
import { spectatorToken, tokensOf } from './stored.ts';

/** Close code: another window has taken over this session. */
const TAKEN_OVER = 4409;

export type PlayerTrouble = 'elsewhere' | 'left' | 'offline' | 'refused' | undefined;

export class Player {
  /** The seat at first; a rematch rotates the seats. undefined for the spectator. */
  readonly index: number | undefined;
  readonly #table: string;
  readonly #listeners = new Set<() => void>();
  #stops: (() => void)[] = [];
  #client: Client | undefined;
  room: Room | undefined;
  error: ClientError | undefined;

  constructor(table: string, index: number | undefined) {
    this.#table = table;
    this.index = index;
  }

  readonly subscribe: Subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The current seat; null for the spectator, and before it is known. */
  get seat(): number | null {
    return this.room?.seat ?? null;
  }

  get trouble(): PlayerTrouble {
    if (this.#client?.closeCode === TAKEN_OVER) return 'elsewhere';
    if (this.error) return 'refused';
    if (this.room?.status === 'left') return 'left';
    return this.#client?.status === 'offline' ? 'offline' : undefined;
  }

  get view(): Json | undefined {
    return this.room?.document.view as Json | undefined;
  }

  /** Takes the seat, also back from another window. */
  open(): void {
    this.close();
    const client = connect({
      storage: this.index === undefined ? spectatorToken(this.#table) : seatToken(this.#table, this.index),
      ...(this.index === undefined && { name: 'Spectator' }),
    });
    this.#client = client;
    this.#stops = [client.subscribe(() => this.#changed())];
    client.join({ room: this.#table }, this.index === undefined ? 'spectator' : 'player').then(
      (room) => this.#entered(client, room),
      (error: unknown) => this.#failed(client, error),
    );
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#client?.close();
    this.#client = undefined;
    this.room = undefined;
    this.error = undefined;
  }

  #entered(client: Client, room: Room): void {
    if (client !== this.#client) return;
    this.room = room;
    this.#stops.push(room.subscribe(() => this.#changed()));
    this.#changed();
  }

  #failed(client: Client, error: unknown): void {
    if (client !== this.#client) return;
    this.error = error instanceof ClientError ? error : new ClientError('SERVER_FAULT', String(error));
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The token that the table was made with. Never replaced: if the server has forgotten it, the seat is gone. */
function seatToken(table: string, index: number): { get(): string | null; set(): void } {
  return { get: () => tokensOf(table)?.[index] ?? null, set: () => {} };
}
