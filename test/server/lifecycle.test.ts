import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { createServer, type TurnkeeperServer } from '../../src/server/index.ts';
import { MemoryStore, memoryStorage, StoreError } from '../../src/store/index.ts';
import { rawClient } from '../../src/testing/index.ts';

/** A store whose list of rooms arrives when the test resolves `listed`. */
class SlowStore extends MemoryStore {
  readonly listed = Promise.withResolvers<[]>();

  override rooms(): Promise<[]> {
    return this.listed.promise;
  }
}

function serverOn(rooms: SlowStore): TurnkeeperServer {
  const server = createServer({ games: [ticTacToe], storage: { ...memoryStorage(), rooms } });
  onTestFinished(() => server.close());
  return server;
}

/** The server attached to an http.Server of ours, which answers its plain HTTP, too. */
async function attached(server: TurnkeeperServer): Promise<string> {
  const http = createHttpServer((request, response) => {
    if (request.url === '/ours') response.end('ours');
    else server.requestListener(request, response);
  });
  server.attach(http);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

describe('a server that starts', () => {
  test('is ready once the stored rooms are known, and says so at /readyz', async () => {
    const store = new SlowStore();
    const server = serverOn(store);
    const url = await attached(server);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'starting' });
    store.listed.resolve([]);
    await server.ready();
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' });
  });

  test('rejects ready and listen with the error of a storage that cannot be read', async () => {
    const store = new SlowStore();
    const server = serverOn(store);
    store.listed.reject(new StoreError('FAILED', 'no disk'));
    await expect(server.ready()).rejects.toBeInstanceOf(StoreError);
    await expect(server.listen()).rejects.toMatchObject({ code: 'FAILED' });
  });

  test('rejects listen with EADDRINUSE where the port is taken, and can listen elsewhere', async () => {
    const server = createServer({ games: [ticTacToe] });
    onTestFinished(() => server.close());
    const { port } = await server.listen();
    await expect(server.listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect((await fetch(`${(await server.listen()).url}/healthz`)).status).toBe(200);
  });
});

describe('a server that is attached to another', () => {
  test('answers sockets at /ws, and leaves other requests alone, also after it is closed', async () => {
    const server = createServer({ games: [ticTacToe] });
    const url = await attached(server);
    await server.ready();
    const client = await rawClient(`${url.replace('http', 'ws')}/ws`);
    expect(await client.hello({ name: 'Ann' })).toMatchObject({ name: 'Ann' });
    expect(await (await fetch(`${url}/ours`)).text()).toBe('ours');
    await server.close();
    expect(await client.closed).toMatchObject({ code: 1001 });
    expect(await (await fetch(`${url}/ours`)).text()).toBe('ours');
    await expect(rawClient(`${url.replace('http', 'ws')}/ws`)).rejects.toThrow();
  });

  test('closes once: a second close is the same promise', async () => {
    const server = createServer({ games: [ticTacToe] });
    const closing = server.close();
    expect(server.close()).toBe(closing);
    await closing;
  });
});
