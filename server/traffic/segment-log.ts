import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import { decodeRecords, encodeRecord, type TrafficRecord } from './records.ts';

const deflate = promisify(deflateRaw);
/** Speed over size: a second of a busy proxy is deflated each second. */
const DEFLATE_LEVEL = 3;
/** Records that wait for the disk; more are dropped, so that a disk that hangs does not fill the memory. */
const MOST_WAITING = 100;

/** Bounds of a log on disk. */
export interface LogLimits {
  /** Of all its segments together; the oldest go first. */
  bytes: number;
  /** A segment is closed when it has reached this size or this length of time. */
  segmentBytes: number;
  segmentMs: number;
  /** Segments whose newest record is older than this are deleted. */
  keepMs: number;
}

interface Segment {
  number: number;
  file: string;
  bytes: number;
  /** Times of the first and last record. */
  first: number;
  last: number;
  /** Nothing is to be added: its end is torn, or writing it failed. */
  ended: boolean;
}

/** An entry as it was appended: its time and its JSON. */
export interface LogEntry {
  at: number;
  json: string;
}

/**
 * Entries in order of time in files `NAME-000001.log` of a folder, appended and never changed. After kill -9 everything that was
 * written is there. A file that is damaged is set aside as `FILE.damaged`, and what can be read of it stays. A disk that cannot be written is
 * told once and leaves a gap.
 */
export class SegmentLog {
  private readonly folder: string;
  private readonly name: string;
  private readonly limits: LogLimits;
  private readonly say: (message: string) => void;
  private segments: Segment[] = [];
  private newest = 0;
  private handle: FileHandle | null = null;
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private failing = false;

  private constructor(folder: string, name: string, limits: LogLimits, say: (message: string) => void) {
    this.folder = folder;
    this.name = name;
    this.limits = limits;
    this.say = say;
  }

  /**
   * Opens the log, reading every segment once to check it. Never rejects: what cannot be read is told and left out.
   * @param name letters and `-` only
   * @param say takes messages for people
   */
  static async open(
    folder: string,
    name: string,
    limits: LogLimits,
    say: (message: string) => void,
  ): Promise<SegmentLog> {
    const log = new SegmentLog(folder, name, limits, say);
    await log.load();
    return log;
  }

  /** Size of all segments in bytes. */
  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Adds an entry; resolves when it is written or was given up. Never rejects. */
  append(at: number, value: unknown): Promise<void> {
    if (this.waiting >= MOST_WAITING) return this.queue;
    this.waiting++;
    this.queue = this.queue
      .then(async () => this.write({ at, payload: await deflate(JSON.stringify(value), { level: DEFLATE_LEVEL }) }))
      .then(
        () => this.recovered(),
        async (error: unknown) => this.failed(error),
      )
      .finally(() => this.waiting--);
    return this.queue;
  }

  /** Entries after `from` up to and with `to`, oldest first, a segment at a time. What was dropped meanwhile is left out. */
  async *entries(from: number, to: number): AsyncGenerator<LogEntry[]> {
    const segments = this.segments.map((segment) => ({ ...segment }));
    let newest = from;
    for (const [index, segment] of segments.entries()) {
      if (segment.last <= newest || segment.first > to) continue;
      // when the clock was set back, the later record of a time is the true one
      const before = Math.min(Number.POSITIVE_INFINITY, ...segments.slice(index + 1).map(({ first }) => first));
      const entries: LogEntry[] = [];
      for (const { at, payload } of await this.recordsOf(segment)) {
        if (at <= newest || at > to || at >= before) continue;
        newest = at;
        entries.push({ at, json: inflateRawSync(payload).toString() });
      }
      if (entries.length > 0) yield entries;
    }
  }

  /** Resolves when nothing is on its way to the disk. */
  flush(): Promise<void> {
    return this.queue;
  }

  /** Waits for what is on its way to the disk, and closes. */
  async close(): Promise<void> {
    await this.queue;
    await this.handle?.close();
    this.handle = null;
  }

  private async recordsOf(segment: Segment): Promise<TrafficRecord[]> {
    try {
      return decodeRecords(await readFile(path.join(this.folder, segment.file))).records;
    } catch {
      return [];
    }
  }

