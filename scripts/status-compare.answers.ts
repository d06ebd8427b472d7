// What we and the oracle say about a world, as lines that are equal or not.
import { CONTROLLER_NAME } from '../server/gateway/conditions.ts';
import { GATEWAY_GROUP } from '../server/gateway/inputs.ts';
import { translate, type Translation } from '../server/gateway/translate.ts';
import { keyOf, keyText, type StoredObject } from '../server/model/object.ts';
import type { Snapshot } from '../server/routing/snapshot.ts';

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
  observedGeneration?: number;
}

interface Reference {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  sectionName?: string;
  port?: number;
}

interface Listener {
  name: string;
  attachedRoutes: number;
  supportedKinds?: { group?: string; kind: string }[];
  conditions?: Condition[];
}

/** A status of any of the compared kinds. */
export interface Status {
  addresses?: unknown[];
  conditions?: Condition[];
  listeners?: Listener[];
  parents?: { parentRef: Reference; controllerName: string; conditions?: Condition[] }[];
  ancestors?: { ancestorRef: Reference; controllerName: string; conditions?: Condition[] }[];
  [field: string]: unknown;
}

/** Statuses by `GROUP/KIND/NAMESPACE/NAME`; null where nothing is written. */
export type Statuses = ReadonlyMap<string, Status | null>;

const COMPARED = new Set(['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'BackendTrafficPolicy']);

/** Keys of the objects whose statuses are compared. */
export function comparedKeys(objects: readonly StoredObject[]): string[] {
  return objects.filter(({ kind }) => COMPARED.has(kind)).map((object) => keyText(keyOf(object)));
}

/** The sockets of a snapshot, all open. */
export function opened({ gateways }: Snapshot): Parameters<typeof translate>[1]['bindings'] {
  return gateways.flatMap(({ namespace, name, address, ports }) =>
    ports.map(({ port }) => ({ gateway: { namespace, name }, port, address, boundPort: port })),
  );
}

const OPTIONS = { revision: 7, pool: '127.77.0.0/16', bindings: [], now: '2026-05-01T12:00:00Z' };

/** Our answer once the proxy has opened all sockets. Throws when the statuses, once stored, give others. */
export function ours(objects: readonly StoredObject[]): { translation: Translation; statuses: Statuses } {
  const { snapshot } = translate(objects, OPTIONS);
  const options = { ...OPTIONS, bindings: opened(snapshot) };
  const translation = translate(objects, options);
  const written = new Map(translation.statuses.map(({ key, status }) => [keyText(key), status]));
  const settled = objects.map((object) => {
    const status = written.get(keyText(keyOf(object)));
    return status === undefined ? object : { ...object, status };
  });
  const again = translate(settled, { ...options, previous: translation.snapshot, now: '2026-06-01T00:00:00Z' });
  if (again.statuses.length > 0) throw new Error(`statuses flap: ${JSON.stringify(again.statuses)}`);
  if (JSON.stringify(again.snapshot) !== JSON.stringify(translation.snapshot)) throw new Error('the snapshot flaps');
  const timeless = (status: unknown): Status | null => (status === undefined ? null : (status as Status));
  return {
    translation,
    statuses: new Map(comparedKeys(objects).map((key) => [key, timeless(written.get(key))])),
  };
}

/** Answer of `translate`: statuses of the objects in the order of the documents. */
export interface OracleAnswer {
  errors: string[];
  statuses: { apiVersion: string; kind: string; namespace?: string; name: string; status: Status | null }[];
  ir?: Record<string, unknown>;
}

/** The oracle's statuses by key. */
export function theirs(answer: OracleAnswer): Statuses {
  return new Map(
    answer.statuses
      .filter(({ kind }) => COMPARED.has(kind))
      .map(({ apiVersion, kind, namespace = '', name, status }) => [
        keyText({ group: apiVersion.split('/')[0] ?? '', kind, namespace, name }),
        status,
      ]),
  );
}

/** Groups other than that of the Gateway API, and controllers other than ours, are named. */
function kindText(group: string | undefined, kind: string | undefined): string {
  return group === GATEWAY_GROUP ? (kind ?? '') : `${group ?? ''}/${kind ?? ''}`;
}

function reference({ group, kind, namespace, name, sectionName, port }: Reference): string {
  const section = sectionName === undefined ? '' : ` section ${sectionName}`;
  return `${kindText(group, kind)} ${namespace ?? ''}/${name}${section}${port === undefined ? '' : ` port ${port}`}`;
}

/** A status in lines, one for each condition and entry, in their order; `-` when nothing is written. */
export function linesOf(status: Status | null | undefined, generation: number): string[] {
  if (status === null || status === undefined) return ['-'];
  const conditionLines = (conditions: readonly Condition[] = [], indent: string): string[] =>
    conditions.map(
      ({ type, status, reason, message, observedGeneration }) =>
        `${indent}${type}=${status} ${reason}${observedGeneration === generation ? '' : ` @${observedGeneration}`}: ${message}`,
    );
  const entries = [
    ...(status.parents ?? []).map(({ parentRef, ...rest }) => ({ ...rest, ref: parentRef, word: 'parent' })),
    ...(status.ancestors ?? []).map(({ ancestorRef, ...rest }) => ({ ...rest, ref: ancestorRef, word: 'ancestor' })),
  ];
  return [
    ...(status.addresses === undefined ? [] : [`addresses ${JSON.stringify(status.addresses)}`]),
    ...conditionLines(status.conditions, ''),
    ...(status.listeners ?? []).flatMap(({ name, attachedRoutes, supportedKinds = [], conditions }) => [
      `listener ${name}: ${attachedRoutes} routes, takes [${supportedKinds.map(({ group, kind }) => kindText(group, kind)).join(' ')}]`,
      ...conditionLines(conditions, '  '),
    ]),
    ...entries.flatMap(({ word, ref, controllerName, conditions }) => [
      `${word} ${reference(ref)}${controllerName === CONTROLLER_NAME ? '' : ` by ${controllerName}`}`,
      ...conditionLines(conditions, '  '),
    ]),
  ];
}
