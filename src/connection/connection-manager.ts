// The one place that holds connections (C1): accepts, counts and sweeps them, and removes each as soon as it is closed.
import { type CancelTimer, type Clock, repeat } from '../clock/index.ts';
import type { CloseName } from '../protocol/index.ts';
import { TokenBucketLimiter } from '../rate-limit/index.ts';
import type { Connection, ConnectionListener, Identity } from '../session/index.ts';
import {
  type ConnectionContext,
  type ConnectionCounts,
  type EndReason,
  LiveConnection,
} from './connection.ts';
import { type ConnectionLimits, connectionLimits } from './limits.ts';
import type { Socket } from './socket.ts';

/** The part of the log that this folder writes to. Frames, tokens and URLs are never logged. */
export type ConnectionLog = {
  debug(details: object, message: string): void;
  warn(details: object, message: string): void;
};

type ManagerOptions = {
  readonly clock: Clock;
  readonly listener: ConnectionListener;
  readonly log: ConnectionLog;
  /** Limits that differ from `connectionLimits`. */
  readonly limits?: Partial<ConnectionLimits>;
};

export class ConnectionManager {
  readonly limits: ConnectionLimits;
  readonly counts: ConnectionCounts = { opened: 0, received: 0, sent: 0, limited: 0, bad: 0, ended: {} };
  /** Sockets by address: open ones, and those whose client upgrade.ts is still authenticating. */
  readonly addresses = new AddressCounts();
  readonly #connections = new Map<string, LiveConnection>();
  readonly #clock: Clock;
  readonly #context: ConnectionContext;
  readonly #log: ConnectionLog;
  readonly #emptied: (() => void)[] = [];
  #cancelSweep: CancelTimer | undefined;
  #accepting = true;
  #lastNumber = 0;

  constructor({ clock, listener, log, limits = {} }: ManagerOptions) {
    this.limits = { ...connectionLimits, ...limits };
    this.#clock = clock;
    this.#log = log;
    this.#context = {
      listener,
      limits: this.limits,
      counts: this.counts,
      messageRate: new TokenBucketLimiter(clock, {
        burst: this.limits.messageBurst,
        perSecond: this.limits.messagesPerSecond,
      }),
      badMessageRate: new TokenBucketLimiter(clock, {
        burst: this.limits.badMessages,
        perSecond: this.limits.badMessages / 60,
      }),
      sweptAt: 0,
      removed: (id, end) => this.#remove(id, end),
    };
  }

  /** Open sockets, including those that are closing. */
  get size(): number {
    return this.#connections.size;
  }

  /** false while draining: upgrades are refused. */
  get accepting(): boolean {
    return this.#accepting;
  }

  get connections(): Iterable<Connection> {
    return this.#connections.values();
  }

  /** Takes a socket over. Beyond the limit, or while draining, it is closed, and the listener gets no event of it. */
  accept(socket: Socket, identity?: Identity): Connection {
    const full = this.size >= this.limits.connections;
    this.#lastNumber += 1;
    const connection = new LiveConnection(this.#context, socket, { id: `c${this.#lastNumber}`, identity });
    this.#connections.set(connection.id, connection);
    this.addresses.add(socket.address);
    this.#cancelSweep ??= repeat(this.#clock, this.limits.sweepMs, () => this.#sweep());
    if (!this.#accepting) connection.close('restarting');
    else if (full) connection.close('full');
    else {
      this.counts.opened += 1;
      connection.open();
    }
    return connection;
  }

  /** Accepts no more connections from now on; existing ones stay open. */
  drain(): void {
    this.#accepting = false;
  }

  /** Closes every connection. Settles when all are gone, at the latest about `closeMs` later. */
  closeAll(close: CloseName): Promise<void> {
    for (const connection of this.#connections.values()) connection.close(close);
    if (this.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.push(resolve));
  }

  /** Accepts no more connections and cuts the existing ones. */
  stop(): void {
    this.drain();
    for (const connection of this.#connections.values()) connection.terminate('goingAway');
  }

  #sweep(): void {
    this.#context.sweptAt += this.limits.sweepMs;
    for (const connection of this.#connections.values()) connection.sweep();
  }

  #remove(id: string, end: EndReason): void {
    const address = this.#connections.get(id)?.address;
    if (address === undefined) return;
    this.#connections.delete(id);
    this.addresses.remove(address);
    this.counts.ended[end] = (this.counts.ended[end] ?? 0) + 1;
    this.#log.debug({ connection: id, address, end }, 'connection ended');
    if (this.size > 0) return;
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
    for (const resolve of this.#emptied.splice(0)) resolve();
  }
}

/** Open sockets by network address; an address without any takes no memory. */
class AddressCounts {
  readonly #counts = new Map<string, number>();

  of(address: string): number {
    return this.#counts.get(address) ?? 0;
  }

  add(address: string): void {
    this.#counts.set(address, this.of(address) + 1);
  }

  remove(address: string): void {
    const left = this.of(address) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }
}
