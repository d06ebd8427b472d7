import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type LogLimits, SegmentLog } from './segment-log.ts';

const MIB = 1 << 20;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** Bounds on disk: together with what was set aside less than 64 MiB. */
const LIMITS: Record<keyof HistoryLogs, LogLimits> = {
  seconds: { bytes: 16 * MIB, segmentBytes: MIB, segmentMs: 300 * SECOND, keepMs: 900 * SECOND },
  tens: { bytes: 36 * MIB, segmentBytes: MIB, segmentMs: HOUR, keepMs: 24 * HOUR },
  marks: { bytes: MIB, segmentBytes: MIB / 8, segmentMs: 6 * HOUR, keepMs: 24 * HOUR },
};
/** Of damaged files that were set aside. */
const MOST_DAMAGED_BYTES = 8 * MIB;

/** The history of traffic on disk. */
export interface HistoryLogs {
  /** Samples of one second, for 15 minutes. */
  seconds: SegmentLog;
  /** Samples of ten seconds, for 24 hours. */
  tens: SegmentLog;
  /** Revisions that touched routing, for 24 hours. */
  marks: SegmentLog;
}

/** Opens the logs of a folder, which is made when it is missing. Never rejects; `say` takes messages for people. */
export async function openHistoryLogs(folder: string, say: (message: string) => void): Promise<HistoryLogs> {
  const seconds = await SegmentLog.open(folder, 'seconds', LIMITS.seconds, say);
  const tens = await SegmentLog.open(folder, 'tens', LIMITS.tens, say);
  const marks = await SegmentLog.open(folder, 'marks', LIMITS.marks, say);
  await dropDamaged(folder);
  return { seconds, tens, marks };
}

/** Deletes files that were set aside, oldest first, until the rest is within its bound. */
async function dropDamaged(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const files: { full: string; bytes: number; at: number }[] = [];
  for (const name of names.filter((file) => /^(seconds|tens|marks)-\d+\.log\.damaged$/.test(file))) {
    const full = path.join(folder, name);
    const info = await stat(full).catch(() => null);
    // renaming sets the time of change
    if (info !== null) files.push({ full, bytes: info.size, at: info.ctimeMs });
  }
  let sum = 0;
  for (const { full, bytes } of files.sort((a, b) => b.at - a.at)) {
    sum += bytes;
    if (sum > MOST_DAMAGED_BYTES) await rm(full, { force: true }).catch(() => {});
  }
}
