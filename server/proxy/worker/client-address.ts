import { networkInterfaces } from 'node:os';
import { clientLines } from '../codec/client-lines.ts';

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

/** Clients whose lines are kept, since most have several connections. */
const KEPT = 1_000;
const kept = new Map<string, Uint8Array>();

/** Lines that tell backends of a client. */
export function linesAbout(client: string): Uint8Array {
  const known = kept.get(client);
  if (known !== undefined) return known;
  if (kept.size === KEPT) kept.clear();
  const lines = clientLines(client, forwardedAddress(client));
  kept.set(client, lines);
  return lines;
}
