import { seededRandom } from '../../server/balancing/random.ts';
import { Client, sightingOf, WRITE } from './client.ts';
import { Gate } from './gate.ts';
import { Ledger, type Sighting } from './ledger.ts';
import { gatewayManifests, slices } from './manifests.ts';
import { delay, freePort, type Part, type Product, until } from './product.ts';
import { Traffic, type Versions } from './traffic.ts';
import { Watcher } from './watcher.ts';
import { ObjectWriter, SERVICES, SLICES, WriteNumbers } from './writers.ts';

const WRITERS = 4;
/** Between two attempts of a writer whose console is gone, and between two versions, in milliseconds. */
const RETRY_MS = 100;
const VERSION_MS = 10;

/** A product under fire: writers, watches and traffic, and what they found wrong. */
export class FireRun {
  readonly ledger = new Ledger();
  versions = 0;
  readonly #product: Product;
  readonly #addresses: Versions;
  readonly #port: number;
  readonly #gate = new Gate();
  readonly #clients: Client[] = [];
  readonly #failures: string[] = [];
  readonly #watchers: { kind: string; watcher: Watcher }[] = [];
  #traffic: Traffic | null = null;
  #loops: Promise<unknown> = Promise.resolve();
  readonly #seed: number;

  /** @param port where the backend listens on every address */
  constructor(product: Product, addresses: Versions, port: number, seed: number) {
    this.#product = product;
    this.#addresses = addresses;
    this.#port = port;
    this.#seed = seed;
  }

