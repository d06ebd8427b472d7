import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';

/** The folder where the file system begins that holds `file`; the file itself need not exist. */
function mountPoint(file: string): string {
  let here = path.resolve(file);
  for (;;) {
    const parent = path.dirname(here);
    if (parent === here) return here;
    const [mine, above] = [deviceOf(here), deviceOf(parent)];
    if (mine !== null && above !== null && mine !== above) return here;
    here = parent;
  }
}

function deviceOf(file: string): number | null {
  try {
    return statSync(file).dev;
  } catch {
    return null;
  }
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes for people: `0 B`, `1.0 MB`, `252 GB`. */
function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** What is left on the file system of a file, as the beginning of a sentence: `The file system at /data (8.0 GB) has 0 B free`. */
export function spaceOf(file: string): string {
  const mount = mountPoint(file);
  try {
    const { bsize, blocks, bavail, files, ffree } = statfsSync(path.dirname(path.resolve(file)));
    const free = files > 0 && ffree === 0 && bavail > 0 ? 'no room for another file' : `${size(bavail * bsize)} free`;
    return `The file system at ${mount} (${size(blocks * bsize)}) has ${free}`;
  } catch {
    return `The file system at ${mount} has no room`;
  }
}

/** The least that SQLite needs to open a database, in bytes: the index of its log. */
const LEAST = 32 << 10;

/** Whether the file system of a file has no room even to open a database. */
export function isFull(file: string): boolean {
  try {
    const { bsize, bavail } = statfsSync(path.dirname(path.resolve(file)));
    return bavail * bsize < LEAST;
  } catch {
    return false;
  }
}
