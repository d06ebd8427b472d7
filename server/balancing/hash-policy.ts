import { addressText } from './endpoint-text.ts';
import type { Hash64, HashInput } from './types.ts';
import { hashHex, xxh64 } from './xxh64.ts';

/** What the hash inputs read from a request. */
export interface HashableRequest {
  /** All values of a header in order of arrival, empty when it is missing. `name` is lower case. */
  headerValues(name: string): readonly string[];
  /** Query as received, with its `?`; empty when there is none. */
  search: string;
  /** IP literals without brackets, and ports, of the downstream connection. */
  remoteAddress: string;
  remotePort: number;
  localAddress: string;
  localPort: number;
}

export interface RequestHash {
  /** Absent: no input gave a hash, and a random endpoint is taken. */
  hash?: Hash64;
  /** Value of the Set-Cookie header that the response has to carry. */
  setCookie?: string;
}

/**
 * Hash of a request: inputs in order, h = rotate_left(h, 1) xor next; a missing input is skipped. Of several cookies that have to be made
 * the last one's Set-Cookie is returned. Source: envoy-observed section 3.
 */
export function hashRequest(inputs: readonly HashInput[], request: HashableRequest): RequestHash {
  const result: RequestHash = {};
  for (const input of inputs) {
    const next = hashInput(input, request, result);
    if (!next) continue;
    const { hash } = result;
    if (!hash) {
      result.hash = next;
      continue;
    }
    const hi = (((hash.hi << 1) | (hash.lo >>> 31)) ^ next.hi) >>> 0;
    hash.lo = (((hash.lo << 1) | (hash.hi >>> 31)) ^ next.lo) >>> 0;
    hash.hi = hi;
  }
  return result;
}

function hashInput(input: HashInput, request: HashableRequest, result: RequestHash): Hash64 | undefined {
  switch (input.type) {
    case 'SourceIP':
      return xxh64(request.remoteAddress);
    case 'Header':
      return hashHeader(request.headerValues(input.name.toLowerCase()));
    case 'QueryParam': {
      const value = rawQueryValue(request.search, input.name);
      return value === undefined ? undefined : xxh64(value);
    }
    case 'Cookie': {
      const value = cookieValue(request.headerValues('cookie'), input.name);
      if (value !== '') return xxh64(value);
      if (input.ttl === undefined) return undefined;
      const made = hashHex(
        xxh64(
          addressText(request.remoteAddress, request.remotePort) + addressText(request.localAddress, request.localPort),
        ),
      );
      result.setCookie = setCookieText(input.name, made, input.ttl, input.attributes);
      return xxh64(made);
    }
  }
}

/** Several values are sorted and hashed as a chain: each with the hash so far as its seed. */
function hashHeader(values: readonly string[]): Hash64 | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.length === 1) return xxh64(first);
  const hash: Hash64 = { hi: 0, lo: 0 };
  for (const value of values.toSorted()) xxh64(value, hash, hash);
  return hash;
}

/** Value of the first parameter of that name, not decoded; empty for one without `=`. Names are compared as they are. */
function rawQueryValue(search: string, name: string): string | undefined {
  let at = 1;
  while (at < search.length) {
    let end = search.indexOf('&', at);
    if (end < 0) end = search.length;
    if (search.startsWith(name, at)) {
      const after = at + name.length;
      if (after === end) return '';
      if (after < end && search.charCodeAt(after) === 61) return search.slice(after + 1, end);
    }
    at = end + 1;
  }
  return undefined;
}

/** Value of the first cookie of that name without surrounding double quotes; empty when it is missing or empty. */
function cookieValue(headers: readonly string[], name: string): string {
  for (const header of headers) {
    for (const part of header.split(';')) {
      const equals = part.indexOf('=');
      if (equals < 0 || part.slice(0, equals).trim() !== name) continue;
      const value = part.slice(equals + 1).trim();
      return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    }
  }
  return '';
}

/** Text of a Set-Cookie header. `ttl` in seconds; 0 makes a session cookie. */
function setCookieText(name: string, value: string, ttl: number, attributes: Record<string, string>): string {
  const parts = [`${name}="${value}"`];
  if (ttl > 0) parts.push(`Max-Age=${ttl}`);
  for (const key of Object.keys(attributes).sort()) {
    const text = attributes[key];
    parts.push(text === undefined || text === '' ? key : `${key}=${text}`);
  }
  parts.push('HttpOnly');
  return parts.join('; ');
}
