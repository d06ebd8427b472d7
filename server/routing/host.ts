/*
 * Host names as Envoy compares them: without port, in lower case, a final dot kept (so `host.` is not `host`).
 * Source: envoy-observed sections 1 and 6.
 */

const AUTHORITY = /^[A-Za-z0-9!$%&'()*+,\-.:;=@[\]_~]*$/;

/** Whether a Host header or authority has only characters that may stand there; others are refused with 400. */
export function isValidAuthority(authority: string): boolean {
  return AUTHORITY.test(authority);
}

/** The name that hostnames are compared with: `Example.com:8080` gives `example.com`, `[::1]:80` gives `[::1]`. */
export function hostName(authority: string): string {
  return authority.slice(0, portStart(authority)).toLowerCase();
}

/** Where `:PORT` starts, be it a number or not; the length when there is none. */
function portStart(authority: string): number {
  const colon = authority.lastIndexOf(':');
  if (colon < 0 || colon < authority.lastIndexOf(']')) return authority.length;
  // Colons before it without brackets: an IPv6 literal that has no port.
  const bare = authority.lastIndexOf(':', colon - 1) >= 0 && authority.charCodeAt(colon - 1) !== 93;
  return colon > 0 && bare ? authority.length : colon;
}

/** Finds the most specific entry that covers a name: exact, then the wildcard with the longest suffix, then the one for every host. */
export class HostIndex<T> {
  readonly #exact = new Map<string, T>();
  readonly #suffixes = new Map<string, T>();
  #any: T | undefined;

  /** `hostname`: exact, `*.suffix`, or `*`, in lower case. Of equal ones the first stays. */
  add(hostname: string, value: T): void {
    if (hostname === '*') {
      this.#any ??= value;
      return;
    }
    const map = hostname.startsWith('*.') ? this.#suffixes : this.#exact;
    const key = hostname.startsWith('*.') ? hostname.slice(1) : hostname;
    if (!map.has(key)) map.set(key, value);
  }

  /** `name` as `hostName` gives it. A wildcard stands for one label or more, never for none. */
  find(name: string): T | undefined {
    const exact = this.#exact.get(name);
    if (exact !== undefined) return exact;
    if (this.#suffixes.size > 0) {
      for (let dot = name.indexOf('.', 1); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        const value = this.#suffixes.get(name.slice(dot));
        if (value !== undefined) return value;
      }
    }
    return this.#any;
  }
}

/** Whether a hostname of a listener or virtual host covers a name. */
export function covers(hostname: string, name: string): boolean {
  if (hostname === '*') return true;
  if (!hostname.startsWith('*.')) return hostname === name;
  return name.length > hostname.length - 1 && name.endsWith(hostname.slice(1));
}

/** Whether a hostname covers all that another one covers. */
export function coversAll(broad: string, narrow: string): boolean {
  if (!narrow.startsWith('*.')) return narrow === '*' ? broad === '*' : covers(broad, narrow);
  return broad === '*' || (broad.startsWith('*.') && narrow.endsWith(broad.slice(1)));
}
