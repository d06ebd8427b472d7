import type { Client } from './client.ts';
import { sightingOf, WRITE } from './client.ts';
import { randomBelow } from '../../server/balancing/random.ts';
import type { Ledger } from './ledger.ts';

export const SERVICES = '/api/v1/namespaces/default/services';
export const SLICES = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

/** Numbers of writes: each is used once. */
export class WriteNumbers {
  last = 0;
  next(): number {
    return ++this.last;
  }
}

function service(name: string, write: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { half: write % 2 === 0 ? 'even' : 'odd' }, annotations: { [WRITE]: String(write) } },
    spec: { clusterIP: 'None', ports: [{ port: 80 }] },
  };
}

/** Objects of one writer: it alone changes them, so that no write conflicts. */
export class ObjectWriter {
  readonly #client: Client;
  readonly #ledger: Ledger;
  readonly #numbers: WriteNumbers;
  readonly #random: () => number;
  readonly #id: number;
  readonly #there = new Set<string>();
  /** Objects whose last write got no answer. */
  readonly #open = new Set<string>();

  constructor(id: number, client: Client, ledger: Ledger, numbers: WriteNumbers, random: () => number) {
    this.#id = id;
    this.#client = client;
    this.#ledger = ledger;
    this.#numbers = numbers;
    this.#random = random;
  }

  /** One write of a random kind. @returns whether there was an answer */
  step(): Promise<boolean> {
    const chance = this.#random();
    if (chance < 0.2) return this.#importGroup();
    const name = `w${this.#id}-${randomBelow(this.#random, 12)}`;
    if (this.#open.has(name)) return this.#find(name);
    if (!this.#there.has(name)) return this.#create(name);
    return chance < 0.35 ? this.#delete(name) : chance < 0.7 ? this.#patch(name) : this.#replace(name);
  }

  /** Three objects in one transaction. */
  async #importGroup(): Promise<boolean> {
    const write = this.#numbers.next();
    const names = ['a', 'b', 'c'].map((part) => `group${this.#id}-${part}`);
    const documents = names.map((name) => JSON.stringify(service(name, write))).join('\n---\n');
    const answer = await this.#client.call('POST', '/console/v1/import', documents);
    if (answer === null) return this.#noAnswer(names, write);
    if (answer.code === 503) return false;
    if (answer.body.applied !== true) throw new Error(`import: ${answer.code} ${JSON.stringify(answer.body)}`);
    for (const name of names) this.#ledger.acknowledge({ kind: 'Service', name, write, revision: 0 });
    return true;
  }

  #create(name: string): Promise<boolean> {
    const write = this.#numbers.next();
    return this.#send(name, write, 'POST', SERVICES, service(name, write));
  }

  #replace(name: string): Promise<boolean> {
    const write = this.#numbers.next();
    return this.#send(name, write, 'PUT', `${SERVICES}/${name}`, service(name, write));
  }

  #patch(name: string): Promise<boolean> {
    const write = this.#numbers.next();
    const metadata = { annotations: { [WRITE]: String(write) } };
    return this.#send(name, write, 'PATCH', `${SERVICES}/${name}`, { metadata });
  }

  #delete(name: string): Promise<boolean> {
    return this.#send(name, null, 'DELETE', `${SERVICES}/${name}`);
  }

  async #send(name: string, write: number | null, method: string, path: string, body?: object): Promise<boolean> {
    const answer = await this.#client.call(method, path, body);
    if (answer === null) return this.#noAnswer([name], write);
    if (answer.code === 503) return false;
    if (answer.code >= 300) throw new Error(`${method} ${path}: ${answer.code} ${answer.body.message}`);
    // a deletion is answered with the object as it was
    const revision = write === null ? 0 : sightingOf('Service', answer.body).revision;
    this.#ledger.acknowledge({ kind: 'Service', name, write, revision });
    if (write === null) this.#there.delete(name);
    else this.#there.add(name);
    return true;
  }

  #noAnswer(names: string[], write: number | null): boolean {
    for (const name of names) {
      this.#ledger.leaveOpen('Service', name, write);
      if (!name.startsWith('group')) this.#open.add(name);
    }
    return false;
  }

  /** Reads an object whose write got no answer. */
  async #find(name: string): Promise<boolean> {
    const answer = await this.#client.call('GET', `${SERVICES}/${name}`);
    if (answer === null || answer.code === 503) return false;
    this.#open.delete(name);
    if (answer.code === 404) this.#there.delete(name);
    else this.#there.add(name);
    return true;
  }
}
