// The line that says where the server is, as somebody would type it into a browser.
import type { NetworkInterfaceInfo } from 'node:os';

export type Listening = {
  readonly host: string;
  readonly port: number;
  /** As os.networkInterfaces() gives them. */
  readonly interfaces: Readonly<Record<string, NetworkInterfaceInfo[] | undefined>>;
};

export function addressLine({ host, port, interfaces }: Listening): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const here = everywhere || isLoopback(host) ? 'localhost' : host;
  const line = `turnkeeper is at ${url(here, port)}`;
  const lan = everywhere ? lanAddresses(interfaces).map((address) => url(address, port)) : [];
  return lan.length === 0 ? line : `${line} and, for others on this network, at ${lan.join(' or ')}`;
}

const isLoopback = (host: string): boolean => host === '127.0.0.1' || host === '::1' || host === 'localhost';

const url = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

function lanAddresses(interfaces: Listening['interfaces']): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
