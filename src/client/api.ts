// The public types of the client: a client, its rooms, tickets and lobby watches. Nothing here runs.
import type { ErrorCode, Limits, ListedRoom } from '../protocol/index.ts';
import type { DocumentOf, GameModule, IntentInputsOf, OptionsInputOf } from './game-types.ts';

/**
 * How an intent ended: accepted in a revision of the room, or refused with a code.
 * In addition to the server's codes: LEFT (the room was left before an answer arrived) and CLOSED (the client was closed
 * for good before one arrived).
 */
export type IntentResult =
  | { readonly ok: true; readonly revision: number }
  | {
      readonly ok: false;
      readonly code: ErrorCode | 'LEFT' | 'CLOSED';
      /** The name of the machine's guard that refused, where there is one. */
      readonly reason?: string;
      /** English, for the developer; may change at any time. */
      readonly message: string;
    };

/** One line of chat, as `Room.onChat` reports it. */
export type ChatLine = {
  /** The sender's name; `seat` is null for a spectator. */
  readonly from: { readonly name: string; readonly seat: number | null };
  readonly text: string;
  /** Server time, epoch ms. */
  readonly at: number;
};

/** Registers a listener that is called after each change; the returned function removes it. */
export type Subscribe = (listener: () => void) => () => void;

/** What a seat may do, as `Room.legal` reports it. */
export type LegalIntents<G extends GameModule = GameModule> = {
  /** Each can be passed to `Room.send` as it is. */
  readonly intents: readonly IntentInputsOf<G>[];
  /** true: there are no others. false: the game's schemas are too wide to list everything. */
  readonly complete: boolean;
  /** The revision of the room that the answer is about. */
  readonly revision: number;
};

/**
 * A room this client is in. The object stays valid across reconnects and rematches; its fields change, and listeners
 * of `subscribe` are called after each change. Methods may be detached and called through a proxy (Vue, MobX).
 * Where nothing else is said, a method rejects with a ClientError: LEFT or CLOSED when there is no room or no client
 * to ask any more, or with the server's code.
 */
export interface Room<G extends GameModule = GameModule> {
  readonly id: string;
  /** The own seat, from 0; null for a spectator. A rematch rotates the seats. */
  readonly seat: number | null;
  /** The newest known state. Immutable: each change makes a new value that shares what has not changed. */
  readonly document: DocumentOf<G>;
  /** Rises by 1 with each committed change of the room. */
  readonly revision: number;
  /** `left` is final: the object is of no more use, join again for a new one. */
  readonly status: 'live' | 'reconnecting' | 'left';
  /** Why the room was left: asked for, away for too long, or the room is gone. Unset when only the client closed. */
  readonly leftReason?: 'left' | 'expired' | 'closed';
  /** Intents sent and not yet answered, oldest first: to show a move before the server confirms it. */
  readonly pending: readonly IntentInputsOf<G>[];
  /**
   * Listeners are called after each change of any field above.
   *
   * @example
   * ```ts
   * const stop = room.subscribe(() => draw(room.document));
   * ```
   */
  readonly subscribe: Subscribe;
  /**
   * Sends an intent. The promise settles once, also across reconnects: the intent is applied at most once.
   * Never rejects: a refusal is a result with `ok: false`.
   *
   * @example
   * ```ts
   * const result = await room.send({ type: 'place', cell: 4 });
   * if (!result.ok) showRefusal(result.code, result.reason); // 'INTENT_ILLEGAL', 'cellFree'
   * ```
   */
  send(intent: IntentInputsOf<G>): Promise<IntentResult>;
  /**
   * Asks the server which intents the own seat may send now. Rejects with NOT_A_PLAYER for a spectator, and with
   * GAME_FAULT if a guard of the game throws.
   *
   * @example
   * ```ts
   * const { intents } = await room.legal();
   * const cells = intents.flatMap((intent) => (intent.type === 'place' ? [intent.cell] : []));
   * ```
   */
  legal(): Promise<LegalIntents<G>>;
  /**
   * Fills a free seat with a bot. `level`: one of those that `GET /games` lists for the game.
   * Rejects with ROOM_FULL, BAD_OPTIONS (no such level), NOT_A_PLAYER; with LOST if the connection broke before the
   * answer, since asking again could add a second bot.
   */
  addBot(level?: string): Promise<void>;
  /** Offers a rematch, or accepts one: it starts when every player has. Rejects with MATCH_NOT_FINISHED too early. */
  rematch(): Promise<void>;
  /** Sends a line of chat to all members. Rejects with LOST if the connection broke before the answer. */
  chat(text: string): Promise<void>;
  /** Calls `listener` with each line of chat, the own ones included; the returned function stops that. */
  onChat(listener: (line: ChatLine) => void): () => void;
  /** Gives up the seat, or stops watching. Rejects only where the server refuses for the moment (ROOM_BUSY …). */
  leave(): Promise<void>;
}

/** A place in a matchmaking queue. After a reconnect the client queues again by itself. */
export interface Ticket<G extends GameModule = GameModule> {
  /**
   * Resolves with the room once a match is found. Rejects with a ClientError: CANCELLED, CLOSED, or the server's
   * code (UNKNOWN_GAME, BAD_OPTIONS, ALREADY_QUEUED, FIND_LIMIT …).
   */
  readonly room: Promise<Room<G>>;
  /** Leaves the queue. `room` rejects at once; the promise resolves when the server has confirmed. Never rejects. */
  cancel(): Promise<void>;
}

