import { crc32 } from 'node:zlib';

/*
 * A segment file is a row of records:
 *
 *   0  u32  magic and version, "SYt1"
 *   4  u32  bytes of the payload
 *   8  f64  time, Unix milliseconds
 *  16  u32  CRC-32 of bytes 4..15 and the payload
 *  20       payload: JSON, deflated
 *
 * Numbers are big endian. The checksum finds what a crash of the machine or a bad disk left behind.
 */

const MAGIC = 0x53_59_74_31;
const HEAD = 20;

/** One record of a segment file. */
export interface TrafficRecord {
  at: number;
  /** Deflated JSON. */
  payload: Buffer;
}

/** What a segment file holds. */
export interface SegmentContent {
  records: TrafficRecord[];
  /** Bytes up to the end of the last whole record. */
  length: number;
  /**
   * What follows them: nothing, the beginning of a record that was being written when the process ended, or bytes that no record
   * begins with.
   */
  tail: 'none' | 'torn' | 'damaged';
}

/** The bytes of one record. */
export function encodeRecord({ at, payload }: TrafficRecord): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + payload.length);
  bytes.writeUInt32BE(MAGIC, 0);
  bytes.writeUInt32BE(payload.length, 4);
  bytes.writeDoubleBE(at, 8);
  payload.copy(bytes, HEAD);
  bytes.writeUInt32BE(checksum(bytes), 16);
  return bytes;
}

/** Reads records until the end or the first byte that is none. Never throws. */
export function decodeRecords(bytes: Buffer): SegmentContent {
  const records: TrafficRecord[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const rest = bytes.subarray(offset);
    if (rest.length < HEAD) return { records, length: offset, tail: beginsRecord(rest) ? 'torn' : 'damaged' };
    if (rest.readUInt32BE(0) !== MAGIC) return { records, length: offset, tail: 'damaged' };
    const end = HEAD + rest.readUInt32BE(4);
    if (end > rest.length) return { records, length: offset, tail: 'torn' };
    const record = rest.subarray(0, end);
    if (record.readUInt32BE(16) !== checksum(record)) return { records, length: offset, tail: 'damaged' };
    records.push({ at: record.readDoubleBE(8), payload: record.subarray(HEAD) });
    offset += end;
  }
  return { records, length: offset, tail: 'none' };
}

function checksum(record: Buffer): number {
  return crc32(record.subarray(HEAD), crc32(record.subarray(4, 16)));
}

function beginsRecord(bytes: Buffer): boolean {
  const magic = Buffer.alloc(4);
  magic.writeUInt32BE(MAGIC);
  const length = Math.min(4, bytes.length);
  return bytes.subarray(0, length).equals(magic.subarray(0, length));
}
