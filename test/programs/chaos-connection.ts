// One player's connection through the proxy, in both directions, with all its possible faults.
import type { Socket } from 'node:net';
import { FrameSplitter, type RawFrame, textOf } from './chaos-frames.ts';

/**
 * The faults of one connection. `loseAnswer`: the next message reaches the server, and its answer is lost;
 * `hold…`: messages to the server, or from it, are late; `repeat…`: one message arrives twice.
 */
export type NetworkFault =
  | { readonly type: 'cut' | 'cutMidFrame' | 'loseAnswer' | 'repeatUp' | 'repeatDown' }
  | { readonly type: 'holdUp' | 'holdDown'; readonly ms: number };

/** Messages that a client may send twice. A second room.create would make a second room. */
const repeatable = /^\{"type":"(intent|room\.resume|room\.rematch|ping)"/;

type LineEvents = { readonly cut: () => void; readonly gone: () => void };

/** Time between a message to the server and the end of the connection, so that the message arrives; in ms. */
const ARRIVAL_MS = 20;
/** How long a player whose answers are lost may send nothing; in ms. */
const MOST_SILENCE_MS = 500;

/** One connection through the proxy: two sockets, and the frames between them. */
export class Line {
  readonly #sockets: readonly Socket[];
  readonly #events: LineEvents;
  readonly #up: Way;
  readonly #down: Way;
  /** Answers are being lost. */
  #isDoomed = false;

  constructor(client: Socket, server: Socket, events: LineEvents) {
    this.#sockets = [client, server];
    this.#events = events;
    this.#up = new Way(client, server);
    this.#down = new Way(server, client);
    for (const socket of this.#sockets) {
      // The close event after an error is enough.
      socket.on('error', () => {});
      socket.on('close', () => this.#closed());
    }
  }

  /** Whether the upgrade has succeeded. */
  get isOpen(): boolean {
    return this.#down.isUpgraded && this.#sockets.every(({ destroyed }) => !destroyed);
  }

  cut(): void {
    if (this.isOpen) this.#events.cut();
    for (const socket of this.#sockets) if (!socket.destroyed) socket.resetAndDestroy();
  }

  suffer(fault: NetworkFault): void {
    if (fault.type === 'cut') this.cut();
    else if (fault.type === 'cutMidFrame') this.#down.breakNext(() => this.cut());
    else if (fault.type === 'loseAnswer') this.#loseAnswer();
    else if (fault.type === 'holdUp') this.#up.hold(fault.ms);
    else if (fault.type === 'holdDown') this.#down.hold(fault.ms);
    else if (fault.type === 'repeatUp') this.#up.repeatNext((text) => repeatable.test(text));
    else this.#down.repeatNext((text) => text.startsWith('{"type":"diff"'));
  }

  calm(): void {
    if (this.#isDoomed) this.cut();
    this.#up.calm();
    this.#down.calm();
  }

  #loseAnswer(): void {
    this.#isDoomed = true;
    this.#down.hold();
    this.#up.afterNext(() => setTimeout(() => this.cut(), ARRIVAL_MS).unref());
    setTimeout(() => this.cut(), MOST_SILENCE_MS).unref();
  }

  /** One side has closed: the other one still gets the bytes in transit, as from a working network. */
  #closed(): void {
    this.#up.end();
    this.#down.end();
    if (this.#sockets.every(({ destroyed }) => destroyed)) this.#events.gone();
  }
}

/** One direction: bytes until the end of the upgrade, then whole frames. */
class Way {
  readonly #to: Socket;
  readonly #splitter = new FrameSplitter();
  #head = '';
  #isUpgraded = false;
  #held: RawFrame[] | undefined;
  #release: NodeJS.Timeout | undefined;
  #repeats: ((text: string) => boolean) | undefined;
  #break: (() => void) | undefined;
  #isBroken = false;
  #after: (() => void) | undefined;

  constructor(from: Socket, to: Socket) {
    this.#to = to;
    from.on('data', (bytes: Buffer) => this.#pass(bytes));
  }

  get isUpgraded(): boolean {
    return this.#isUpgraded;
  }

  /** Without a time: until the end of the connection, and the held frames are lost. */
  hold(ms?: number): void {
    this.#held ??= [];
    if (ms !== undefined) this.#release ??= setTimeout(() => this.#flush(), ms).unref();
  }

  repeatNext(which: (text: string) => boolean): void {
    this.#repeats = which;
  }

  /** Sends only half of the next frame. */
  breakNext(then: () => void): void {
    this.#break = then;
  }

  afterNext(then: () => void): void {
    this.#after = then;
  }

  calm(): void {
    this.#repeats = this.#break = this.#after = undefined;
    this.#flush();
  }

  end(): void {
    if (this.#release !== undefined) this.#flush();
    this.#to.destroySoon();
  }

  #flush(): void {
    clearTimeout(this.#release);
    this.#release = undefined;
    for (const frame of this.#held ?? []) this.#to.write(frame);
    this.#held = undefined;
  }

  #pass(bytes: Buffer): void {
    if (this.#isUpgraded) for (const frame of this.#splitter.push(bytes)) this.#take(frame);
    else this.#passHead(bytes);
  }

  #passHead(bytes: Buffer): void {
    this.#head += bytes.toString('latin1');
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    this.#isUpgraded = true;
    this.#to.write(Buffer.from(this.#head.slice(0, end + 4), 'latin1'));
    this.#pass(Buffer.from(this.#head.slice(end + 4), 'latin1'));
  }

  #take(frame: RawFrame): void {
    if (this.#isBroken) return;
    if (this.#break !== undefined) {
      this.#isBroken = true;
      this.#to.write(frame.subarray(0, frame.length >> 1));
      setImmediate(this.#break);
      return;
    }
    this.#send(frame);
    if (this.#repeats?.(textOf(frame) ?? '')) {
      this.#repeats = undefined;
      this.#send(frame);
    }
    this.#after?.();
    this.#after = undefined;
  }

  #send(frame: RawFrame): void {
    if (this.#held === undefined) this.#to.write(frame);
    else this.#held.push(frame);
  }
}
