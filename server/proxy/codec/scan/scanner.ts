import { memory, PAGES, TABLES } from '../../transport/arena.ts';
import { FLAGS } from '../field-kind.ts';
import { FIELD_LIMIT, STRIDE } from '../record.ts';
import { NAME, REQUEST_NAME } from '../tables.ts';
import { assemble } from './assemble.ts';
import { FIELDS_WAT } from './fields.wat.ts';

const WORD = Int32Array.BYTES_PER_ELEMENT;
const NAME_TABLE = TABLES;
const REQUEST_NAME_TABLE = NAME_TABLE + NAME.length;
const FLAG_TABLE = REQUEST_NAME_TABLE + REQUEST_NAME.length;
/** Each with the number of fields in front. */
const REQUEST_RECORDS = FLAG_TABLE + FLAGS.length + WORD;
const RECORDS = REQUEST_RECORDS + FIELD_LIMIT * STRIDE * WORD + WORD;

type Scan = (start: number, end: number, names: number, flags: number, records: number, most: number) => number;

/** Reads field sections that lie in `input` of the arena. */
export class Scanner {
  /** What it fills: records of fields, of which as many as `count` says are of the section that was read last. */
  readonly records: Int32Array;
  private readonly counted: Int32Array;
  private readonly fields: Scan;
  private readonly names: number;

  /**
   * @param names address of the table of bytes of names
   * @param at address of the records, behind the number of them
   */
  constructor(fields: Scan, buffer: ArrayBuffer, names: number, at: number) {
    this.fields = fields;
    this.names = names;
    this.records = new Int32Array(buffer, at, FIELD_LIMIT * STRIDE);
    this.counted = new Int32Array(buffer, at - WORD, 1);
  }

  /** Fields of the section that was read last. */
  get count(): number {
    return this.counted[0]!;
  }

  /**
   * Reads the section that begins at `start`. Names are put in lower case in place.
   * @returns the offset behind it; 0 where it is not whole or not in order
   */
  scan(start: number, end: number): number {
    return this.fields(start, end, this.names, FLAG_TABLE, this.records.byteOffset, FIELD_LIMIT);
  }
}

const fields = instantiate();

/** The scanners of this thread, for requests and answers; null where there is no WebAssembly. */
export const requestScanner: Scanner | null = scannerOf(REQUEST_NAME_TABLE, REQUEST_RECORDS);
export const answerScanner: Scanner | null = scannerOf(NAME_TABLE, RECORDS);

function instantiate(): Scan | null {
  if (memory === null) return null;
  try {
    const compiled = new WebAssembly.Module(assemble(FIELDS_WAT, PAGES));
    const { exports } = new WebAssembly.Instance(compiled, { worker: { memory } });
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(NAME, NAME_TABLE);
    bytes.set(REQUEST_NAME, REQUEST_NAME_TABLE);
    bytes.set(FLAGS, FLAG_TABLE);
    return exports.fields as Scan;
  } catch {
    // a processor without SIMD
    return null;
  }
}

function scannerOf(names: number, records: number): Scanner | null {
  return fields === null || memory === null ? null : new Scanner(fields, memory.buffer, names, records);
}
