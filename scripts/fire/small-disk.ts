import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system of its own that can really be full. */
export interface SmallDisk {
  folder: string;
  /** Takes all the room that is left, but for `leave` bytes. */
  fill: (leave?: number) => void;
  /** Gives it back. */
  free: () => void;
  /** Makes it read-only, or writable again. Nothing on it may be open for writing. */
  setReadOnly: (readOnly: boolean) => void;
  unmount: () => void;
}

const BLOCK = Buffer.alloc(4096, 'x');

/** Mounts a file system in memory. @returns the reason where that is not possible: it needs root on Linux */
export function mountSmallDisk(bytes: number): SmallDisk | { reason: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    const said = error instanceof Error ? error.message.split('\n').at(-2) : undefined;
    return { reason: `a small file system cannot be mounted here: ${said ?? String(error)}` };
  }
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    fill: (leave = 0) => {
      const fd = openSync(ballast, 'a');
      try {
        for (;;) {
          const { bavail, bsize } = statfsSync(folder);
          if (leave > 0 && bavail * bsize <= leave) return;
          writeSync(fd, BLOCK);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(fd);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    setReadOnly: (readOnly) => {
      execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder]);
    },
    unmount: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
