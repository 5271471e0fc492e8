// The address by which a client is counted: that of the peer or, behind trusted proxies, the one they forward.
// proxy-addr and ipaddr.js would be 25 lines less, but: where a hop is no address ("unknown"), they take that word as the
// client's address, so that unrelated clients share one limit; and they throw on a zone such as `fe80::1%br-lan`.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Creates the function that returns the client address of a request: an IPv4 address, or the /64 network of an IPv6
 * address, since one client may use every address of its /64. undefined if the request's socket is already closed.
 * @param trustedProxies addresses or CIDR ranges of proxies whose X-Forwarded-For is believed
 * @throws TypeError if an entry is neither an address nor a range
 */
export function clientAddress(
  trustedProxies: readonly string[],
): (request: IncomingMessage) => string | undefined {
  const trusted = proxyList(trustedProxies);
  return (request) => {
    const peer = request.socket.remoteAddress;
    if (peer === undefined) return undefined;
    const header = trustedProxies.length > 0 ? request.headers['x-forwarded-for'] : undefined;
    // Node joins repeated headers of this name with a comma, so it is one string.
    return addressKey(typeof header === 'string' ? nearestUntrusted(peer, header, trusted) : plain(peer));
  };
}

/** The right-most hop that is not a trusted proxy: everything to the left of it may be invented by the client. */
function nearestUntrusted(peer: string, forwardedFor: string, trusted: BlockList): string {
  const hops = forwardedFor.split(',');
  let hop = plain(peer);
  while (isTrusted(hop, trusted)) {
    const next = plain(hops.pop()?.trim() ?? '');
    if (isIP(next) === 0) break;
    hop = next;
  }
  return hop;
}

function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    if (!isAddressRange(entry))
      throw new TypeError(`trustedProxies: ${entry} is neither an address nor a range`);
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether this is an IP address, or a CIDR range such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Without the zone, and as IPv4 where a dual-stack socket has mapped it into IPv6. */
function plain(address: string): string {
  const unzoned = address.replace(/%.*$/, '');
  return unzoned.toLowerCase().startsWith('::ffff:') && unzoned.includes('.') ? unzoned.slice(7) : unzoned;
}

/** The key of all limits by address. */
function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  // URL writes IPv6 in its canonical form: lower case, no dots, at most one '::'.
  const [left = '', right = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const zeros = Array<string>(8 - groups(left).length - groups(right).length).fill('0');
  return `${[...groups(left), ...zeros, ...groups(right)].slice(0, 4).join(':')}::/64`;
}
