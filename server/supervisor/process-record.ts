import { readFileSync, writeFileSync } from 'node:fs';
import { startOf } from './lock.ts';

/** Which process serves a control socket, on disk: one that hangs does not say it itself. */
export class ProcessRecord {
  private readonly file: string;

  /** @param socket path of the control socket; the record lies beside it */
  constructor(socket: string) {
    this.file = socket.replace(/(?:\.sock)?$/, '.pid');
  }

  write(pid: number): void {
    try {
      writeFileSync(this.file, `${pid} ${startOf(pid)}\n`, { mode: 0o600 });
    } catch {
      // on a full disk there is no record, and the next start says so if it needs one
    }
  }

  /** The process that was recorded, if it is the same one that has the number now; null when it is not, or nobody can tell. */
  read(): number | null {
    try {
      const [pid = '', started = ''] = readFileSync(this.file, 'utf8').trim().split(' ');
      return started !== '' && startOf(Number(pid)) === started ? Number(pid) : null;
    } catch {
      return null;
    }
  }
}
