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
const LIST: readonly [number, string][] = [
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
export const LONGEST = 23;
/** The kind that a name may have, by its length and the last five bits of its first byte; no two names share a place. */
export const CANDIDATES = new Uint8Array((LONGEST + 1) * 32);
/** Names by kind, 32 bytes each. */
export const NAMES = new Uint8Array(KINDS * 32);
for (const [kind, name] of LIST) {
  const place = name.length * 32 + (name.charCodeAt(0) & 31);
  if (CANDIDATES[place] !== 0) throw new Error(`Two field names share the place of ${name}.`);
  CANDIDATES[place] = kind;
  NAMES.set(Buffer.from(name, 'latin1'), kind * 32);
}

const X = 0x78;
const ENVOY_PREFIX = Buffer.from('x-envoy-', 'latin1');

/** Kind of a name, which is in lower case already. */
export function classify(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (bytes[start] === X && length > ENVOY_PREFIX.length && lies(ENVOY_PREFIX, 0, ENVOY_PREFIX.length, bytes, start))
    return X_ENVOY;
  if (length > LONGEST) return 0;
  const kind = CANDIDATES[length * 32 + (bytes[start]! & 31)]!;
  return kind !== 0 && lies(NAMES, kind * 32, length, bytes, start) ? kind : 0;
}

/** Whether `length` bytes of `name` lie at an offset of others. */
function lies(name: Uint8Array, from: number, length: number, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[start + i] !== name[from + i]) return false;
  return true;
}
