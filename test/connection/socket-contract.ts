// The contract of the socket port, for every implementation.
import { describe, expect, test } from 'vitest';
import type { Socket, SocketFault } from '../../src/connection/index.ts';

export const FRAME_BYTES = 16 * 1024;

export type ContractPair = {
  readonly server: Socket;
  readonly client: {
    send(message: string | Uint8Array): void;
    close(code: number): void;
    next(): Promise<string>;
    readonly closed: Promise<{ code: number; reason: string }>;
  };
  /** Stops and resumes the client's reading. */
  pause(): void;
  resume(): void;
  /** The client's side of the link breaks without a close frame. */
  cut(): void;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Every event of the server's end as one line, to be awaited in order. */
class SocketRecorder {
  readonly #lines: string[] = [];
  #wake: () => void = () => {};

  constructor(server: Socket) {
    server.listen({
      text: (text) => this.#add(`text ${text}`),
      binary: () => this.#add('binary'),
      pinged: () => this.#add('pinged'),
      ponged: () => this.#add('ponged'),
      drained: () => this.#add('drained'),
      broken: (fault: SocketFault) => this.#add(`broken ${fault}`),
      closed: (code) => this.#add(`closed ${code}`),
    });
  }

  async next(): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  get rest(): readonly string[] {
    return this.#lines;
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#wake();
  }
}

/** @param open creates a pair whose client is open */
export function socketContract(name: string, open: () => Promise<ContractPair>): void {
  describe(`socket contract: ${name}`, () => {
    test('texts arrive in order, in both directions', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      for (const text of ['a', 'ß', '🎲']) {
        pair.server.send(text);
        pair.client.send(text);
      }
      expect([await events.next(), await events.next(), await events.next()]).toEqual([
        'text a',
        'text ß',
        'text 🎲',
      ]);
      expect([await pair.client.next(), await pair.client.next(), await pair.client.next()]).toEqual([
        ...['a', 'ß', '🎲'],
      ]);
    });

    test('a binary message is reported without its content', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.client.send(new Uint8Array([1, 2, 3]));
      expect(await events.next()).toBe('binary');
    });

    test('a client that reads answers a ping', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.server.ping();
      expect(await events.next()).toBe('ponged');
    });

    test('a close by the server reaches the client behind all sent texts, with code and reason', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.server.send('last words');
      pair.server.close(4409, 'elsewhere');
      pair.server.send('never sent');
      expect(await pair.client.next()).toBe('last words');
      expect(await pair.client.closed).toEqual({ code: 4409, reason: 'elsewhere' });
      expect(await events.next()).toBe('closed 4409');
    });

    test('a close by the client is reported with its code; after it all calls do nothing and none throws', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.client.close(4999);
      expect(await events.next()).toBe('closed 4999');
      expect((await pair.client.closed).code).toBe(4999);
      pair.server.send('too late');
      pair.server.ping();
      pair.server.close(1000, '');
      pair.server.terminate();
      expect(pair.server.bufferedBytes).toBe(0);
      expect(events.rest).toEqual([]);
    });

    test('terminate cuts the link: both ends report 1006', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.server.terminate();
      expect(events.rest).toEqual([]);
      expect(await events.next()).toBe('closed 1006');
      expect((await pair.client.closed).code).toBe(1006);
    });

    test('a broken link is reported as 1006', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.cut();
      expect(await events.next()).toBe('closed 1006');
    });

    test('a message of the maximum size is received, one byte more closes with 1009', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.client.send('x'.repeat(FRAME_BYTES));
      pair.client.send('y'.repeat(FRAME_BYTES + 1));
      expect(await events.next()).toBe(`text ${'x'.repeat(FRAME_BYTES)}`);
      expect(await events.next()).toBe('broken tooBig');
      expect((await pair.client.closed).code).toBe(1009);
    });

    test('texts for a paused client are counted as buffered, and arrive complete when it reads', async () => {
      await using pair = await open();
      const events = new SocketRecorder(pair.server);
      pair.pause();
      let sent = 0;
      // The kernel takes the first megabytes of a real socket.
      for (; pair.server.bufferedBytes < 256 * 1024; sent += 1)
        pair.server.send(`${sent} ${'z'.repeat(8_000)}`);
      pair.server.send('end');
      pair.resume();
      for (let at = 0; at < sent; at += 1) expect(await pair.client.next()).toMatch(new RegExp(`^${at} z+$`));
      expect(await pair.client.next()).toBe('end');
      expect(await events.next()).toBe('drained');
      expect(pair.server.bufferedBytes).toBe(0);
    });
  });
}
