import { STATIC_NAMES, STATIC_VALUES } from './static-table.ts';

/** How a field of one name is written. */
export interface FieldKind {
  /** Of the name in the static table, 0 when it is not there. */
  index: number;
  /** Indexes of whole fields of the static table by value. */
  values: ReadonlyMap<string, number> | null;
  /** Its place among the names that may be added to the dynamic table, -1 when it may not. */
  place: number;
  /** Its values may be as many as there are requests. */
  ofPath: boolean;
}

/**
 * Names whose fields are added to the table: they say the same in message after message, and are no secret. Others never are, since a client
 * could find out by trying what another one sent to the same backend. Source: RFC 7541 section 7.1.
 */
const ADDED = [
  ':authority',
  ':method',
  ':path',
  ':scheme',
  ':status',
  'accept',
  'accept-encoding',
  'accept-language',
  'access-control-allow-origin',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-type',
  'date',
  'grpc-accept-encoding',
  'grpc-encoding',
  'grpc-status',
  'server',
  'strict-transport-security',
  'te',
  'user-agent',
  'vary',
  'via',
  'x-envoy-external-address',
  'x-forwarded-for',
  'x-forwarded-proto',
];

const found = new Map<string, FieldKind>();
for (const [index, name] of STATIC_NAMES.entries()) {
  if (index === 0) continue;
  const value = STATIC_VALUES[index]!;
  const before = found.get(name);
  const values = new Map(before?.values ?? []);
  if (value !== '') values.set(value, index);
  const place = ADDED.indexOf(name);
  found.set(name, {
    index: before?.index ?? index,
    values: values.size > 0 ? values : null,
    place,
    ofPath: name === ':path',
  });
}
for (const [place, name] of ADDED.entries()) {
  if (!found.has(name)) found.set(name, { index: 0, values: null, place, ofPath: false });
}

/** Names that are known; every other name is of the kind OTHER. */
export const KINDS: ReadonlyMap<string, FieldKind> = found;
export const OTHER: FieldKind = { index: 0, values: null, place: -1, ofPath: false };
