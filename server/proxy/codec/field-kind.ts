/*
 * Fields that mean something to the proxy. The numbers go into the record of a field; 0 is any other field.
 */
export const CONTENT_LENGTH = 1;
export const TRANSFER_ENCODING_FIELD = 2;
export const CONNECTION = 3;
export const HOST = 4;
export const EXPECT = 5;
export const UPGRADE = 6;
export const KEEP_ALIVE = 7;
export const PROXY_CONNECTION = 8;
export const TE = 9;
export const X_FORWARDED_FOR = 10;
export const X_FORWARDED_PROTO = 11;
export const X_REQUEST_ID = 12;
export const X_ENVOY = 13;
export const DATE = 14;
export const X_FORWARDED_CLIENT_CERT = 15;
export const CONTENT_TYPE = 16;
/** Kinds that there are. */
export const KINDS = 17;

/** Names by kind; `x-envoy-` stands for every name that starts so. */
const NAMES: readonly [number, string][] = [
  [CONTENT_LENGTH, 'content-length'],
  [TRANSFER_ENCODING_FIELD, 'transfer-encoding'],
  [CONNECTION, 'connection'],
  [HOST, 'host'],
  [EXPECT, 'expect'],
  [UPGRADE, 'upgrade'],
  [KEEP_ALIVE, 'keep-alive'],
  [PROXY_CONNECTION, 'proxy-connection'],
  [TE, 'te'],
  [X_FORWARDED_FOR, 'x-forwarded-for'],
  [X_FORWARDED_PROTO, 'x-forwarded-proto'],
  [X_REQUEST_ID, 'x-request-id'],
  [DATE, 'date'],
  [X_FORWARDED_CLIENT_CERT, 'x-forwarded-client-cert'],
  [CONTENT_TYPE, 'content-type'],
];

/** Longest name that is told apart. */
const LONGEST = 23;
/** The kind that a name may have, by its length and the last five bits of its first byte; no two names share a place. */
const CANDIDATES = new Uint8Array((LONGEST + 1) * 32);
/** The same for the scanner: -1 where a name has to be looked at; longer names are where the longest are. */
export const FLAGS = new Uint8Array(32 * 32);
/** Names by kind. */
const BYTES: Uint8Array[] = [];
for (const [kind, name] of NAMES) {
  const place = name.length * 32 + (name.charCodeAt(0) & 31);
  if (CANDIDATES[place] !== 0) throw new Error(`Two field names share the place of ${name}.`);
  CANDIDATES[place] = kind;
  BYTES[kind] = Buffer.from(name, 'latin1');
  FLAGS[place] = 0xff;
}

const X = 0x78;
const ENVOY_PREFIX = Buffer.from('x-envoy-', 'latin1');
for (let length = ENVOY_PREFIX.length + 1; length < 32; length++) FLAGS[length * 32 + (X & 31)] = 0xff;

/** Kind of a name, which is in lower case already. */
export function classify(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (bytes[start] === X && length > ENVOY_PREFIX.length && startsWith(bytes, start, ENVOY_PREFIX)) return X_ENVOY;
  if (length > LONGEST) return 0;
  const kind = CANDIDATES[length * 32 + (bytes[start]! & 31)]!;
  return kind !== 0 && startsWith(bytes, start, BYTES[kind]!) ? kind : 0;
}

function startsWith(bytes: Uint8Array, start: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return true;
}
