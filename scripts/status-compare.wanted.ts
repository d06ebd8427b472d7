// Differences between our statuses and those of Envoy Gateway that we want. Each is taken out of both sides before they are compared.
import { readyEndpoints } from '../server/gateway/endpoints.ts';
import type { Inputs } from '../server/gateway/inputs.ts';
import type { GatewaySpec } from '../server/gateway/shapes.ts';
import type { StoredObject } from '../server/model/object.ts';
import type { Status } from './status-compare.answers.ts';

/** A wanted difference. */
interface Wanted {
  name: string;
  why: string;
  /** Takes it out of one side's status; `theirs` is the oracle's. */
  strip: (status: Status, object: StoredObject, theirs: Status, inputs: Inputs) => Status;
}

function without<Entry extends { type: string }>(list: readonly Entry[] | undefined, ...types: string[]): Entry[] {
  return (list ?? []).filter(({ type }) => !types.includes(type));
}

function withoutInParents(status: Status, type: string): Status {
  const { parents } = status;
  if (parents === undefined) return status;
  return { ...status, parents: parents.map((parent) => ({ ...parent, conditions: without(parent.conditions, type) })) };
}

function isTrue(list: readonly { type: string; status: string }[] | undefined, type: string): boolean {
  return (list ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf({
  ancestorRef: { namespace = '', name, sectionName = '' },
}: NonNullable<Status['ancestors']>[number]): string {
  return `${namespace}/${name}/${sectionName}`;
}

/** Where several entries are of one Gateway and one of them says Aggregated, the last of them does. */
function withAggregatedLast(ancestors: Status['ancestors']): Status['ancestors'] {
  const carrier = ancestors?.find(({ conditions }) => isTrue(conditions, 'Aggregated'));
  const said = carrier?.conditions?.find(({ type }) => type === 'Aggregated');
  if (ancestors === undefined || carrier === undefined || said === undefined) return ancestors;
  const { namespace, name } = carrier.ancestorRef;
  const last = ancestors.findLast(({ ancestorRef: ref }) => ref.namespace === namespace && ref.name === name);
  return ancestors.map((ancestor) => {
    const others = without(ancestor.conditions, 'Aggregated');
    return { ...ancestor, conditions: ancestor === last ? [...others, said] : others };
  });
}

const PLACE = /^Failed to process route rule \d+ backendRef \d+: /;

/** What was found about the filters of backendRefs in lines that are sorted, with the places before them. */
function withSortedLines<Said extends { reason: string; message: string }>(condition: Said): Said {
  const { reason, message } = condition;
  if (!reason.includes('InvalidBackendFilters') || !message.includes('Unable to translate')) return condition;
  const found = message.split('\n');
  if (found.every((line) => PLACE.test(line))) return condition;
  const lines = found.flatMap((line) => {
    const [place = ''] = PLACE.exec(line) ?? [];
    return [place, line.slice(place.length).replace(/\.$/, '').toLowerCase()];
  });
  return { ...condition, message: lines.toSorted(byText).join('\n') };
}

function specOf(object: StoredObject): GatewaySpec {
  return object.spec as GatewaySpec;
}

/** Names of listeners that translation programs and that we open no port for. */
function notServed(object: StoredObject, theirs: Status): Set<string> {
  const foreign = new Set(
    (specOf(object).listeners ?? []).filter(({ protocol }) => protocol !== 'HTTP').map(({ name }) => name),
  );
  return new Set(
    (theirs.listeners ?? [])
      .filter(({ name, conditions }) => foreign.has(name) && isTrue(conditions, 'Programmed'))
      .map(({ name }) => name),
  );
}

export const WANTED: readonly Wanted[] = [
  {
    name: 'addresses',
    why: 'A Gateway has an address of the pool on this machine; the oracle writes 127.0.0.1 for every one.',
    strip: (status, { kind }) => (kind === 'Gateway' ? { ...status, addresses: undefined } : status),
  },
  {
    name: 'addresses that are asked for',
    why: 'One address of the pool is given; the oracle has no Service that could hold any.',
    strip: (status, object) =>
      object.kind === 'Gateway' && (specOf(object).addresses ?? []).length > 0
        ? {
            ...status,
            conditions: without(status.conditions, 'Programmed'),
            listeners: (status.listeners ?? []).map((listener) => ({
              ...listener,
              conditions: without(listener.conditions, 'Programmed'),
            })),
          }
        : status,
  },
  {
    name: 'no listener is served',
    why: 'Nothing is open then, and the Gateway says so; the oracle supposes a running proxy, which a cluster would not start.',
    strip: (status, object, theirs) =>
      object.kind === 'Gateway' &&
      !(theirs.listeners ?? []).some(
        ({ name, conditions }) => isTrue(conditions, 'Programmed') && !notServed(object, theirs).has(name),
      )
        ? { ...status, conditions: without(status.conditions, 'Programmed') }
        : status,
  },
  {
    name: 'protocols that are not served',
    why: 'TLS, TCP and UDP listeners open no port yet: UnsupportedProtocol, where Envoy Gateway programs them.',
    strip: (status, object, theirs) => {
      const names = object.kind === 'Gateway' ? notServed(object, theirs) : new Set<string>();
      if (names.size === 0) return status;
      return {
        ...status,
        conditions: without(status.conditions, 'Accepted'),
        listeners: (status.listeners ?? []).map((listener) =>
          names.has(listener.name) ? { name: listener.name, attachedRoutes: 0 } : listener,
        ),
      };
    },
  },
  {
    name: 'endpoints that are not ready',
    why: 'docs/decisions/0005: a Service without ready endpoints answers 503 and is named; Envoy Gateway sends them as draining.',
    strip: (status, object, _theirs, inputs) =>
      namesUnready(object, inputs) ? withoutInParents(status, 'BackendsAvailable') : status,
  },
  {
    name: 'routingType Service',
    why: 'It does not act: requests go to endpoints, and a Service without any is named, where Envoy Gateway takes its address.',
    strip: (status, _object, _theirs, inputs) =>
      inputs.policies.some(({ spec }) => spec.routingType === 'Service')
        ? withoutInParents(status, 'BackendsAvailable')
        : status,
  },
  {
    name: 'order of many targets of one age',
    why: 'Envoy Gateway sorts what selectors hit by age, with a method that mixes up what is equal from 13 entries on.',
    strip: (status) =>
      (status.ancestors ?? []).length > 12
        ? { ...status, ancestors: status.ancestors?.toSorted((a, b) => byText(nameOf(a), nameOf(b))) }
        : status,
  },
  {
    name: 'which of a Gateway’s entries says Aggregated',
    why: 'The same method puts a Gateway and its listeners, equal to it, in any order when it cuts; the last one says Aggregated.',
    strip: (status) => ({ ...status, ancestors: withAggregatedLast(status.ancestors) }),
  },
  {
    name: 'order of what is wrong with the filters of a backendRef',
    why: 'Envoy Gateway keeps findings in a Go map: whether those that do not resolve come first is another matter each time.',
    strip: (status) =>
      status.parents === undefined
        ? status
        : {
            ...status,
            parents: status.parents.map((parent) => ({
              ...parent,
              conditions: parent.conditions?.map(withSortedLines),
            })),
          },
  },
  {
    name: 'order of a route’s conditions',
    why: 'Envoy Gateway keeps findings in a Go map, so the order of what follows Accepted is another one each time.',
    strip: (status) =>
      status.parents === undefined
        ? status
        : {
            ...status,
            parents: status.parents.map((parent) => ({
              ...parent,
              conditions: (parent.conditions ?? []).toSorted((a, b) => byText(a.type, b.type)),
            })),
          },
  },
];

/** Whether a Service that a route names has endpoints, but none that is ready. */
function namesUnready(object: StoredObject, inputs: Inputs): boolean {
  if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') return false;
  const unready = [...inputs.endpointSlices].filter(
    ([key, slices]) =>
      inputs.services
        .get(key)
        ?.spec.ports?.some(
          ({ name = '' }) =>
            readyEndpoints(slices, name).length === 0 && slices.some(({ endpoints }) => (endpoints ?? []).length > 0),
        ) === true,
  );
  const text = JSON.stringify(object.spec);
  return unready.some(([key]) => text.includes(`"${key.split('/')[1]}"`));
}

/** Takes all wanted differences out of one side. */
export function comparable(
  status: Status | null | undefined,
  theirs: Status | null | undefined,
  object: StoredObject,
  inputs: Inputs,
): Status | null {
  if (status === null || status === undefined) return null;
  return WANTED.reduce((rest, { strip }) => strip(rest, object, theirs ?? {}, inputs), status);
}
