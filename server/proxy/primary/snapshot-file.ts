import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** The last good snapshot on disk, so that the proxy serves at start without a console. Readable by the owner alone. */
export class SnapshotFile {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** What was written last, not checked; undefined when there is none or it cannot be read. */
  read(): unknown {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  /** Writes whole or not at all. Throws when the disk does not take it. */
  write(snapshot: object): void {
    const beside = `${this.file}.${process.pid}.new`;
    const fd = openSync(beside, 'w', 0o600);
    try {
      const bytes = Buffer.from(JSON.stringify(snapshot));
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } catch (error) {
      closeSync(fd);
      void rm(beside, { force: true });
      throw error;
    }
    closeSync(fd);
    renameSync(beside, this.file);
  }
}
