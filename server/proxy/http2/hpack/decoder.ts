import { DynamicTable, ENTRY_OVERHEAD } from './dynamic-table.ts';
import { decodeHuffman } from './huffman.ts';
import { readInteger, type ReadInteger } from './integer.ts';
import { STATIC_NAMES, STATIC_SIZE, STATIC_VALUES } from './static-table.ts';

/** Limits of a list of fields. */
export interface ListLimits {
  /** Octets of names and values, and 32 for each field. Source: RFC 9113 section 6.5.2. */
  octets: number;
  fields: number;
}

/** Octets of the table that a peer may use: what it is when nothing is said. Source: RFC 9113 section 6.5.2. */
const TABLE_SIZE = 4096;

/** Reads blocks of fields that one peer sends. Source: RFC 7541. */
export class HpackDecoder {
  /** The list of the last block went beyond a limit: it was read to its end, but not kept whole. */
  exceeded = false;
  private readonly table = new DynamicTable(TABLE_SIZE);
  private readonly limits: ListLimits;

  constructor(limits: ListLimits) {
    this.limits = limits;
  }

  /**
   * Reads the block `bytes[start, end)`.
   * @returns name, value, name, value; null when it is no block, after which the connection is of no use
   */
  decode(bytes: Buffer, start: number, end: number): string[] | null {
    const { table, limits } = this;
    const fields: string[] = [];
    let octets = 0;
    let resizable = true;
    this.exceeded = false;
    for (let at = start; at < end;) {
      const first = bytes[at]!;
      let name: string;
      let value: string | null;
      if (first >= INDEXED) {
        readInteger(bytes, at, end, 0x7f, INTEGER);
        const index = INTEGER.value;
        if (index <= 0 || index > STATIC_SIZE + table.length) return null;
        name = index <= STATIC_SIZE ? STATIC_NAMES[index]! : table.name(index - STATIC_SIZE - 1);
        value = index <= STATIC_SIZE ? STATIC_VALUES[index]! : table.value(index - STATIC_SIZE - 1);
        at = INTEGER.next;
      } else if (first >= RESIZE && first < ADDED) {
        readInteger(bytes, at, end, 0x1f, INTEGER);
        if (!resizable || INTEGER.value < 0 || INTEGER.value > TABLE_SIZE) return null;
        table.resize(INTEGER.value);
        at = INTEGER.next;
        continue;
      } else {
        const added = first >= ADDED;
        readInteger(bytes, at, end, added ? 0x3f : 0x0f, INTEGER);
        const index = INTEGER.value;
        if (index < 0 || index > STATIC_SIZE + table.length) return null;
        at = INTEGER.next;
        if (index > 0) name = index <= STATIC_SIZE ? STATIC_NAMES[index]! : table.name(index - STATIC_SIZE - 1);
        else {
          const text = readText(bytes, at, end);
          if (text === null) return null;
          name = KNOWN.get(text) ?? text;
          at = INTEGER.next;
        }
        value = readText(bytes, at, end);
        if (value === null) return null;
        at = INTEGER.next;
        if (added) table.add(name, value);
      }
      resizable = false;
      octets += name.length + value.length + ENTRY_OVERHEAD;
      if (octets > limits.octets || fields.length >= 2 * limits.fields) this.exceeded = true;
      else fields.push(name, value);
    }
    return fields;
  }
}

const INDEXED = 0x80;
const ADDED = 0x40;
const RESIZE = 0x20;
const HUFFMAN = 0x80;
const INTEGER: ReadInteger = { value: 0, next: 0 };

/** Names that are met often, as the one string each that others compare with at once. */
const KNOWN = new Map(
  [
    ...STATIC_NAMES,
    'te',
    'grpc-status',
    'grpc-message',
    'grpc-timeout',
    'grpc-encoding',
    'grpc-accept-encoding',
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-request-id',
    'connection',
    'upgrade',
  ].map((name) => [name, name]),
);

/** Reads a string. `INTEGER.next` is the place behind it. */
function readText(bytes: Buffer, at: number, end: number): string | null {
  if (at >= end) return null;
  const huffman = bytes[at]! >= HUFFMAN;
  readInteger(bytes, at, end, 0x7f, INTEGER);
  const start = INTEGER.next;
  const stop = start + INTEGER.value;
  if (INTEGER.value < 0 || stop > end) return null;
  INTEGER.next = stop;
  return huffman ? decodeHuffman(bytes, start, stop) : bytes.toString('latin1', start, stop);
}
