import type { TrafficHistory } from '../contract/console.ts';
import type { Deltas } from '../contract/control.ts';
import { SAMPLE_MS, TrafficAggregator } from './aggregator.ts';
import { History } from './history.ts';
import { type Gauge, Metrics } from './metrics.ts';
import type { LiveStream } from './stream.ts';

/** Everything that is known about traffic: takes the workers' reports, gives samples to the stream, history and metrics. */
export class TrafficHub {
  private readonly aggregator = new TrafficAggregator();
  private readonly history = new History();
  private readonly metrics = new Metrics();
  private readonly stream: LiveStream;
  private live = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(stream: LiveStream) {
    this.stream = stream;
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

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  add(deltas: Deltas): void {
    this.aggregator.add(deltas);
    this.metrics.add(deltas);
  }

  /** Whether the proxy reports: while it does not, time passes without samples. */
  setLive(live: boolean): void {
    this.live = live;
    if (!live) this.metrics.disconnected();
  }

  mark(revision: number, text: string): void {
    this.history.mark(Date.now(), revision, text);
  }

  read(range: number): TrafficHistory {
    return this.history.read(Date.now(), range);
  }

  prometheus(gauges: Gauge[]): string {
    return this.metrics.text(gauges);
  }
}
