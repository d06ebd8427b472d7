import { networkInterfaces } from 'node:os';

/** The machine's own address, '' without one. */
function ownAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { family, internal, address } of addresses ?? []) if (family === 'IPv4' && !internal) return address;
  }
  return '';
}

let own: string | null = null;

/** Address without the prefix of an IPv4 address on an IPv6 socket. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** What backends are told of a client: for one on this machine, the machine's own address. Source: envoy-observed section 6. */
export function forwardedAddress(client: string): string {
  if (!client.startsWith('127.') && client !== '::1') return client;
  own ??= ownAddress();
  return own === '' ? client : own;
}
