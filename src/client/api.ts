// What the SDK offers, as types: a client, its rooms, its lobby. Nothing here runs.
import type { ErrorCode, Limits, ListedRoom, RoomDocument } from '../protocol/index.ts';

/** The part of a game module that the client's types are drawn from: `typeof ticTacToe` fits. */
export type GameModule = {
  readonly name: string;
  readonly '~shape'?:
    | {
        readonly view: unknown;
        readonly secrets: unknown;
        readonly intent: unknown;
        readonly options: unknown;
      }
    | undefined;
};

type Shape<G extends GameModule> = NonNullable<G['~shape']>;

/** The room document, with the game's own types where the protocol says unknown. */
export type DocumentOf<G extends GameModule> = Omit<RoomDocument, 'view' | 'mine' | 'options'> & {
  /** null while the room waits for players. */
  readonly view: Shape<G>['view'] | null;
  /** null for spectators, and for games without secrets. */
  readonly mine: Shape<G>['secrets'] | null;
  readonly options: Shape<G>['options'];
};

/**
 * How an intent ended: in a revision of the room, or refused with a reason.
 * LEFT: the room was left before an answer came; CLOSED: the client was closed for good before one came.
 */
export type IntentResult =
  | { readonly ok: true; readonly revision: number }
  /** `reason`: the machine's guard that said no. */
  | {
      readonly ok: false;
      readonly code: ErrorCode | 'LEFT' | 'CLOSED';
      readonly reason?: string;
      readonly message: string;
    };

export type ChatLine = {
  readonly from: { readonly name: string; readonly seat: number | null };
  readonly text: string;
  /** epoch ms, by the server's clock */
  readonly at: number;
};

/** Calls back after each change; what it returns stops that. */
export type Subscribe = (listener: () => void) => () => void;

/** A room this client is in. It stays usable across reconnects; `document` is always the newest known. */
export interface Room<G extends GameModule = GameModule> {
  readonly id: string;
  /** null for a spectator; a rematch rotates it. */
  readonly seat: number | null;
  readonly document: DocumentOf<G>;
  readonly revision: number;
  /** left: by the server's word or one's own; the room is then of no more use. */
  readonly status: 'live' | 'reconnecting' | 'left';
  /** Why it was left: asked for, away too long, or the room is gone. Unset when only the client was closed. */
  readonly leftReason?: 'left' | 'expired' | 'closed';
  /** Intents sent and not yet answered, oldest first. */
  readonly pending: readonly Shape<G>['intent'][];
  readonly subscribe: Subscribe;
  /** Settles once, whatever happens to the connection meanwhile; never throws for a refusal. */
  send(intent: Shape<G>['intent']): Promise<IntentResult>;
  /** What this seat may do now. */
  legal(): Promise<{
    readonly intents: readonly Shape<G>['intent'][];
    readonly complete: boolean;
    readonly revision: number;
  }>;
  /** Fills a free seat with a bot; `level`: one of those that `/games` lists for the game. */
  addBot(level?: string): Promise<void>;
  /** Offers a rematch, or accepts one. */
  rematch(): Promise<void>;
  chat(text: string): Promise<void>;
  onChat(listener: (line: ChatLine) => void): () => void;
  leave(): Promise<void>;
}

/** A place in a quick-match queue. It survives a reconnect: the client queues again by itself. */
export interface Ticket<G extends GameModule = GameModule> {
  /** Rejects with ClientError when cancelled or refused. */
  readonly room: Promise<Room<G>>;
  cancel(): Promise<void>;
}

export interface LobbyWatch {
  /** Public rooms, as of now. */
  readonly rooms: readonly ListedRoom[];
  readonly subscribe: Subscribe;
  close(): void;
}

/**
 * - connecting: the first attempt; online: hello answered;
 * - offline: lost, and trying again; closed: for good, see `closeCode`.
 */
export type ClientStatus = 'connecting' | 'online' | 'offline' | 'closed';

export interface Client {
  readonly status: ClientStatus;
  /** The last close code of the server, like 4409 or 1012. */
  readonly closeCode: number | undefined;
  /** When the next attempt is due, epoch ms; only while offline. */
  readonly retryAt: number | undefined;
  /** This client's public id, and its name as the server took it; empty before the first welcome. */
  readonly player: string;
  readonly name: string;
  readonly limits: Limits | undefined;
  /** Server time minus ours, in ms, as far as known: deadlines are in server time. */
  readonly clockOffset: number;
  readonly subscribe: Subscribe;
  /** Resolves at the first welcome; rejects with ClientError if it will never come. */
  ready(): Promise<void>;
  /** Seats still held from before (after a reload): join them again with `join({ room })`. */
  readonly held: readonly { readonly room: string; readonly seat: number }[];
  find<G extends GameModule>(game: G['name'], options?: Shape<G>['options']): Ticket<G>;
  create<G extends GameModule>(
    game: G['name'],
    settings?: {
      readonly options?: Shape<G>['options'];
      readonly visibility?: 'public' | 'private';
      readonly seats?: number;
      readonly bots?: number;
      /** At which level the bots play: one of those that `/games` lists for the game. */
      readonly level?: string | undefined;
    },
  ): Promise<Room<G>>;
  join<G extends GameModule>(
    where: { readonly room: string } | { readonly code: string },
    as?: 'player' | 'spectator',
  ): Promise<Room<G>>;
  watchLobby(game?: string): LobbyWatch;
  /** Tries to connect now instead of waiting for the backoff. */
  retry(): void;
  /** Leaves nothing: seats stay held for the grace time. */
  close(): void;
}

/** The part of a WebSocket that the client needs; the browser's and Node's both fit. */
export interface ClientSocket {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
}

export type ConnectOptions = {
  /** `ws://host:port/ws`; by default the page's own origin. */
  readonly url?: string;
  readonly name?: string;
  /** Where the session's token is kept: by default in memory, so that a reload is a new player. */
  readonly storage?: { get(): string | null; set(token: string | null): void };
  readonly createSocket?: (url: string, protocol: string) => ClientSocket;
  /** By default the system's; a test may bring a manual clock. */
  readonly clock?: { now(): number; at(time: number, run: () => void): () => void };
  /** For the jitter of the backoff, in [0, 1). */
  readonly random?: () => number;
  /** Bounds of the wait between attempts, in ms. */
  readonly backoff?: { readonly min: number; readonly max: number };
};
