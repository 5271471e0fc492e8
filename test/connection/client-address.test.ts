import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../src/connection/client-address.ts';
import { openPair, startRig } from './rig.ts';

/** The part of a request that an address is read from. */
const request = (remoteAddress: string | undefined, forwardedFor?: string) =>
  ({
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwardedFor },
  }) as unknown as Parameters<ReturnType<typeof clientAddress>>[0];

describe('the key of an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['fe80::1%br-lan.2', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [undefined, undefined],
  ])('%s → %s', (peer, name) => {
    expect(clientAddress([])(request(peer))).toBe(name);
  });
});

describe('X-Forwarded-For', () => {
  const addressOf = clientAddress(['10.0.0.0/8', '192.0.2.1', '2001:db8:ffff::/48']);

  test.each([
    ['is ignored from a peer that is not trusted', '203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['gives the hop that a trusted proxy names', '192.0.2.1', '198.51.100.1', '198.51.100.1'],
    [
      'is ignored to the left of that hop, where a client may write anything',
      '10.1.1.1',
      '1.1.1.1, 198.51.100.1',
      '198.51.100.1',
    ],
    ['is followed through several trusted proxies', '10.1.1.1', '198.51.100.1, 10.2.2.2', '198.51.100.1'],
    ['gives the left-most hop if all are trusted proxies', '10.1.1.1', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
    [
      'is followed no further than a hop that is not an address',
      '10.1.1.1',
      '198.51.100.1, unknown, 10.2.2.2',
      '10.2.2.2',
    ],
    ['gives the proxy if there is no header', '10.1.1.1', undefined, '10.1.1.1'],
    ['works with IPv6 proxies and clients', '2001:db8:ffff::1', '2001:db8:1:2::9', '2001:db8:1:2::/64'],
    [
      'trusts a proxy whose IPv4 address is mapped into IPv6',
      '::ffff:10.1.1.1',
      '198.51.100.1',
      '198.51.100.1',
    ],
  ])('%s', (_, peer, header, expected) => {
    expect(addressOf(request(peer, header))).toBe(expected);
  });

  test.each(['proxy.local', '10.0.0.0/33', '::1/129', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1'])(
    'the entry %s is refused at the start',
    (entry) => {
      expect(() => clientAddress([entry])).toThrow(
        new TypeError(`trustedProxies: ${entry} is neither an address nor a range`),
      );
    },
  );

  test('[C8] limits count connections by the address behind the proxy', async () => {
    await using rig = await startRig({ trustedProxies: ['127.0.0.1'] });
    const { connection } = await openPair(rig, { headers: { 'x-forwarded-for': '6.6.6.6, 198.51.100.1' } });
    expect(connection.address).toBe('198.51.100.1');
    expect(rig.manager.addresses.of('198.51.100.1')).toBe(1);
    expect(rig.manager.addresses.of('127.0.0.1')).toBe(0);
  });
});
