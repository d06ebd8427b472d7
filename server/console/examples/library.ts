import { randomUUID } from 'node:crypto';
import type { ExampleState } from '../../contract/console.ts';
import { admit } from '../../model/admission.ts';
import { parseDocuments } from '../../model/documents.ts';
import { endpointSliceSchema } from '../../model/endpointslice/schema.ts';
import { keyOf, keyText, type ObjectKey, type StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import { zodOf } from '../../model/zod.ts';
import { StoreConflict, type Store, type StoreWrite } from '../../store/types.ts';
import { HttpProblem } from '../http.ts';
import { grpc } from './grpc.ts';
import { asWritten, freeNetwork, inNetwork } from './network.ts';
import { roundRobin } from './round-robin.ts';
import type { Example, ExampleDocument } from './types.ts';
import { weighted } from './weighted.ts';

/** All examples, in the order in which they are offered. */
const examples: readonly Example[] = [roundRobin, weighted, grpc];

const WRITER = 'switchyard-example';

function keyOfDocument({ group, kind, namespace, name }: ExampleDocument): ObjectKey {
  return { group, kind, namespace, name };
}

/** `IP:PORT` of the endpoints of an EndpointSlice, none for anything else. */
function endpointsOfSlice(value: unknown): string[] {
  const { data } = zodOf(endpointSliceSchema).safeParse(value);
  const port = data?.ports?.[0]?.port;
  return (data?.endpoints ?? []).flatMap(({ addresses = [] }) => addresses.map((address) => `${address}:${port}`));
}

/** Loads and removes the examples. */
export class ExampleLibrary {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  state(): ExampleState[] {
    return examples.map((example) => ({
      name: example.name,
      title: example.title,
      description: example.description,
      loaded: this.isLoaded(example),
      objects: example.documents.map(({ kind, namespace, name, shows }) => ({ kind, namespace, name, shows })),
      tryRequest: example.tryRequest,
    }));
  }

  /** `IP:PORT` of the demo backends that loaded examples name; other endpoints in their slices are not ours to open. */
  demoEndpoints(): string[] {
    const wanted: string[] = [];
    for (const document of examples.flatMap((example) => example.documents)) {
      if (document.kind !== 'EndpointSlice') continue;
      const stored = this.store.get(keyOfDocument(document));
      if (stored === undefined) continue;
      const written = this.writtenEndpoints(document);
      for (const endpoint of endpointsOfSlice(stored)) {
        if (written.includes(endpoint.replace(/^127\.0\.\d{1,3}\./, '127.0.1.'))) wanted.push(endpoint);
      }
    }
    return [...new Set(wanted)];
  }

  /** Writes what is missing in one transaction; what is there already stays as it is. @throws HttpProblem 404 for an unknown name */
  async load(name: string): Promise<void> {
    const example = find(name);
    const missing = example.documents.filter((document) => this.store.get(keyOfDocument(document)) === undefined);
    const network = await freeNetwork(
      missing.filter(({ kind }) => kind === 'EndpointSlice').flatMap((document) => this.writtenEndpoints(document)),
    );
    const writes = missing.map((document) => creation(document, inNetwork(document.text, network)));
    if (writes.length > 0) await this.write(writes);
  }

  /** Deletes what was not changed and nothing else needs. @throws HttpProblem 404 for an unknown name */
  async remove(name: string): Promise<void> {
    const unchanged = find(name).documents.filter((document) => this.isUnchanged(document));
    const own = new Set(unchanged.map((document) => keyText(keyOfDocument(document))));
    const shared = examples
      .filter((other) => other.name !== name && this.isLoaded(other))
      .flatMap(({ documents }) => documents.map((document) => keyText(keyOfDocument(document))));
    for (const key of shared) own.delete(key);
    // what stays may need more of the example, and that again
    for (let before = -1; before !== own.size;) {
      before = own.size;
      const named = namesIn(this.store.all().filter((object) => !own.has(keyText(keyOf(object)))));
      for (const document of unchanged) {
        if (named.has(`${document.kind}/${document.name}`) || this.hasKeptService(document, own))
          own.delete(keyText(keyOfDocument(document)));
      }
    }
    const writes = unchanged
      .filter((document) => own.has(keyText(keyOfDocument(document))))
      .toReversed()
      .map((document): StoreWrite => ({ type: 'delete', key: keyOfDocument(document), expect: '*', by: WRITER }));
    if (writes.length > 0) await this.write(writes);
  }

  private isLoaded(example: Example): boolean {
    return example.documents
      .filter(({ kind }) => kind === 'EndpointSlice' || kind.endsWith('Route'))
      .every((document) => this.store.get(keyOfDocument(document)) !== undefined);
  }

  /** A slice goes only with its Service. */
  private hasKeptService(document: ExampleDocument, going: ReadonlySet<string>): boolean {
    if (document.kind !== 'EndpointSlice') return false;
    const name = this.store.get(keyOfDocument(document))?.metadata.labels?.['kubernetes.io/service-name'];
    if (name === undefined) return false;
    const service: ObjectKey = { group: '', kind: 'Service', namespace: document.namespace, name };
    return this.store.get(service) !== undefined && !going.has(keyText(service));
  }

  private isUnchanged(document: ExampleDocument): boolean {
    const text = this.store.text(keyOfDocument(document));
    return text !== undefined && asWritten(text) === document.text;
  }

  private writtenEndpoints(document: ExampleDocument): string[] {
    return parseDocuments(document.text).flatMap(({ value }) => endpointsOfSlice(value));
  }

  private async write(writes: StoreWrite[]): Promise<void> {
    try {
      await this.store.write(writes);
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
      throw new HttpProblem(409, 'Conflict', `${error.message}, which was written meanwhile; try again`);
    }
  }
}

function find(name: string): Example {
  const example = examples.find((candidate) => candidate.name === name);
  if (example !== undefined) return example;
  const known = examples.map((candidate) => candidate.name).join(', ');
  throw new HttpProblem(404, 'NotFound', `there is no example "${name}"; there are: ${known}`);
}

function creation(document: ExampleDocument, text: string): StoreWrite {
  const key = keyOfDocument(document);
  const kind = findKind(key.group, key.kind);
  const [parsed] = parseDocuments(text);
  if (kind === undefined || parsed === undefined) throw new Error(`the example's ${key.kind} cannot be read`);
  const admission = admit(kind, parsed.value, { operation: 'create', fieldValidation: 'Strict' });
  if (!admission.accepted)
    throw new Error(`the example's ${key.kind} ${key.name} is refused: ${admission.status.message}`);
  const object: StoredObject = {
    ...admission.object,
    metadata: {
      ...admission.object.metadata,
      name: key.name,
      uid: randomUUID(),
      resourceVersion: '',
      creationTimestamp: `${new Date().toISOString().slice(0, 19)}Z`,
      generation: 1,
    },
  };
  return { type: 'put', key, object, text, by: WRITER };
}

/** `KIND/NAME` of what these objects refer to, as far as examples can be meant. */
function namesIn(objects: StoredObject[]): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, field);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { name, kind } = value as { name?: unknown; kind?: unknown };
    if (field === 'parentRefs') names.add(`${typeof kind === 'string' ? kind : 'Gateway'}/${String(name)}`);
    if (field === 'backendRefs' || field === 'backendRef')
      names.add(`${typeof kind === 'string' ? kind : 'Service'}/${String(name)}`);
    if (field === 'targetRefs' || field === 'targetRef') names.add(`${String(kind)}/${String(name)}`);
    for (const [key, child] of Object.entries(value)) {
      if (key === 'gatewayClassName') names.add(`GatewayClass/${String(child)}`);
      visit(child, key);
    }
  };
  for (const object of objects) visit(object.spec, 'spec');
  return names;
}
