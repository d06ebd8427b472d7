import { isIP } from 'node:net';

/** True for names and addresses that only this machine can reach. `*.localhost` is not one: not every resolver keeps it on the machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** True for the address that stands for every address of the machine. */
export function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/**
 * The one form of a name or address, as browsers send it: lower case, without brackets and last dot, IPv6 as short as can be (RFC 5952).
 */
export function canonicalHost(text: string): string {
  const bare = text
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  // with a zone it is no address that a URL could hold
  return isIP(bare) === 6 && !bare.includes('%') ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare;
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
