import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Snapshot } from '../../routing/snapshot.ts';
import { deltaOf } from '../../routing/snapshot-delta.ts';

/**
 * What was found on disk: a snapshot that is not checked yet with the deltas that lead from it to the last one, or why there is none; null
 * when none was ever written.
 */
export type KeptSnapshot = { snapshot: unknown; deltas: unknown[] } | { problem: string } | null;

/**
 * The last good snapshot on disk, so that the proxy serves at start without a console. Readable by the owner alone. Lines in pairs: a
 * checksum and what it is of, because a byte that flips in an address would send traffic somewhere else. The first pair is a whole snapshot,
 * each further one a delta; when those are as long as the snapshot, all is written anew.
 */
export class SnapshotFile {
  readonly path: string;
  /** The snapshot that the file holds; null: not known, or not to be appended to. */
  private kept: Snapshot | null = null;
  /** Bytes of the whole snapshot, and of the file. */
  private whole = 0;
  private size = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** What was written last. Removes what a process that was killed while it wrote has left. */
  read(): KeptSnapshot {
    this.removeRest();
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      return { problem: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    }
    const lines = text.split('\n');
    // a delta without its end is one that was never acknowledged: the process was killed, or the disk was full
    const end = lines.length % 2 === 1 && lines.at(-1) === '' ? lines.length : Math.max(2, (lines.length - 1) & ~1);
    const values: unknown[] = [];
    for (let at = 0; at + 1 < end; at += 2) {
      const body = lines[at + 1]!;
      if (lines[at] !== headOf(body)) return { problem: 'it is damaged: its checksum does not fit' };
      try {
        values.push(JSON.parse(body));
      } catch {
        return { problem: 'it is not JSON' };
      }
    }
    const [snapshot, ...deltas] = values;
    return values.length === 0 ? { problem: 'it is damaged: it is empty' } : { snapshot, deltas };
  }

  /** Writes whole or not at all, and is on disk when it returns. Throws when the disk does not take it. */
  write(snapshot: Snapshot): void {
    const { kept } = this;
    this.kept = null;
    if (kept === null || !this.append(recordOf(deltaOf(kept, snapshot)))) this.replace(recordOf(snapshot));
    this.kept = snapshot;
  }

  /** @returns false when the file is to be written anew: it would get too long, is not as it was left, or takes no more */
  private append(record: Buffer): boolean {
    if (this.size + record.length > 2 * this.whole) return false;
    let fd: number;
    try {
      fd = openSync(this.path, 'r+');
    } catch {
      return false;
    }
    try {
      if (fstatSync(fd).size !== this.size) return false;
      try {
        writeAll(fd, record, this.size);
      } catch {
        ftruncateSync(fd, this.size);
        return false;
      }
      this.size += record.length;
      return true;
    } finally {
      closeSync(fd);
    }
  }

  private replace(record: Buffer): void {
    const beside = `${this.path}.${process.pid}.new`;
    const fd = openSync(beside, 'w', 0o600);
    try {
      writeAll(fd, record, 0);
    } catch (error) {
      closeSync(fd);
      rmSync(beside, { force: true });
      throw error;
    }
    closeSync(fd);
    renameSync(beside, this.path);
    this.whole = this.size = record.length;
  }

  private removeRest(): void {
    const folder = dirname(this.path);
    const name = basename(this.path);
    try {
      for (const found of readdirSync(folder))
        if (found.startsWith(`${name}.`) && found.endsWith('.new')) rmSync(join(folder, found), { force: true });
    } catch {
      // what is left costs room and does no harm
    }
  }
}

function writeAll(fd: number, bytes: Buffer, from: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, from + at);
  fsyncSync(fd);
}

function recordOf(value: object): Buffer {
  const body = JSON.stringify(value);
  return Buffer.from(`${headOf(body)}\n${body}\n`);
}

function headOf(body: string): string {
  return JSON.stringify({ crc32: crc32(body).toString(16).padStart(8, '0') });
}