/** The public rooms, live. */
export interface LobbyWatch {
  /** Empty until the server has answered. A new array after each change. */
  readonly rooms: readonly ListedRoom[];
  readonly subscribe: Subscribe;
  /** Ends the watch; `rooms` stays as it was last. */
  close(): void;
}

/**
 * - connecting: the first attempt;
 * - online: the server has welcomed this client;
 * - offline: the connection was lost, and the client tries again by itself;
 * - closed: final, see `Client.closeCode`.
 */
export type ClientStatus = 'connecting' | 'online' | 'offline' | 'closed';

/** How a room is created; everything may be left out. */
export type RoomSettings<G extends GameModule = GameModule> = {
  /** The game's own options; its defaults if left out. */
  readonly options?: OptionsInputOf<G> | undefined;
  /** `private`: not in the lobby, joined by its code. `public` if left out. */
  readonly visibility?: 'public' | 'private' | undefined;
  /** Number of seats; the fewest that the game allows if left out. */
  readonly seats?: number | undefined;
  /** Number of seats to fill with bots at once; 0 if left out. */
  readonly bots?: number | undefined;
  /** The level of those bots: one of those that `GET /games` lists for the game. */
  readonly level?: string | undefined;
};

/**
 * A connection to a server that reconnects by itself. Fields change over time, and listeners of `subscribe` are
 * called after each change. Methods may be detached and called through a proxy (Vue, MobX).
 */
export interface Client {
  readonly status: ClientStatus;
  /** The last close code of the server, such as 1012 (it restarts) or 4409 (this session is open elsewhere). */
  readonly closeCode: number | undefined;
  /** When the next attempt to connect is due, epoch ms; only while offline. */
  readonly retryAt: number | undefined;
  /** This client's public id; empty before the first welcome. */
  readonly player: string;
  /** This client's name as others see it; empty before the first welcome. */
  readonly name: string;
  /** What this server allows; undefined before the first welcome. */
  readonly limits: Limits | undefined;
  /** Server time minus local time, in ms, as far as known. Deadlines in documents are in server time. */
  readonly clockOffset: number;
  readonly subscribe: Subscribe;
  /**
   * Resolves at the first welcome. Rejects with a ClientError if there will be none: CLOSED, or the server's code
   * (UNSUPPORTED_PROTOCOL, BAD_NAME). An unreachable server does not reject: the client goes on trying.
   */
  ready(): Promise<void>;
  /** Seats the server still keeps for this player, after a reload: `join({ room })` takes one up again. */
  readonly held: readonly { readonly room: string; readonly seat: number }[];
  /**
   * Quick match: queues for a match of `game` against others who ask for the same options. See `Ticket.room` for the
   * errors.
   *
   * @example
   * ```ts
   * const ticket = client.find<typeof ticTacToe>('tic-tac-toe');
   * cancelButton.onclick = () => ticket.cancel();
   * const room = await ticket.room;
   * ```
   */
  find<G extends GameModule>(game: G['name'], options?: OptionsInputOf<G>): Ticket<G>;
  /**
   * Creates a room and takes a seat in it. Rejects with a ClientError: UNKNOWN_GAME, BAD_OPTIONS (options, seats or
   * level), CREATE_LIMIT, ROOM_LIMIT, SERVER_FULL, CLOSED …
   *
   * @example
   * ```ts
   * const room = await client.create<typeof ticTacToe>('tic-tac-toe', { visibility: 'private' });
   * showInvitation(room.document.code); // a friend calls client.join({ code })
   * ```
   */
  create<G extends GameModule>(game: G['name'], settings?: RoomSettings<G>): Promise<Room<G>>;
  /**
   * Enters a room by its id or its code: takes a free seat (or the seat still kept for this player), or watches.
   * Rejects with a ClientError: UNKNOWN_ROOM, ROOM_FULL, SPECTATOR_LIMIT, CODE_LIMIT (too many wrong codes),
   * ROOM_LIMIT, CLOSED …
   *
   * @example
   * ```ts
   * const room = await client.join<typeof ticTacToe>({ code: 'K7MQ2P' });
   * const watched = await client.join<typeof ticTacToe>({ room: listed.room }, 'spectator');
   * ```
   */
  join<G extends GameModule>(
    where: { readonly room: string } | { readonly code: string },
    as?: 'player' | 'spectator',
  ): Promise<Room<G>>;
  /** Watches the public rooms, of one game or of all. Close the watch when it is not shown any more. */
  watchLobby(game?: string): LobbyWatch;
  /** Tries to connect now instead of waiting for `retryAt`. Does nothing unless offline. */
  retry(): void;
  /** Closes the client for good. It leaves no room: the server keeps its seats for the grace time. */
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

/** Everything may be left out. */
export type ConnectOptions = {
  /** `ws://host:port/ws`, or the same with http; by default `/ws` on the page's own origin. */
  readonly url?: string;
  /** The name others see; the server may shorten it. By default the server makes one up. */
  readonly name?: string;
  /** Keeps the session's secret token. By default in memory: a reload is then a new player. */
  readonly storage?: { get(): string | null; set(token: string | null): void };
  /** By default `new WebSocket(url, protocol)`. */
  readonly createSocket?: (url: string, protocol: string) => ClientSocket;
  /** By default the system's; a test may pass a manual clock. Times are epoch ms. */
  readonly clock?: { now(): number; at(time: number, run: () => void): () => void };
  /** Jitter of the waits between attempts: a number in [0, 1). By default Math.random. */
  readonly random?: () => number;
  /** Bounds of the wait between attempts to connect, in ms. By default 250 and 5000. */
  readonly backoff?: { readonly min: number; readonly max: number };
};
