import { keyOf, keyText, type ObjectKey, type StoredObject } from '../../model/object.ts';
import type { Kind } from '../../model/kind.ts';
import { inOrder } from '../../store/memory.ts';
import type { Store } from '../../store/types.ts';
import { ServiceNetwork } from './service-network.ts';

const DEFAULT_KEY: ObjectKey = { group: '', kind: 'Namespace', namespace: '', name: 'default' };

/**
 * What clients see: the store, and Namespace `default`, which every API server has. It is made up until somebody writes it, so that an
 * empty store stays empty.
 */
export class ObjectView {
  readonly store: Store;
  readonly network: ServiceNetwork;
  readonly #default: StoredObject;

  constructor(store: Store) {
    this.store = store;
    this.network = new ServiceNetwork(store);
    this.#default = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'default',
        uid: '5d2f7c1e-0000-4000-8000-000000000001',
        resourceVersion: '1',
        creationTimestamp: `${new Date().toISOString().slice(0, 19)}Z`,
        labels: { 'kubernetes.io/metadata.name': 'default' },
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    };
  }

  get(key: ObjectKey): StoredObject | undefined {
    return this.store.get(key) ?? (keyText(key) === keyText(DEFAULT_KEY) ? this.#default : undefined);
  }

  /** All objects of a kind, by namespace then name. */
  list(kind: Kind, namespace: string): StoredObject[] {
    const objects = this.store.list(kind.group, kind.kind, namespace === '' ? undefined : namespace);
    if (kind.group !== '' || kind.kind !== 'Namespace' || this.store.get(DEFAULT_KEY) !== undefined) return objects;
    return [...objects, this.#default].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** The object as it was at a revision, of all of a kind. @throws RevisionGone */
  listAt(kind: Kind, namespace: string, revision: number): StoredObject[] {
    const objects = new Map(this.list(kind, namespace).map((object) => [keyText(keyOf(object)), object]));
    for (const event of this.store.since(revision).toReversed()) {
      if (event.key.group !== kind.group || event.key.kind !== kind.kind) continue;
      if (namespace !== '' && event.key.namespace !== namespace) continue;
      if (event.previous === undefined) objects.delete(keyText(event.key));
      else objects.set(keyText(event.key), event.previous);
    }
    return [...objects.values()].sort(inOrder);
  }

  /** True for the Namespace that nobody wrote. */
  isMadeUp(object: StoredObject): boolean {
    return object === this.#default;
  }

  namespaceExists(name: string): boolean {
    return this.get({ ...DEFAULT_KEY, name }) !== undefined;
  }

  namespace(name: string): StoredObject | undefined {
    return this.get({ ...DEFAULT_KEY, name });
  }
}
