import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** What was found on disk: a snapshot that is not checked yet, or why there is none; null when none was ever written. */
export type KeptSnapshot = { snapshot: unknown } | { problem: string } | null;

/**
 * The last good snapshot on disk, so that the proxy serves at start without a console. Readable by the owner alone. Two lines: a checksum, and
 * the snapshot, because a byte that flips in an address would send traffic somewhere else.
 */
export class SnapshotFile {
  readonly path: string;

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
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (end < 0 || text.slice(0, end) !== headOf(body)) return { problem: 'it is damaged: its checksum does not fit' };
    try {
      return { snapshot: JSON.parse(body) as unknown };
    } catch {
      return { problem: 'it is not JSON' };
    }
  }

  /** Writes whole or not at all. Throws when the disk does not take it. */
  write(snapshot: object): void {
    const beside = `${this.path}.${process.pid}.new`;
    const fd = openSync(beside, 'w', 0o600);
    try {
      const body = JSON.stringify(snapshot);
      const bytes = Buffer.from(`${headOf(body)}\n${body}`);
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } catch (error) {
      closeSync(fd);
      rmSync(beside, { force: true });
      throw error;
    }
    closeSync(fd);
    renameSync(beside, this.path);
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

function headOf(body: string): string {
  return JSON.stringify({ crc32: crc32(body).toString(16).padStart(8, '0') });
}