  private async load(): Promise<void> {
    const pattern = new RegExp(`^${this.name}-(\\d{6,12})\\.log$`);
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const names = (await readdir(this.folder)).filter((file) => pattern.test(file));
      const numbered = names.map((file) => ({ file, number: Number(pattern.exec(file)?.[1]) }));
      for (const { file, number } of numbered.sort((a, b) => a.number - b.number)) {
        const segment = await this.loadSegment(file, number);
        this.newest = number;
        if (segment !== null) this.segments.push(segment);
      }
      await this.drop(0);
    } catch (error) {
      await this.failed(error);
    }
  }

  private async loadSegment(file: string, number: number): Promise<Segment | null> {
    const full = path.join(this.folder, file);
    if (!(await stat(full)).isFile()) return null;
    await chmod(full, 0o600);
    const bytes = await readFile(full);
    const { records, length, tail } = decodeRecords(bytes);
    const times = records.map(({ at }) => at);
    if (tail === 'damaged') {
      await rename(full, `${full}.damaged`);
      this.say(
        `traffic history: ${full} is damaged at byte ${length}. It was set aside as ${file}.damaged and ` +
          `${records.length === 0 ? 'nothing of it could be read' : `its first ${records.length} records stay`}; the rest is a gap in the charts.`,
      );
      if (records.length > 0) await writeFile(full, bytes.subarray(0, length), { mode: 0o600 });
    } else if (records.length === 0) {
      await rm(full);
    }
    if (records.length === 0) return null;
    return {
      number,
      file,
      bytes: tail === 'damaged' ? length : bytes.length,
      first: times.reduce((a, b) => Math.min(a, b)),
      last: times.reduce((a, b) => Math.max(a, b)),
      ended: tail !== 'none',
    };
  }

  private async write(record: TrafficRecord): Promise<void> {
    const bytes = encodeRecord(record);
    if (bytes.length > this.limits.bytes) return;
    const current = this.segments.at(-1);
    if (this.handle !== null && current !== undefined && this.isFull(current, record.at)) {
      await this.handle.close();
      this.handle = null;
    }
    await this.drop(bytes.length, record.at);
    this.handle ??= await this.begin(record.at);
    await this.handle.appendFile(bytes);
    const segment = this.segments.at(-1)!;
    segment.bytes += bytes.length;
    segment.last = record.at;
  }

  /** A new segment also begins where time does not go on, so that the times in a segment rise. */
  private isFull(segment: Segment, at: number): boolean {
    const { segmentBytes, segmentMs } = this.limits;
    return segment.bytes >= segmentBytes || at - segment.first >= segmentMs || at <= segment.last;
  }

  /** Goes on with the newest segment or begins another: a process that starts often must not leave a file each time. */
  private async begin(at: number): Promise<FileHandle> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const last = this.segments.at(-1);
    if (last !== undefined && !last.ended && !this.isFull(last, at)) {
      return open(path.join(this.folder, last.file), 'a', 0o600);
    }
    for (;;) {
      const number = ++this.newest;
      const file = `${this.name}-${String(number).padStart(6, '0')}.log`;
      try {
        const handle = await open(path.join(this.folder, file), 'ax', 0o600);
        this.segments.push({ number, file, bytes: 0, first: at, last: at, ended: false });
        return handle;
      } catch (error) {
        // a process that is still ending has begun it
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  /** Deletes the oldest segments, until `room` more bytes fit; never the one that is being written. */
  private async drop(room: number, now?: number): Promise<void> {
    const oldest = now === undefined ? Number.NEGATIVE_INFINITY : now - this.limits.keepMs;
    while (this.segments.length > (this.handle === null ? 0 : 1)) {
      const first = this.segments[0]!;
      if (first.last >= oldest && this.bytes + room <= this.limits.bytes) return;
      await rm(path.join(this.folder, first.file), { force: true });
      this.segments.shift();
    }
  }

  private async failed(error: unknown): Promise<void> {
    // half a record may be in the file: the next one begins another
    const handle = this.handle;
    this.handle = null;
    const last = this.segments.at(-1);
    if (last !== undefined) last.ended = true;
    try {
      await handle?.close();
    } catch {
      // the error that brought us here is the one to tell
    }
    if (this.failing) return;
    this.failing = true;
    this.say(
      `traffic history: ${this.folder} cannot be written: ${error instanceof Error ? error.message : String(error)}. ` +
        'Charts go on; what is not written is a gap after a restart. Free space or correct the permissions of the folder.',
    );
  }

  private recovered(): void {
    if (!this.failing) return;
    this.failing = false;
    this.say(`traffic history: ${this.folder} can be written again.`);
  }
}
