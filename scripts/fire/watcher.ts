import { get, type IncomingMessage } from 'node:http';
import { sightingOf } from './client.ts';
import type { Ledger } from './ledger.ts';
import { delay } from './product.ts';

const RETRY_MS = 50;

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: Parameters<typeof sightingOf>[1] & { code?: number };
}

/** A watch that connects again and goes on where it was, as every client of an API server does. */
export class Watcher {
  /** Revisions that were seen. */
  readonly seen = new Set<number>();
  /** How often it was told that what it missed is gone: it reads the list then, and knows nothing of the gap. */
  gone = 0;
  connections = 0;
  #position: number;
  #closed = false;
  #response: IncomingMessage | null = null;
  readonly #kind: string;
  readonly #url: string;
  readonly #ledger: Ledger;
  readonly #running: Promise<void>;

  /** @param path of the collection @param from revision to begin after */
  constructor(url: string, path: string, kind: string, from: number, ledger: Ledger) {
    this.#url = `${url}${path}?watch=1&allowWatchBookmarks=true&resourceVersion=`;
    this.#kind = kind;
    this.#position = from;
    this.#ledger = ledger;
    this.#running = this.#run();
  }

  get position(): number {
    return this.#position;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#response?.destroy();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      await this.#watch().catch(() => {});
      if (!this.#closed) await delay(RETRY_MS);
    }
  }

  async #watch(): Promise<void> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${this.#url}${this.#position}`, { agent: false }, resolve).once('error', reject);
    });
    this.#response = response;
    if (response.statusCode !== 200) return void response.destroy();
    this.connections++;
    let text = '';
    for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (text + chunk).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) this.#take(JSON.parse(line) as WatchEvent);
    }
  }

  #take({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      if (object.code !== 410)
        this.#ledger.problems.push(`the watch of ${this.#kind} was told ${JSON.stringify(object)}`);
      this.gone++;
      this.#position = 0;
      return;
    }
    const sighting = sightingOf(this.#kind, object, type === 'DELETED');
    if (sighting.revision < this.#position)
      this.#ledger.problems.push(`the watch of ${this.#kind} went back from ${this.#position} to ${sighting.revision}`);
    this.#position = sighting.revision;
    if (type === 'BOOKMARK') return;
    if (this.seen.has(sighting.revision) && this.gone === 0)
      this.#ledger.problems.push(`the watch of ${this.#kind} saw revision ${sighting.revision} twice`);
    this.seen.add(sighting.revision);
    this.#ledger.see(sighting, `a watch of ${this.#kind}`);
  }
}
