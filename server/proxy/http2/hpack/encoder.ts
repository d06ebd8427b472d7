import type { FieldList } from '../streams.ts';
import { DynamicTable, ENTRY_OVERHEAD } from './dynamic-table.ts';
import { encodeHuffman, huffmanLength } from './huffman.ts';
import { writeInteger } from './integer.ts';
import { KINDS, OTHER, type FieldKind } from './field-kinds.ts';
import { STATIC_SIZE } from './static-table.ts';

/** Octets of the table that are used, however many more the peer allows. */
const MOST_TABLE = 4096;
/** A larger field is not worth the others that it would drive out of the table. */
const MOST_ENTRY = MOST_TABLE / 4;
/** Most bytes that a field takes besides its characters: two lengths and a pattern. */
const FIELD_ROOM = 11;
/** Most bytes of changes of the table's size in front of a block. */
const RESIZE_ROOM = 12;

const INDEXED = 0x80;
const ADDED = 0x40;
const RESIZE = 0x20;
const NEVER_ADDED = 0x10;
const HUFFMAN = 0x80;

/** What has been sent of a name that may be in the table. */
interface SentName {
  /** The value that was sent last: one that comes twice in a row is added. */
  last: string;
  /** Values in the table, and their numbers. */
  values: string[];
  numbers: number[];
}

/** Writes blocks of fields for one peer. Source: RFC 7541. */
export class HpackEncoder {
  private readonly table: DynamicTable;
  /** By place of the name among those that may be added. Null before anything was sent. */
  private sent: (SentName | undefined)[] | null = null;
  /** The smallest size that the table has to go through, and the one after it, in front of the next block; -1: none. */
  private smallest = -1;
  private wanted = -1;

  constructor() {
    this.table = new DynamicTable(MOST_TABLE, (number, name) => this.forget(number, name));
  }

  /** The peer has said how large its table may be. Source: RFC 9113 section 4.3.1. */
  allow(size: number): void {
    const next = Math.min(size, MOST_TABLE);
    this.smallest = this.wanted < 0 ? next : Math.min(this.smallest, next);
    this.wanted = next;
  }

  /** Most bytes that a block of these fields can take. */
  room(fields: FieldList): number {
    let room = RESIZE_ROOM;
    for (let i = 0; i < fields.length; i += 2) room += FIELD_ROOM + fields[i]!.length + fields[i + 1]!.length;
    return room;
  }

  /** Writes a block to `out` from `at`, where there has to be `room`. Returns the place behind it. */
  encode(fields: FieldList, out: Buffer, at: number): number {
    let place = at;
    if (this.wanted >= 0) place = this.resize(out, place);
    for (let i = 0; i < fields.length; i += 2) place = this.field(fields[i]!, fields[i + 1]!, out, place);
    return place;
  }

  private resize(out: Buffer, at: number): number {
    let place = at;
    if (this.smallest < this.wanted) {
      place = writeInteger(out, place, RESIZE, 0x1f, this.smallest);
      this.table.resize(this.smallest);
    }
    place = writeInteger(out, place, RESIZE, 0x1f, this.wanted);
    this.table.resize(this.wanted);
    this.wanted = -1;
    return place;
  }

  private field(name: string, value: string, out: Buffer, at: number): number {
    const kind = KINDS.get(name) ?? OTHER;
    const known = kind.values?.get(value);
    if (known !== undefined) {
      out[at] = INDEXED | known;
      return at + 1;
    }
    if (kind.place < 0) return literal(kind, name, value, out, at);
    const sent = ((this.sent ??= [])[kind.place] ??= { last: '', values: [], numbers: [] });
    const found = sent.values.indexOf(value);
    if (found >= 0) return writeInteger(out, at, INDEXED, 0x7f, STATIC_SIZE + this.table.added - sent.numbers[found]!);
    if (
      sent.last !== value ||
      value.length > MOST_ENTRY - ENTRY_OVERHEAD - name.length ||
      (kind.ofPath && value.includes('?'))
    ) {
      sent.last = value;
      return literal(kind, name, value, out, at);
    }
    const place = added(kind, name, value, out, at);
    if (this.table.add(name, value)) {
      sent.values.push(value);
      sent.numbers.push(this.table.added - 1);
    }
    return place;
  }

  /** A field has left the table. */
  private forget(number: number, name: string): void {
    const sent = this.sent?.[KINDS.get(name)!.place];
    if (sent === undefined) return;
    const at = sent.numbers.indexOf(number);
    sent.numbers.splice(at, 1);
    sent.values.splice(at, 1);
  }
}

/** A field that is not added, and that nobody behind the peer adds either. Source: RFC 7541 section 7.1.3. */
function literal(kind: FieldKind, name: string, value: string, out: Buffer, at: number): number {
  let place = writeInteger(out, at, NEVER_ADDED, 0x0f, kind.index);
  if (kind.index === 0) place = plainText(name, out, place);
  return plainText(value, out, place);
}

function added(kind: FieldKind, name: string, value: string, out: Buffer, at: number): number {
  let place = writeInteger(out, at, ADDED, 0x3f, kind.index);
  if (kind.index === 0) place = shortText(name, out, place);
  return shortText(value, out, place);
}

/** Text as it is: what is sent once is not worth the time to make it shorter. */
function plainText(text: string, out: Buffer, at: number): number {
  const { length } = text;
  const place = writeInteger(out, at, 0, 0x7f, length);
  if (length > SHORT) return place + out.write(text, place, length, 'latin1');
  for (let i = 0; i < length; i++) out[place + i] = text.charCodeAt(i);
  return place + length;
}

/** Text in the code of Huffman where that is shorter. */
function shortText(text: string, out: Buffer, at: number): number {
  const length = huffmanLength(text);
  if (length >= text.length) return plainText(text, out, at);
  return encodeHuffman(text, out, writeInteger(out, at, HUFFMAN, 0x7f, length));
}

/** Up to so many characters a call of Node's costs more than a loop. */
const SHORT = 24;
