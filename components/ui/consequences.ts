import type { SnapshotView } from '../../server/contract/console.ts';
import { keyText, type KubeObject, type ObjectKey } from '../../server/model/object.ts';
import { routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';
import { policySentences } from './policy-consequences.ts';
import { routeSentences } from './route-consequences.ts';

/** What a deletion does, in sentences, and objects that have no use without it. */
export interface Consequences {
  sentences: string[];
  /** Offered for deletion along with it. */
  along: ObjectKey[];
}

const SLICE_SERVICE = 'kubernetes.io/service-name';

function named(list: readonly KubeObject[] | undefined): KubeObject[] {
  return [...(list ?? [])];
}

function label(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace ? `${namespace}/` : ''}${name ?? ''}`;
}

function listing(names: string[]): string {
  if (names.length <= 3)
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function targets(policy: KubeObject, key: ObjectKey): boolean {
  const refs = targetRefsOf(specOf(policy, 'BackendTrafficPolicy'));
  return (
    policy.metadata.namespace === key.namespace && refs.some((ref) => ref.kind === key.kind && ref.name === key.name)
  );
}

/** Sentences that a dialog has room for. */
const SENTENCES = 8;

/** Names what will be different after several objects are gone. Pure. */
export function allConsequences(
  keys: readonly ObjectKey[],
  objects: Record<string, readonly KubeObject[] | undefined>,
  view: SnapshotView | undefined,
): Consequences {
  const [only] = keys;
  const gone = new Set(keys.map(scopeOf));
  if (keys.length === 1 && only !== undefined) return consequencesOf(only, objects, view, gone);
  const chosen = new Set(keys.map(keyText));
  const along = new Map<string, ObjectKey>();
  const sentences: string[] = [];
  for (const key of keys) {
    const one = consequencesOf(key, objects, view, gone);
    sentences.push(...one.sentences.map((sentence) => `${key.kind} ${key.name}: ${sentence}`));
    for (const other of one.along) if (!chosen.has(keyText(other))) along.set(keyText(other), other);
  }
  const rest = sentences.length - SENTENCES;
  return {
    sentences: rest > 0 ? [...sentences.slice(0, SENTENCES), `And ${rest} more of that sort.`] : sentences,
    along: [...along.values()],
  };
}

/** `KIND/NAMESPACE/NAME`. */
function scopeOf({ kind, namespace, name }: ObjectKey): string {
  return `${kind}/${namespace}/${name}`;
}

/** Names what will be different after an object is gone. Pure. */
function consequencesOf(
  key: ObjectKey,
  objects: Record<string, readonly KubeObject[] | undefined>,
  view: SnapshotView | undefined,
  gone: ReadonlySet<string>,
): Consequences {
  const sentences: string[] = [];
  const along: ObjectKey[] = [];
  const rules = Object.values(view?.snapshot.rules ?? {});
  const policies = named(objects.BackendTrafficPolicy);
  const orphans = policies.filter((policy) => targets(policy, key)).map(label);
  switch (key.kind) {
    case 'HTTPRoute':
    case 'GRPCRoute':
      if (view) sentences.push(...routeSentences(scopeOf(key), gone, view.snapshot));
      break;
    case 'Gateway': {
      const routes = [...named(objects.HTTPRoute), ...named(objects.GRPCRoute)].filter((route) =>
        (routeSpecOf(route).parentRefs ?? []).some(
          (ref) =>
            (ref.kind ?? 'Gateway') === 'Gateway' &&
            ref.name === key.name &&
            (ref.namespace ?? route.metadata.namespace) === key.namespace,
        ),
      );
      sentences.push('The proxy closes its listeners: new connections to its addresses are refused.');
      if (routes.length > 0) sentences.push(`${listing(routes.map(label))} will have no Gateway.`);
      break;
    }
    case 'GatewayClass': {
      const gateways = named(objects.Gateway).filter(
        (gateway) => specOf(gateway, 'Gateway').gatewayClassName === key.name,
      );
      if (gateways.length > 0) sentences.push(`${listing(gateways.map(label))} will not be served any more.`);
      break;
    }
    case 'BackendTrafficPolicy':
      if (view) sentences.push(...policySentences(key, objects, view.snapshot));
      break;
    case 'Service': {
      const users = new Set(
        rules
          .filter(
            (rule) =>
              rule.action.type === 'forward' &&
              rule.action.group.backends.some(
                ({ ref }) => ref.kind === 'Service' && ref.namespace === key.namespace && ref.name === key.name,
              ),
          )
          .map((rule) => `${rule.route.namespace}/${rule.route.name}`),
      );
      sentences.push(
        users.size === 0
          ? 'No rule uses it.'
          : `${listing([...users].map((name) => `HTTPRoute ${name}`))} will answer 500 for its share (BackendNotFound).`,
      );
      for (const slice of named(objects.EndpointSlice))
        if (slice.metadata.namespace === key.namespace && slice.metadata.labels?.[SLICE_SERVICE] === key.name)
          along.push({
            group: 'discovery.k8s.io',
            kind: 'EndpointSlice',
            namespace: key.namespace,
            name: slice.metadata.name ?? '',
          });
      break;
    }
    case 'EndpointSlice':
      sentences.push('Its Service loses these endpoints; rules that have no other answer 503.');
      break;
    case 'ReferenceGrant':
      sentences.push(
        `References from other namespaces to objects in ${key.namespace} that need it will answer 500 (RefNotPermitted).`,
      );
      break;
    case 'Namespace': {
      const inside = Object.values(objects)
        .flatMap((list) => list ?? [])
        .filter((object) => object.metadata.namespace === key.name).length;
      sentences.push(inside === 0 ? 'It is empty.' : `${inside} objects are in it.`);
      break;
    }
  }
  if (orphans.length > 0) sentences.push(`${listing(orphans)} will have no target.`);
  return { sentences, along };
}
