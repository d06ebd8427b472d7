/** What somebody typed as an address with a port. */
export type ParsedAddress = { address: string; port: number } | { error: string };

const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

function isIpv6(text: string): boolean {
  if (!/^[\da-fA-F:.]+$/.test(text) || !text.includes(':')) return false;
  try {
    return new URL(`http://[${text}]/`).hostname.length > 2;
  } catch {
    return false;
  }
}

/**
 * Reads `127.0.0.1:8080`, `[::1]:8080`, an address alone (`fallbackPort` is taken), or a URL that was copied from a browser. Names are
 * refused: an EndpointSlice of the types IPv4 and IPv6 holds addresses. `localhost` is 127.0.0.1.
 */
export function parseAddress(text: string, fallbackPort: number): ParsedAddress {
  const bare = text
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  if (bare === '') return { error: 'An address is missing, for example 127.0.0.1:8080.' };
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(bare);
  const pair = bracketed ?? (isIpv6(bare) ? [bare, bare, undefined] : /^([^:]*)(?::(\d*))?$/.exec(bare));
  const host = pair?.[1] === 'localhost' ? '127.0.0.1' : (pair?.[1] ?? '');
  const port = pair?.[2] === undefined ? fallbackPort : Number(pair[2]);
  if (!IPV4.test(host) && !isIpv6(host))
    return {
      error: `${host === '' ? bare : host} is not an IP address. A Service sends to addresses, not to names; look the name up first.`,
    };
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return { error: 'The port must be between 1 and 65535.' };
  return { address: host, port };
}
