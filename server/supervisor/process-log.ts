import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, renameSync } from 'node:fs';
import path from 'node:path';

const LARGEST = 5 << 20;

/** File that takes the output of a process that may outlive the supervisor; one older file is kept. */
export class ProcessLog {
  readonly file: string;

  constructor(data: string, name: string) {
    this.file = path.join(data, 'logs', `${name}.log`);
  }

  /**
   * Opens it for appending; the caller's child inherits it and `close` ends ours. A process without a log is better than none.
   * @param say takes the reason when there can be no log
   */
  open(say: (problem: string) => void): { fd: number | 'ignore'; close: () => void } {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
      if (statSync(this.file).size > LARGEST) {
        rmSync(`${this.file}.1`, { force: true });
        renameSync(this.file, `${this.file}.1`);
      }
    } catch {
      // the first start has none
    }
    try {
      const fd = openSync(this.file, 'a', 0o600);
      return { fd, close: () => closeSync(fd) };
    } catch (error) {
      say(`the log ${this.file} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
      return { fd: 'ignore', close: () => {} };
    }
  }

  /** The last lines, for the operator to read when a process ended unexpectedly. */
  tail(lines: number): string {
    try {
      return readFileSync(this.file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '';
    }
  }
}
