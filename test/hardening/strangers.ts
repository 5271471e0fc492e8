// Clients of an attacker: raw ones, with any network address, in large numbers.
import { WebSocket } from 'ws';
import { type RawClient, rawClient, type TestServer } from '../../src/testing/index.ts';

/** For `startTestServer`: the server trusts the address that the clients below send. */
export const BEHIND_PROXY = { trustedProxies: ['127.0.0.1', '::1'] };

/** A network socket with that client address. */
export const openFrom = (address: string) => (url: string, protocol: string) =>
  new WebSocket(url, protocol, { headers: { 'x-forwarded-for': address } }) as never;

/** An identified client over a network socket with that client address. */
export async function strangerFrom(server: TestServer, address: string): Promise<RawClient> {
  const client = await rawClient(server.socketUrl, { createSocket: openFrom(address) });
  await client.hello();
  return client;
}

/** This many identified clients. */
export async function crowd(server: TestServer, count: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let at = 0; at < count; at += 1) {
    const client = await server.raw();
    await client.hello({ name: `Stranger ${at}` });
    clients.push(client);
  }
  return clients;
}

/** The number of answers by error code, or by type if they are no errors. */
export function countAnswers(
  answers: readonly Awaited<ReturnType<RawClient['ask']>>[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, payload } of answers) {
    const key = type === 'error' ? payload.code : type;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
