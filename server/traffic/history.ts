import type { TrafficHistory, TrafficSample } from '../contract/console.ts';
import type { HistoryLogs } from './history-logs.ts';
import { LastHits } from './last-hits.ts';
import { Rollup, rowsOf } from './rollup.ts';

const SECOND = 1_000;
const COARSE_MS = 10_000;
/** Longest range in seconds that is answered with a sample a second. */
export const FINE_RANGE = 900;
/** Longest range in seconds. */
const LONGEST_RANGE = 86_400;
const SHORTEST_RANGE = 60;
/** Rows of all kinds that are kept in memory: with very many routes the history gets shorter instead of larger. */
const MOST_ROWS = 400_000;
const MOST_MARKS = 1_000;

type Mark = TrafficHistory['marks'][number];

/**
 * Traffic of the past: one point a second for 15 minutes in memory, one in ten seconds for 24 hours on disk, and the revisions that
 * touched routing. Everything is also on disk and comes back after a restart; the time in between is a gap.
 */
export class History {
  private readonly logs: HistoryLogs | null;
  private readonly mostRows: number;
  private readonly second = new Rollup(SECOND);
  private readonly ten = new Rollup(COARSE_MS);
  private seconds: TrafficSample[] = [];
  private rows = 0;
  private marks: Mark[] = [];
  private readonly hits = new LastHits();
  /** Samples of ten seconds on their way to the disk. */
  private readonly unwritten = new Set<TrafficSample>();

  /** @param logs null for a history that lives in memory alone and has no more than 15 minutes */
  constructor(logs: HistoryLogs | null = null, mostRows = MOST_ROWS) {
    this.logs = logs;
    this.mostRows = mostRows;
  }

  /** A history that goes on where that of the logs ended. */
  static async restore(logs: HistoryLogs): Promise<History> {
    const history = new History(logs);
    let written = 0;
    for await (const entries of logs.tens.entries(0, Number.POSITIVE_INFINITY)) written = entries.at(-1)!.at;
    for await (const entries of logs.seconds.entries(0, Number.POSITIVE_INFINITY)) {
      for (const { json } of entries) {
        const sample = JSON.parse(json) as TrafficSample;
        history.keep(sample);
        history.hits.note(sample);
        // what the last ten seconds before the end were made of
        if (sample.at > written) history.roll(sample);
      }
    }
    for await (const entries of logs.marks.entries(0, Number.POSITIVE_INFINITY)) {
      history.marks.push(...entries.map(({ json }) => JSON.parse(json) as Mark));
      history.marks = history.marks.slice(-MOST_MARKS);
    }
    return history;
  }

  /** Takes samples in order of time. */
  push(sample: TrafficSample): void {
    this.hits.note(sample);
    for (const closed of this.second.push(sample)) this.add(closed);
  }

  /** Notes that a revision changed what the proxy serves. */
  mark(at: number, revision: number, text: string): void {
    const newest = this.marks.at(-1)?.at ?? 0;
    // two in one millisecond stay two
    const mark = { at: newest >= at && newest - at < SECOND ? newest + 1 : at, revision, text };
    this.marks = [...this.marks, mark].slice(-MOST_MARKS);
    void this.logs?.marks.append(mark.at, mark);
  }

  /**
   * The last `range` seconds before `now` (limited to 60..900), a sample a second. The newest sample ends where the stream goes on: it
   * may be half a second that was not closed yet.
   */
  read(now: number, range: number): TrafficHistory {
    const from = start(now, range, FINE_RANGE);
    const open = this.second.partial();
    return {
      samples: [...this.seconds, ...(open === null ? [] : [open])].filter((sample) => sample.at > from),
      marks: this.marksOf(from, now),
      lastHits: this.hits.since(start(now, LONGEST_RANGE, LONGEST_RANGE)),
    };
  }

  /** Learns from the disk when rules were hit before the last 15 minutes. Takes a while with much traffic, and holds up nobody. */
  async learnLastHits(): Promise<void> {
    if (this.logs === null) return;
    for await (const entries of this.logs.tens.entries(0, Number.POSITIVE_INFINITY))
      for (const { json } of entries) this.hits.note(JSON.parse(json) as TrafficSample);
  }

