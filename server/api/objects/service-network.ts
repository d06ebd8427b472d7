import type { StoredObject } from '../../model/object.ts';
import { Allotment, type Allotter, dryAllotter, newCursor } from '../../model/service/allotter.ts';
import { addressesOf, takenPortsOf } from '../../model/service/spec.ts';
import type { Store } from '../../store/types.ts';

const isService = ({ kind, apiVersion }: StoredObject): boolean => kind === 'Service' && apiVersion === 'v1';

/** What is allotted for one write. */
export interface Reservation {
  allotter: Allotter;
  /** To be called when the write is done, or has failed. */
  end: () => void;
}

/**
 * Addresses and node ports of all Services. They are those of the stored objects, so that they outlive a restart and go with the object,
 * and those that writes under way have been given.
 */
export class ServiceNetwork {
  readonly #addresses = new Map<string, number>();
  readonly #ports = new Map<number, number>();
  readonly #open = new Set<Allotment>();
  readonly #cursor = newCursor();

  constructor(store: Store) {
    for (const service of store.list('', 'Service')) this.#count(service, 1);
    store.subscribe((events) => {
      for (const { type, object, previous } of events) {
        if (!isService(object)) continue;
        if (previous !== undefined) this.#count(previous, -1);
        if (type !== 'DELETED') this.#count(object, 1);
      }
    });
  }

  /** Begins a write. What it is given belongs to it until it ends. */
  reserve(dryRun: boolean): Reservation {
    if (dryRun) return { allotter: dryAllotter((port) => this.#hasPort(port)), end: () => undefined };
    const allotment = new Allotment(
      {
        address: (address) => this.#hasAddress(address),
        port: (port) => this.#hasPort(port),
      },
      this.#cursor,
    );
    this.#open.add(allotment);
    return { allotter: allotment, end: () => this.#open.delete(allotment) };
  }

  #hasAddress(address: string): boolean {
    return this.#addresses.has(address) || [...this.#open].some(({ addresses }) => addresses.has(address));
  }

  #hasPort(port: number): boolean {
    return this.#ports.has(port) || [...this.#open].some(({ ports }) => ports.has(port));
  }

  #count(service: StoredObject, by: 1 | -1): void {
    for (const address of addressesOf(service)) add(this.#addresses, address, by);
    for (const port of takenPortsOf(service)) add(this.#ports, port, by);
  }
}

function add<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
