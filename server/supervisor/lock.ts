import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Who holds a data folder. */
export interface LockHolder {
  pid: number;
  /** Start of that process in the kernel's clock ticks, '' where it is not known: a pid alone may be someone else's by now. */
  started: string;
  /** Where its console answers. */
  url: string;
}

/** Start time of a process as the kernel counts it; '' when it does not run or the platform does not say. Source: proc(5), stat field 22. */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isRunning(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(holder.pid);
  return now === '' || holder.started === '' || now === holder.started;
}

function parse(text: string): LockHolder | null {
  try {
    const value = JSON.parse(text) as LockHolder;
    return Number.isInteger(value.pid) && value.pid > 0 ? value : null;
  } catch {
    return null;
  }
}

/** A held lock. */
export interface Lock {
  /** Rewrites the URL once it is known. */
  setUrl: (url: string) => void;
  release: () => void;
}

/**
 * Takes the lock of a data folder, over a dead holder's if need be.
 * @returns the lock, or who holds it.
 */
export function takeLock(data: string, url: string): { lock: Lock } | { holder: LockHolder } {
  const file = path.join(data, 'supervisor.lock');
  const mine = `${file}.${process.pid}`;
  const write = (target: string, url: string): void =>
    writeFileSync(target, `${JSON.stringify({ pid: process.pid, started: startOf(process.pid), url })}\n`, {
      mode: 0o600,
    });
  try {
    write(mine, url);
    for (;;) {
      try {
        linkSync(mine, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const seen = readIfThere(file);
      if (seen === null) continue;
      const holder = parse(seen);
      if (holder !== null && isRunning(holder)) return { holder };
      removeStale(file, seen);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    lock: {
      setUrl: (known) => {
        try {
          write(mine, known);
          renameSync(mine, file);
        } catch {
          // the lock is held all the same; a second start is told no address
          rmSync(mine, { force: true });
        }
      },
      release: () => rmSync(file, { force: true }),
    },
  };
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Removes a dead holder's lock, unless another process has just replaced it. */
function removeStale(file: string, seen: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== seen) {
    try {
      linkSync(aside, file);
    } catch {
      // a third one holds it now, which the next round sees
    }
  }
  rmSync(aside, { force: true });
}
