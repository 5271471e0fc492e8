import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { addressLine } from '../../src/cli/address.ts';

const at = (address: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo =>
  ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo;

const interfaces = {
  lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
  eth0: [at('192.168.1.5', 'IPv4'), at('fe80::1', 'IPv6')],
  none: undefined,
};

describe('the line with the address', () => {
  test.each(['127.0.0.1', '::1', 'localhost'])('%s is localhost', (host) => {
    expect(addressLine({ host, port: 3000, interfaces })).toBe('turnkeeper is at http://localhost:3000');
  });

  test.each(['0.0.0.0', '::'])('%s names the address on the network, too', (host) => {
    expect(addressLine({ host, port: 4000, interfaces })).toBe(
      'turnkeeper is at http://localhost:4000 and, for others on this network, at http://192.168.1.5:4000',
    );
  });

  test('without a network only localhost is named', () => {
    expect(addressLine({ host: '0.0.0.0', port: 1, interfaces: { lo: interfaces.lo } })).toBe(
      'turnkeeper is at http://localhost:1',
    );
  });

  test('a host of one address is named as it is, an IPv6 one in brackets', () => {
    expect(addressLine({ host: '192.168.1.5', port: 1, interfaces })).toMatch(/ http:\/\/192\.168\.1\.5:1$/);
    expect(addressLine({ host: 'fe80::1', port: 1, interfaces })).toMatch(/ http:\/\/\[fe80::1\]:1$/);
  });
});
