import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;
/** The last bit says in which byte order the checksums are. Source: sqlite.org/fileformat2.html, 4.1. */
const MAGIC = 0x377f0682;
const DEFAULT_PAGE = 4096;
/** Two copies of the header of the index, then how much of the log is in the database. Source: sqlite.org/walformat.html, 2.1. */
const INDEX_HEADER = 48;
const INDEX_LENGTH = 100;

/**
 * Reads a write-ahead log and its index before SQLite does. SQLite ends at the first frame that does not fit and says nothing: what follows is
 * gone without a word. Every commit is synced before it is acknowledged, so that behind a torn end there can be one commit at most, which
 * nobody was told of; and the index counts only what was synced.
 * @param database path of the database; `-wal` and `-shm` lie beside it
 * @returns what is missing, in words; null when nothing that was acknowledged can be missing
 */
export function walDamage(database: string): string | null {
  const index = readIndex(`${database}-shm`);
  const log = `${database}-wal`;
  const fd = openIfThere(log);
  const { salts, sound, broken, lost } = fd === null ? NOTHING : readLog(fd);
  if (fd !== null) closeSync(fd);
  if (lost > 1) return `${log} is damaged at byte ${broken}, and ${lost} changes after it cannot be read`;
  if (index === null || index.inDatabase >= index.frames || sound >= index.frames) return null;
  if (salts !== null && salts !== index.salts) return null;
  return `${fd === null ? `${log} is missing` : `${log} is too short or damaged`}, and changes that were in it cannot be read`;
}

interface Log {
  /** Of the header; null when it does not fit. */
  salts: string | null;
  /** Frames up to the first that does not fit. */
  sound: number;
  /** Byte offset of that one. */
  broken: number;
  /** Commits from there on. */
  lost: number;
}

const NOTHING: Log = { salts: null, sound: 0, broken: 0, lost: 0 };

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function readLog(fd: number): Log {
  const { size } = fstatSync(fd);
  const header = Buffer.alloc(HEADER);
  if (readSync(fd, header, 0, HEADER, 0) < HEADER) return NOTHING;
  const magic = header.readUInt32BE(0);
  const pageSize = header.readUInt32BE(8);
  const known = (magic & ~1) >>> 0 === MAGIC && pageSize >= 512 && pageSize <= 65_536;
  const sum = new Checksum((magic & 1) === 0);
  sum.add(header.subarray(0, 24));
  const fits = known && sum.is(header.readUInt32BE(24), header.readUInt32BE(28));
  const step = FRAME_HEADER + (fits ? pageSize : DEFAULT_PAGE);
  const frame = Buffer.alloc(step);
  const salts = fits ? header.toString('latin1', 16, 24) : null;
  /** Commits behind the end, by salts. Where the header does not fit, the frames still tell how much there was. */
  const commits = new Map<string, number>();
  let sound = 0;
  let broken = fits ? -1 : 0;
  for (let offset = HEADER; offset + step <= size; offset += step) {
    readSync(fd, frame, 0, step, offset);
    const own = frame.toString('latin1', 8, 16);
    if (broken < 0) {
      sum.add(frame.subarray(0, 8));
      sum.add(frame.subarray(FRAME_HEADER));
      if (own === salts && sum.is(frame.readUInt32BE(16), frame.readUInt32BE(20))) {
        sound++;
        continue;
      }
      broken = offset;
    }
    // database size after a commit, 0 in the other frames
    if ((salts === null || own === salts) && frame.readUInt32BE(4) !== 0) commits.set(own, (commits.get(own) ?? 0) + 1);
  }
  return { salts, sound, broken, lost: Math.max(0, ...commits.values()) };
}

interface Index {
  salts: string;
  /** Frames that were committed. */
  frames: number;
  /** Frames that are in the database already. */
  inDatabase: number;
}

/** null when there is none, or when a process was writing it at the end. */
function readIndex(file: string): Index | null {
  const fd = openIfThere(file);
  if (fd === null) return null;
  try {
    const bytes = Buffer.alloc(INDEX_LENGTH);
    if (readSync(fd, bytes, 0, INDEX_LENGTH, 0) < INDEX_LENGTH) return null;
    const first = bytes.subarray(0, INDEX_HEADER);
    if (bytes[12] !== 1 || !first.equals(bytes.subarray(INDEX_HEADER, 2 * INDEX_HEADER))) return null;
    const sum = new Checksum(NATIVE_LITTLE);
    sum.add(first.subarray(0, 40));
    if (!sum.is(native(bytes, 40), native(bytes, 44))) return null;
    return { salts: bytes.toString('latin1', 32, 40), frames: native(bytes, 16), inDatabase: native(bytes, 96) };
  } finally {
    closeSync(fd);
  }
}

const NATIVE_LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** The index is in the byte order of the machine. */
function native(bytes: Buffer, offset: number): number {
  return NATIVE_LITTLE ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
}

/** The running checksum over a log or its index. Source: sqlite.org/fileformat2.html, 4.2. */
class Checksum {
  private first = 0;
  private second = 0;
  private readonly little: boolean;

  constructor(little: boolean) {
    this.little = little;
  }

  add(bytes: Buffer): void {
    let { first, second } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += 8) {
      first = (first + view.getUint32(at, this.little) + second) | 0;
      second = (second + view.getUint32(at + 4, this.little) + first) | 0;
    }
    this.first = first;
    this.second = second;
  }

  is(first: number, second: number): boolean {
    return this.first >>> 0 === first && this.second >>> 0 === second;
  }
}
