// Bytes in place of an upgrade request: incomplete requests, huge ones, and no HTTP at all.
import type { Random } from './fuzz-random.ts';

const KEY = 'AAAAAAAAAAAAAAAAAAAAAA==';

type Headers = Readonly<Record<string, string>>;

/** All attackers are on one machine. The limits count the address that the proxy reports. */
export const ATTACKER_ADDRESS = '203.0.113.7';

const handshake: Headers = {
  Host: 'localhost',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': KEY,
  'Sec-WebSocket-Protocol': 'turnkeeper.v1',
  'X-Forwarded-For': ATTACKER_ADDRESS,
};

export function upgradeRequest(changes: Headers = {}, line = 'GET /ws HTTP/1.1'): string {
  const headers = Object.entries({ ...handshake, ...changes }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `${line}\r\n${headers.join('')}\r\n`;
}

const ODD = ['', ' ', '\u0000', 'websocket', 'x'.repeat(9_000), ',,,,', '\u00ff\u00fe', '%n%s%x', '*'];

const broken: readonly ((chance: Random) => string | Buffer)[] = [
  (chance) => upgradeRequest({ [chance.pick(Object.keys(handshake))]: chance.pick(ODD) }),
  (chance) =>
    upgradeRequest({ Origin: chance.pick(['https://evil.example', 'null', 'http://localhost', '::']) }),
  (chance) => upgradeRequest({ Cookie: 'a'.repeat(chance.between(1_000, 20_000)) }),
  (chance) =>
    upgradeRequest(
      Object.fromEntries(Array.from({ length: chance.between(60, 300) }, (_, at) => [`X-${at}`, 'y'])),
    ),
  (chance) => upgradeRequest({}, `${chance.pick(['POST', 'CONNECT', 'HEAD', 'get', 'PRI'])} /ws HTTP/1.1`),
  (chance) =>
    upgradeRequest({}, `GET ${chance.pick(['/', '//ws', '/ws/..', '*', 'http://x/ws', '/%00'])} HTTP/1.1`),
  (chance) => upgradeRequest({}, `GET /ws HTTP/${chance.pick(['0.9', '1.0', '2.0', '9.9'])}`),
  (chance) => upgradeRequest({ 'Transfer-Encoding': 'chunked', 'Content-Length': String(chance.below(1e6)) }),
  (chance) =>
    upgradeRequest({ 'Sec-WebSocket-Extensions': chance.pick(['permessage-deflate; a=', 'x'.repeat(500)]) }),
  (chance) => `GET /${'a'.repeat(chance.between(1, 20_000))} HTTP/1.1\r\n\r\n`,
  (chance) => chance.bytes(chance.between(1, 2_000)),
  (chance) =>
    upgradeRequest() + chance.pick(['\u0000'.repeat(50), 'GET / HTTP/1.1\r\n\r\n', 'x'.repeat(70_000)]),
];

/** Requests that are refused or closed; a few are accepted. */
export const brokenUpgrade = (chance: Random): string | Buffer => chance.pick(broken)(chance);

/** The beginning of a request that is never completed. */
export function halfUpgrade(chance: Random): string {
  const whole = upgradeRequest();
  return whole.slice(0, chance.below(whole.length - 1));
}
