// Clients as an attacker brings them: raw ones, from any network address, by the hundred.

import { WebSocket } from 'ws';
import { type RawClient, rawClient, type TestServer } from '../../src/testing/index.ts';

/** For `startTestServer`: what the clients below say of their address is believed. */
export const BEHIND_PROXY = { trustedProxies: ['127.0.0.1', '::1'] };

/** A real socket from that address. */
export const openFrom = (address: string) => (url: string, protocol: string) =>
  new WebSocket(url, protocol, { headers: { 'x-forwarded-for': address } }) as never;

/** One who has said hello, over a real socket, from that address. */
export async function strangerFrom(server: TestServer, address: string): Promise<RawClient> {
  const client = await rawClient(server.socketUrl, { createSocket: openFrom(address) });
  await client.hello();
  return client;
}

/** So many who have said hello. */
export async function crowd(server: TestServer, count: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let at = 0; at < count; at += 1) {
    const client = await server.raw();
    await client.hello({ name: `Stranger ${at}` });
    clients.push(client);
  }
  return clients;
}

/** How often each answer came: by error code, or by type. */
export function tally(answers: readonly Awaited<ReturnType<RawClient['ask']>>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, payload } of answers) {
    const key = type === 'error' ? payload.code : type;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