  /**
   * The last `range` seconds before `now` (limited to 60..86400), a sample in ten seconds, as the JSON text of a TrafficHistory in pieces: a day
   * of a busy gateway is read from disk and sent on without being in memory as a whole. The newest sample ends where the stream goes on.
   * @param step seconds of a sample, a multiple of ten
   */
  async *readCoarse(now: number, range: number, step = COARSE_MS / SECOND): AsyncGenerator<string> {
    const from = start(now, range, LONGEST_RANGE);
    const marks = this.marksOf(from, now);
    // what is not on disk is taken before anything is awaited, so that nothing is missing or there twice
    const rest = [...this.unwritten, ...this.openTens()].filter((sample) => sample.at > from);
    const to = (rest[0]?.at ?? now + COARSE_MS) - 1;
    const longer = step * SECOND > COARSE_MS ? new Rollup(step * SECOND) : null;
    let comma = '';
    yield '{"samples":[';
    if (this.logs !== null) {
      for await (const entries of this.logs.tens.entries(from, to)) {
        const texts = entries.flatMap(({ json }) =>
          longer === null
            ? [json]
            : longer.push(JSON.parse(json) as TrafficSample).map((sample) => JSON.stringify(sample)),
        );
        if (texts.length === 0) continue;
        yield comma + texts.join(',');
        comma = ',';
      }
    }
    const open = longer === null ? null : [...rest.flatMap((sample) => longer.push(sample)), longer.partial()];
    const last = (open ?? rest).filter((sample) => sample !== null).map((sample) => JSON.stringify(sample));
    if (last.length > 0) yield comma + last.join(',');
    yield `],"marks":${JSON.stringify(marks)}}`;
  }

  /** Writes the second that is open, and waits for the disk. */
  async close(): Promise<void> {
    const open = this.second.partial();
    if (open !== null) void this.logs?.seconds.append(open.at, open);
    if (this.logs !== null) await Promise.all(Object.values(this.logs).map((log) => log.close()));
  }

  private add(sample: TrafficSample): void {
    void this.logs?.seconds.append(sample.at, sample);
    this.keep(sample);
    this.roll(sample);
  }

  private roll(second: TrafficSample): void {
    for (const sample of this.ten.push(second)) {
      if (this.logs === null) continue;
      this.unwritten.add(sample);
      void this.logs.tens.append(sample.at, sample).then(() => this.unwritten.delete(sample));
    }
  }

  /** The ten seconds that are not over, with the half second that is open: one sample, two after a gap. */
  private openTens(): TrafficSample[] {
    const open = [this.ten.partial(), this.second.partial()].filter((sample) => sample !== null);
    const both = new Rollup(COARSE_MS);
    const closed = open.flatMap((sample) => both.push(sample));
    const rest = both.partial();
    return rest === null ? closed : [...closed, rest];
  }

  private keep(sample: TrafficSample): void {
    if (sample.at <= (this.seconds.at(-1)?.at ?? 0)) this.clockWentBack(sample.at);
    this.seconds.push(sample);
    this.rows += rowsOf(sample);
    const oldest = sample.at - FINE_RANGE * SECOND;
    let drop = 0;
    while (drop < this.seconds.length - 1) {
      const first = this.seconds[drop]!;
      if (first.at > oldest && this.rows <= this.mostRows) break;
      this.rows -= rowsOf(first);
      drop++;
    }
    if (drop > 0) this.seconds = this.seconds.slice(drop);
  }

  /** What was noted for times that come again gives way. */
  private clockWentBack(at: number): void {
    this.seconds = this.seconds.filter((sample) => sample.at < at);
    this.rows = this.seconds.reduce((sum, sample) => sum + rowsOf(sample), 0);
  }

  private marksOf(from: number, now: number): Mark[] {
    return this.marks.filter((mark) => mark.at > from && mark.at <= now + SECOND);
  }
}

/** Where a range begins, Unix milliseconds. */
function start(now: number, range: number, longest: number): number {
  return now - Math.min(longest, Math.max(SHORTEST_RANGE, range)) * SECOND;
}
