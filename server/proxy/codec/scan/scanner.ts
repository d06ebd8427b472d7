import { memory, PAGES, TABLES } from '../../arena/arena.ts';
import { assemble } from '../../arena/assemble.ts';
import { CANDIDATES, NAMES } from '../field-kind.ts';
import { FIELD_LIMIT, STRIDE } from '../record.ts';
import { NAME, REQUEST_NAME } from '../tables.ts';
import { FIELDS_WAT, MARKS } from './fields.wat.ts';

const WORD = Int32Array.BYTES_PER_ELEMENT;
const NAME_TABLE = TABLES;
const REQUEST_NAME_TABLE = NAME_TABLE + NAME.length;
const KIND_TABLE = REQUEST_NAME_TABLE + REQUEST_NAME.length;
/** Each with two numbers in front and the marks behind. */
const REQUEST_RECORDS = KIND_TABLE + CANDIDATES.length + NAMES.length + 2 * WORD;
const RECORDS = REQUEST_RECORDS + MARKS + FIELD_LIMIT * WORD + 2 * WORD;

type Scan = (start: number, end: number, names: number, kinds: number, records: number, most: number) => number;

/** Reads field sections that lie in `input` of the arena. */
export class Scanner {
  /** What it fills: records of fields, of which as many as `count` says are of the section that was read last. */
  readonly records: Int32Array;
  /** Indices of the fields that mean something or are not sent on as they are, as many as `marked` says. */
  readonly marks: Int32Array;
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
    this.marks = new Int32Array(buffer, at + MARKS, FIELD_LIMIT);
    this.counted = new Int32Array(buffer, at - 2 * WORD, 2);
  }

  /** Fields of the section that was read last. */
  get count(): number {
    return this.counted[0]!;
  }

  get marked(): number {
    return this.counted[1]!;
  }

  /**
   * Reads the section that begins at `start`. Names are put in lower case in place.
   * @returns the offset behind it; 0 where it is not whole or not in order
   */
  scan(start: number, end: number): number {
    return this.fields(start, end, this.names, KIND_TABLE, this.records.byteOffset, FIELD_LIMIT);
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
    bytes.set(CANDIDATES, KIND_TABLE);
    bytes.set(NAMES, KIND_TABLE + CANDIDATES.length);
    return exports.fields as Scan;
  } catch {
    // a processor without SIMD
    return null;
  }
}

function scannerOf(names: number, records: number): Scanner | null {
  return fields === null || memory === null ? null : new Scanner(fields, memory.buffer, names, records);
}