  get problems(): string[] {
    return [...this.#failures, ...this.ledger.problems, ...(this.#traffic?.problems ?? [])];
  }

  /** Starts everything; resolves when traffic is answered. */
  async begin(): Promise<void> {
    const client = this.#client();
    const made = await client.call('POST', '/console/v1/import', gatewayManifests(await freePort()));
    if (made?.body.applied !== true) throw new Error(`the gateway was not made: ${JSON.stringify(made)}`);
    await this.#nextVersion(client);
    const { revision } = await this.#product.state();
    for (const [kind, path] of [
      ['Service', SERVICES],
      ['EndpointSlice', SLICES],
    ] as const)
      this.#watchers.push({ kind, watcher: new Watcher(this.#product.url, path, kind, revision, this.ledger) });
    this.#traffic = new Traffic(await this.#gatewayUrl(), this.#addresses);
    this.#traffic.excuse = true;
    await this.#seen();
    this.#traffic.excuse = false;
    const numbers = new WriteNumbers();
    const loops = Array.from({ length: WRITERS }, (_, id) => {
      const writer = new ObjectWriter(id, this.#client(), this.ledger, numbers, seededRandom(this.#seed + id + 1));
      return this.#gate.loop(async () => {
        if (!(await writer.step())) await delay(RETRY_MS);
      });
    });
    loops.push(
      this.#gate.loop(async () => {
        await delay((await this.#nextVersion(client)) ? VERSION_MS : RETRY_MS);
      }),
    );
    this.#loops = Promise.all(loops).catch((error: unknown) => {
      this.#failures.push(`a writer failed: ${error instanceof Error ? error.message : String(error)}`);
      this.#gate.end();
    });
  }

  /** Kills a part under all of it, and compares when the product is whole again. */
  async kill(part: Part): Promise<void> {
    if (this.#traffic !== null) this.#traffic.excuse = part === 'proxy';
    await this.#product.kill(part);
    if (this.#traffic !== null) this.#traffic.excuse = false;
    await this.compare();
  }

  /** Stops the writers and compares what was acknowledged with what is there, what is served and what was watched. */
  async compare(): Promise<void> {
    await this.#gate.shut();
    await this.#product.settled();
    const client = this.#client();
    for (const [kind, path] of [
      ['Service', SERVICES],
      ['EndpointSlice', SLICES],
    ] as const) {
      const answer = await client.call('GET', path);
      if (answer?.code !== 200) throw new Error(`the list of ${kind} was answered ${JSON.stringify(answer)}`);
      const items = (answer.body.items ?? []).filter(({ metadata }) => metadata?.annotations?.[WRITE] !== undefined);
      const sightings = items.map((item) => sightingOf(kind, item));
      this.ledger.compare(kind, sightings, Number(answer.body.metadata?.resourceVersion));
      this.#compareGroups(sightings);
    }
    await this.#seen();
    for (const { kind, watcher } of this.#watchers) {
      const missing = await until(`the watch of ${kind} has caught up`, () => {
        const found = this.ledger.missing(kind, watcher.seen);
        return found.length === 0 || watcher.gone > 0 ? [] : null;
      }).catch(() => this.ledger.missing(kind, watcher.seen));
      if (missing.length > 0)
        this.#failures.push(`the watch of ${kind} has a gap at ${missing.slice(0, 10).join(', ')}`);
    }
    this.#gate.open();
  }

  async close(): Promise<void> {
    this.#gate.end();
    await this.#loops;
    await this.#traffic?.close();
    for (const { watcher } of this.#watchers) await watcher.close();
    for (const client of this.#clients) client.close();
  }

  /** Counts of everything that happened. */
  get figures(): Omit<FireFigures, 'kills' | 'seconds'> {
    const sum = (of: (watcher: Watcher) => number): number =>
      this.#watchers.reduce((total, { watcher }) => total + of(watcher), 0);
    return {
      acknowledged: this.ledger.acknowledged,
      unanswered: this.ledger.unanswered,
      newestRevision: this.ledger.newest,
      versions: this.versions,
      requests: this.#traffic?.answered ?? 0,
      lost: this.#traffic?.lost ?? 0,
      excused: this.#traffic?.excused ?? 0,
      watchEvents: sum(({ seen }) => seen.size),
      watchConnections: sum(({ connections }) => connections),
      watchesGone: sum(({ gone }) => gone),
      problems: this.problems,
    };
  }

  #client(): Client {
    const client = new Client(this.#product.url);
    this.#clients.push(client);
    return client;
  }

  /** Both EndpointSlices point to the addresses of the next version, in one transaction. @returns whether there was an answer */
  async #nextVersion(client: Client): Promise<boolean> {
    const version = ++this.versions;
    const answer = await client.call(
      'POST',
      '/console/v1/import',
      slices(this.#addresses.addressOf(version), this.#port, version),
    );
    const names = ['left', 'right'];
    if (answer === null) for (const name of names) this.ledger.leaveOpen('EndpointSlice', name, version);
    if (answer === null || answer.code === 503) return false;
    if (answer.body.applied !== true)
      throw new Error(`version ${version}: ${answer.code} ${JSON.stringify(answer.body)}`);
    for (const name of names) this.ledger.acknowledge({ kind: 'EndpointSlice', name, write: version, revision: 0 });
    return true;
  }

  /** Objects that are always written together come from the same write. */
  #compareGroups(sightings: Sighting[]): void {
    for (const [group, members] of Map.groupBy(sightings, groupOf)) {
      if (group === null || new Set(members.map(({ write }) => write)).size === 1) continue;
      this.#failures.push(
        `half of a transaction: ${members.map(({ name, write }) => `${name} is ${write}`).join(', ')}`,
      );
    }
  }

  /** The Gateway's own address: the one on 127.0.0.1 is shared with other programs. */
  async #gatewayUrl(): Promise<string> {
    return until('the gateway has an address', async () => {
      const { bindings } = (await this.#product.state()).proxy;
      const own = bindings.find(({ address, error }) => address !== '127.0.0.1' && error === undefined);
      return own === undefined ? null : `http://${own.address}:${own.boundPort}`;
    });
  }

  /** Resolves when traffic has seen what the store holds. */
  async #seen(): Promise<void> {
    const client = this.#client();
    const answer = await client.call('GET', `${SLICES}/left`);
    const held = Number(answer?.body.metadata?.annotations?.[WRITE]);
    await until(`traffic sees version ${held}`, () => (this.#traffic?.newest === held ? true : null));
  }
}

function groupOf({ kind, name }: Sighting): string | null {
  return kind === 'EndpointSlice' ? kind : (/^(group\d+)-/.exec(name)?.[1] ?? null);
}

/** What a run under fire did and found. */
export interface FireFigures {
  kills: Record<Part, number>;
  /** Writes that were answered, and those that were not because the console was killed. */
  acknowledged: number;
  unanswered: number;
  newestRevision: number;
  /** Transactions that changed what the proxy serves. */
  versions: number;
  requests: number;
  /** Requests without an answer; excused ones fell into the time in which the proxy itself was killed. */
  lost: number;
  excused: number;
  watchEvents: number;
  watchConnections: number;
  /** How often a watch was told 410. */
  watchesGone: number;
  seconds: number;
  /** What was wrong; empty when everything held. */
  problems: string[];
}
