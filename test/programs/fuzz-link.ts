// One attacker's TCP connection: writes any bytes, and records which refs are answered.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { systemClock } from '../../src/clock/index.ts';
import { CLOSE, closePayload, frame, PING, PONG, TEXT, textFrame } from './fuzz-frames.ts';
import { upgradeRequest } from './fuzz-upgrades.ts';

/** Time limit for an answer or an end, in ms: far above what a busy machine needs. */
const PATIENCE_MS = 20_000;

/** The beginning of every message of the server: its type, and its ref as JSON. */
const HEAD = /^\{"type":"([a-z.]+)",(?:"ref":(\d+|"(?:[^"\\]|\\.)*"),)?"payload":/;

export class Link {
  /** Number of answered refs. */
  answered = 0;
  /** Number of refs with no answer or more than one, while the connection was open. */
  unanswered = 0;
  /** Called for each text of the server. */
  onText: (type: string, text: string) => void = () => {};
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;
  readonly #answerMs: number;
  readonly #waiting = new Map<string, number>();
  readonly #pending: Buffer[] = [];
  #settled: (() => void) | undefined;
  #left: Buffer = Buffer.alloc(0);
  #open = false;
  #isEnding = false;

  /** @param answerMs time after which an answer counts as missing, in ms */
  constructor(port: number, answerMs = PATIENCE_MS) {
    this.#answerMs = answerMs;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('error', () => {});
    this.closed = once(this.#socket, 'close').catch(() => {});
    this.#socket.on('close', () => this.#settled?.());
  }

  get isOpen(): boolean {
    return this.#open && !this.#socket.destroyed && this.#socket.readyState === 'open';
  }

  /** Makes the WebSocket handshake; false if the server refuses. */
  async open(headers: Readonly<Record<string, string>> = {}): Promise<boolean> {
    this.#socket.write(upgradeRequest(headers), 'latin1');
    const answer = await new Promise<Buffer>((resolve) => {
      this.#socket.once('data', resolve);
      this.#socket.once('close', () => resolve(Buffer.alloc(0)));
    });
    this.#open = answer.includes('HTTP/1.1 101');
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    if (this.#open) this.#receive(answer.subarray(answer.indexOf('\r\n\r\n') + 4));
    return this.#open;
  }

  /** Queues bytes for the next flush. */
  put(bytes: Buffer): void {
    this.#pending.push(bytes);
  }

  /** Queues a message. An answer is expected if its text has a readable ref. */
  say(text: string, bytes = textFrame(text)): void {
    const ref = refIn(text);
    if (ref !== undefined) this.#waiting.set(ref, (this.#waiting.get(ref) ?? 0) + 1);
    this.put(bytes);
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending.splice(0));
    if (this.#socket.destroyed || this.#socket.write(bytes)) return;
    await Promise.race([once(this.#socket, 'drain').catch(() => {}), this.closed]);
  }

  /** Resolves when every ref is answered or the connection is closed. Refs that are open after the time limit are counted. */
  async settle(): Promise<void> {
    if (this.#waiting.size === 0 || this.#socket.destroyed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#settled = resolve;
    const cancel = systemClock.at(systemClock.now() + this.#answerMs, () => {
      if (this.isOpen) for (const times of this.#waiting.values()) this.unanswered += times;
      resolve();
    });
    await promise;
    cancel();
    this.#settled = undefined;
    this.#waiting.clear();
  }

  pause(): void {
    this.#socket.pause();
  }

  /** Writes raw bytes before a handshake or in place of one. */
  write(bytes: string | Buffer): void {
    if (typeof bytes === 'string') this.#socket.write(bytes, 'latin1');
    else this.#socket.write(bytes);
  }

  /** Ends the connection: with a close frame, without one, or with a TCP reset. */
  async end(how: 'close' | 'fin' | 'reset'): Promise<void> {
    this.#isEnding = true;
    if (how === 'close') this.#socket.write(frame({ opcode: CLOSE, payload: closePayload(1000) }));
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.end();
    this.#socket.resume();
    const cancel = systemClock.at(systemClock.now() + PATIENCE_MS, () => this.#socket.destroy());
    await this.closed;
    cancel();
  }

  #receive(chunk: Buffer): void {
    let bytes = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk]);
    for (let next = frameIn(bytes); next !== undefined; next = frameIn(bytes)) {
      bytes = bytes.subarray(next.end);
      if (next.opcode === TEXT) this.#read(next.payload.toString());
      else if (next.opcode === PING) this.#socket.write(frame({ opcode: PONG, payload: next.payload }));
      else if (next.opcode === CLOSE) this.#socket.end();
    }
    this.#left = bytes;
  }

  #read(text: string): void {
    const [, type = '', ref] = HEAD.exec(text) ?? [];
    if (ref !== undefined && !this.#isEnding) this.#answered(JSON.stringify(JSON.parse(ref)));
    this.onText(type, text);
  }

  #answered(ref: string): void {
    const times = this.#waiting.get(ref);
    this.answered += 1;
    if (times === undefined) this.unanswered += 1;
    else if (times > 1) this.#waiting.set(ref, times - 1);
    else this.#waiting.delete(ref);
    if (this.#waiting.size === 0) this.#settled?.();
  }
}

/** Frames of the server are unfragmented and unmasked. */
function frameIn(bytes: Buffer): { opcode: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = head + length;
  if (bytes.length < end) return undefined;
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(head, end), end };
}

/** The ref that the answer must have, as JSON; undefined if the text has no readable ref. */
function refIn(text: string): string | undefined {
  if (!text.includes('"ref"')) return undefined;
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('ref' in value))
    return undefined;
  const { ref } = value;
  const readable =
    typeof ref === 'string'
      ? ref.length >= 1 && ref.length <= 64
      : Number.isSafeInteger(ref) && Number(ref) > 0;
  return readable ? JSON.stringify(ref) : undefined;
}

/** Parses by the limits of the protocol: 16 KiB, 16 levels, JSON. Undefined for anything else. */
function parsed(text: string): unknown {
  // A longer text closes the connection, or is refused unread.
  if (text.length > 16_384) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return levels(value) > 16 ? undefined : value;
  } catch {
    return undefined;
  }
}

function levels(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const part of Object.values(value)) deepest = Math.max(deepest, levels(part));
  return deepest + 1;
}
