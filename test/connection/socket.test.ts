import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connectionLimits, type Socket } from '../../src/connection/index.ts';
import { wsUpgrade } from '../../src/connection/ws-upgrade.ts';
import { linkedSockets } from '../../src/testing/linked-sockets.ts';
import { openClient, silentLog } from './rig.ts';
import { type ContractPair, FRAME_BYTES, socketContract } from './socket-contract.ts';

const overLoopback = (plainSockets: boolean) => async (): Promise<ContractPair> => {
  const http = createServer();
  const limits = { ...connectionLimits, frameBytes: FRAME_BYTES };
  const complete = wsUpgrade({ limits, log: silentLog, plainSockets });
  const server = new Promise<Socket>((resolve) => {
    http.on('upgrade', (request, raw, head) =>
      complete({ request, raw, head, address: '127.0.0.1' }, resolve),
    );
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { ws, next, closed } = await openClient({ port: (http.address() as AddressInfo).port });
  return {
    server: await server,
    client: { send: (message) => ws.send(message), close: (code) => ws.close(code), next, closed },
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    cut: () => ws.terminate(),
    [Symbol.asyncDispose]: async () => {
      ws.terminate();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
};

socketContract('fast socket over loopback', overLoopback(false));
socketContract('plain socket over loopback', overLoopback(true));

socketContract('linked pair', async (): Promise<ContractPair> => {
  const { server, client, pause, resume, cut } = linkedSockets({ frameBytes: FRAME_BYTES });
  const texts: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  client.onmessage = ({ data }) => {
    const resolve = waiting.shift();
    if (resolve === undefined) texts.push(data);
    else resolve(data);
  };
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    client.onclose = resolve;
  });
  await new Promise((resolve) => {
    client.onopen = resolve;
  });
  const next = async (): Promise<string> =>
    texts.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
  return {
    ...{ server, pause, resume, cut },
    client: { send: (message) => client.send(message), close: (code) => client.close(code), next, closed },
    [Symbol.asyncDispose]: async () => cut(),
  };
});

test('a linked pair delivers only when its schedule runs', () => {
  const due: (() => void)[] = [];
  const { server, client } = linkedSockets({ schedule: (deliver) => due.push(deliver) });
  const got: string[] = [];
  client.onopen = () => got.push('open');
  client.onmessage = ({ data }) => got.push(data);
  server.send('a');
  server.send('b');
  expect(got).toEqual([]);
  for (const deliver of due.splice(0)) deliver();
  expect(got).toEqual(['open', 'a', 'b']);
  expect(due).toEqual([]);
});

test('the client of a linked pair throws if it sends before it is open, as a browser does', () => {
  const { client } = linkedSockets();
  expect(() => client.send('early')).toThrow('not open yet');
});
