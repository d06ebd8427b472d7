import type { Deltas } from '../contract/control.ts';
import { SAMPLE_MS, TrafficAggregator } from './aggregator.ts';
import { FINE_RANGE, History } from './history.ts';
import { openHistoryLogs } from './history-logs.ts';
import { type Gauge, Metrics } from './metrics.ts';
import type { LiveStream } from './stream.ts';
import { WorkerTraffic } from './worker-traffic.ts';
import type { WorkerShares } from '../contract/console.ts';

/** Everything that is known about traffic: takes the workers' reports, gives samples to the stream, history and metrics. */
export class TrafficHub {
  private readonly aggregator = new TrafficAggregator();
  private readonly history: History;
  private readonly metrics = new Metrics();
  private readonly byWorker = new WorkerTraffic();
  private readonly stream: LiveStream;
  private live = false;
  private timer: NodeJS.Timeout | null = null;

  private constructor(stream: LiveStream, history: History) {
    this.stream = stream;
    this.history = history;
  }

  /**
   * Never rejects: a history that cannot be read or written is told, and traffic is shown without its past.
   * @param folder of the history, made when it is missing
   * @param say takes messages for people
   */
  static async open(stream: LiveStream, folder: string, say: (message: string) => void): Promise<TrafficHub> {
    const logs = await openHistoryLogs(folder, say);
    const history = await History.restore(logs).catch((error: unknown) => {
      say(`traffic history: ${folder} could not be read: ${String(error)}. It goes on without its past.`);
      return new History(logs);
    });
    history.learnLastHits().catch((error: unknown) => {
      say(`traffic history: when rules were last hit is known for 15 minutes alone: ${String(error)}`);
    });
    return new TrafficHub(stream, history);
  }

  start(): void {
    const tick = (): void => {
      for (const sample of this.aggregator.advance(Date.now(), this.live)) {
        this.history.push(sample);
        this.stream.send({ type: 'sample', sample });
      }
      this.timer = setTimeout(tick, SAMPLE_MS / 2);
    };
    tick();
  }

  /** Ends the samples and waits until the history is on disk. */
  async close(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.history.close();
  }

  add(deltas: Deltas): void {
    this.aggregator.add(deltas);
    this.metrics.add(deltas);
    this.byWorker.add(deltas);
  }

  /** Whether the proxy reports: while it does not, time passes without samples. */
  setLive(live: boolean): void {
    this.live = live;
    if (!live) this.metrics.disconnected();
  }

  mark(revision: number, text: string): void {
    this.history.mark(Date.now(), revision, text);
  }

  /** The JSON text of a TrafficHistory of the last `range` seconds, in pieces. @param step seconds of a sample where `range` is long */
  async *read(range: number, step?: number): AsyncGenerator<string> {
    if (range > FINE_RANGE) yield* this.history.readCoarse(Date.now(), range, step);
    else yield JSON.stringify(this.history.read(Date.now(), range));
  }

  /** What each worker sent in the last `seconds`. */
  workers(seconds: number): WorkerShares {
    return this.byWorker.read(Date.now(), seconds);
  }

  prometheus(gauges: Gauge[]): string {
    return this.metrics.text(gauges);
  }
}
