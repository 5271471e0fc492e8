// A minimal WebSocket client. A load must cost less CPU time than the server that it loads.
import { createConnection, type Socket } from 'node:net';

/** Counters over all connections of a load: frames, and bytes of TCP payload with the frame headers. */
export type Traffic = { framesIn: number; framesOut: number; bytesIn: number; bytesOut: number };

export const noTraffic = (): Traffic => ({ framesIn: 0, framesOut: 0, bytesIn: 0, bytesOut: 0 });

export type WebSocketClientOptions = {
  /** `ws://host:port/path` */
  readonly url: string;
  readonly protocol?: string;
  /** The local address. Loopback has 127.0.0.0/8, and each address has its own ports. */
  readonly localAddress?: string;
  readonly traffic: Traffic;
};

const TEXT = 0x81;
const PING = 0x89;
const PONG = 0x8a;
/** A client must mask its frames; a mask of zeros leaves the payload unchanged. */
const MASKED = 0x80;
const SHORT = 126;

export class WebSocketClient {
  /** Called with each text message. */
  onText: (text: string) => void = () => {};
  readonly #socket: Socket;
  readonly #traffic: Traffic;
  #incomplete: Buffer | undefined;
  #isCut = false;

  private constructor(socket: Socket, traffic: Traffic) {
    this.#socket = socket;
    this.#traffic = traffic;
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!this.#isCut) throw new Error('the server closed a connection');
    });
  }

  /** Resolves after the upgrade. Rejects with the status line if the server refuses. */
  static open({ url, protocol, localAddress, traffic }: WebSocketClientOptions): Promise<WebSocketClient> {
    const { hostname: host, port, pathname, search } = new URL(url);
    const socket = createConnection({
      ...{ host, port: Number(port), noDelay: true },
      ...(localAddress !== undefined && { localAddress }),
    });
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n` +
        `${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
    const { promise, resolve, reject } = Promise.withResolvers<WebSocketClient>();
    socket.once('error', reject);
    let answer = Buffer.alloc(0);
    const upgraded = (bytes: Buffer): void => {
      answer = Buffer.concat([answer, bytes]);
      const end = answer.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', upgraded).off('error', reject);
      const [status = ''] = answer.toString('latin1', 0, end).split('\r\n');
      if (!status.includes(' 101 ')) return void reject(new Error(status));
      const client = new WebSocketClient(socket, traffic);
      resolve(client);
      // In a later turn of the event loop: by then the caller has set `onText`.
      if (answer.length > end + 4) setImmediate(() => client.#read(answer.subarray(end + 4)));
    };
    socket.on('data', upgraded);
    return promise;
  }

  send(text: string): void {
    const length = Buffer.byteLength(text);
    const header = length < SHORT ? 6 : 8;
    const frame = Buffer.alloc(header + length);
    frame[0] = TEXT;
    frame[1] = MASKED | Math.min(length, SHORT);
    if (length >= SHORT) frame.writeUInt16BE(length, 2);
    frame.write(text, header);
    this.#write(frame);
  }

  /** Closes the TCP connection without a close frame, as a lost network does. */
  cut(): void {
    this.#isCut = true;
    this.#socket.destroy();
  }

  #write(frame: Buffer): void {
    this.#traffic.framesOut += 1;
    this.#traffic.bytesOut += frame.length;
    this.#socket.write(frame);
  }

  #read(bytes: Buffer): void {
    this.#traffic.bytesIn += bytes.length;
    let left = this.#incomplete === undefined ? bytes : Buffer.concat([this.#incomplete, bytes]);
    this.#incomplete = undefined;
    for (;;) {
      const header = headerOf(left);
      if (header === undefined || left.length < header.end) break;
      const payload = left.subarray(header.start, header.end);
      this.#traffic.framesIn += 1;
      if (left[0] === TEXT) this.onText(payload.toString());
      else if (left[0] === PING)
        this.#write(Buffer.concat([Buffer.from([PONG, MASKED | payload.length, 0, 0, 0, 0]), payload]));
      left = left.subarray(header.end);
      if (left.length === 0) return;
    }
    this.#incomplete = left;
  }
}

/** Start and end of the first frame's payload. A server does not mask, and turnkeeper sends less than 64 KiB. */
function headerOf(bytes: Buffer): { start: number; end: number } | undefined {
  const [, short] = bytes;
  if (short === undefined) return undefined;
  if (short < SHORT) return { start: 2, end: 2 + short };
  if (bytes.length < 4) return undefined;
  if (short > SHORT) throw new RangeError('a frame of 64 KiB or more');
  return { start: 4, end: 4 + bytes.readUInt16BE(2) };
}
