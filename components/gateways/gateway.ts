import type { SnapshotView } from '../../server/contract/console.ts';
import type { ListenerSpec } from '../../server/gateway/shapes.ts';
import type { Condition, KubeObject } from '../../server/model/object.ts';
import { specOf, statusOf } from '../live/served.ts';
import { levelOf, type Level } from '../ui/conditions.ts';

/** A listener as its manifest and its status have it. */
export interface ListenerFacts {
  name: string;
  port: number;
  protocol: string;
  hostname: string | null;
  /** Who may attach, in words. */
  allowed: string;
  attachedRoutes: number;
  conditions: Condition[];
  /** Id in samples and the snapshot. */
  id: string;
  /** Base URL that works from this machine, null while it is not bound. */
  url: string | null;
  /** Why the socket could not be opened, null when it is open or was not tried. */
  bindError: string | null;
  /** Port in fact bound, where it is another. */
  movedTo: number | null;
}

/** A Gateway for pages. */
export interface GatewayFacts {
  namespace: string;
  name: string;
  className: string;
  addresses: string[];
  listeners: ListenerFacts[];
}

/** One expression of a label selector in words: `env in dev or test`. */
function expressionText({ key, operator, values = [] }: { key: string; operator: string; values?: string[] }): string {
  if (operator === 'Exists') return `any ${key}`;
  if (operator === 'DoesNotExist') return `no ${key}`;
  return `${key} ${operator === 'NotIn' ? 'not ' : ''}in ${values.join(' or ')}`;
}

/** Who may attach, as a sentence part: `HTTPRoute from this namespace`. */
function allowedText(allowed: ListenerSpec['allowedRoutes']): string {
  const kinds = allowed?.kinds?.map(({ kind }) => kind) ?? [];
  const who = kinds.length > 0 ? kinds.join(' and ') : 'routes';
  const from = allowed?.namespaces?.from ?? 'Same';
  if (from === 'All') return `${who} from all namespaces`;
  if (from === 'Selector') {
    const selector = allowed?.namespaces?.selector;
    const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
    const wanted = [...labels, ...(selector?.matchExpressions ?? []).map(expressionText)];
    // an empty selector selects all
    return wanted.length === 0 ? `${who} from all namespaces` : `${who} from namespaces labelled ${wanted.join(', ')}`;
  }
  return `${who} from this namespace`;
}

/** Reads a Gateway together with what the proxy made of it. */
export function gatewayFacts(object: KubeObject, view: SnapshotView | undefined): GatewayFacts {
  const namespace = object.metadata.namespace ?? '';
  const name = object.metadata.name ?? '';
  const spec = specOf(object, 'Gateway');
  const status = statusOf(object);
  const urls = view?.urls[`${namespace}/${name}`] ?? {};
  const bindings = (view?.bindings ?? []).filter(
    (binding) => binding.gateway.namespace === namespace && binding.gateway.name === name,
  );
  return {
    namespace,
    name,
    className: spec.gatewayClassName ?? '',
    addresses: (status.addresses ?? []).map(({ value }) => value),
    listeners: (spec.listeners ?? []).map((listener) => {
      const known = status.listeners?.find((entry) => entry.name === listener.name);
      const own = bindings.filter((binding) => binding.port === listener.port);
      const open = own.find((binding) => binding.error === undefined);
      return {
        name: listener.name,
        port: listener.port,
        protocol: listener.protocol,
        hostname: listener.hostname ?? null,
        allowed: allowedText(listener.allowedRoutes),
        attachedRoutes: known?.attachedRoutes ?? 0,
        conditions: known?.conditions ?? [],
        id: `${namespace}/${name}/${listener.name}`,
        url: urls[listener.name] ?? null,
        bindError: open ? null : (own[0]?.error ?? null),
        movedTo: open && open.boundPort !== open.port ? open.boundPort : null,
      };
    }),
  };
}

/** The worst condition of a listener in one word, and what it says. `generation` is that of its Gateway. */
export function listenerState(
  listener: ListenerFacts,
  generation: number | undefined,
): { level: Level; word: string; message: string } {
  if (listener.conditions.length === 0) return { level: 'pending', word: 'Pending', message: '' };
  for (const wanted of ['bad', 'pending', 'warn'] as const) {
    const found = listener.conditions.find((condition) => levelOf(condition, generation) === wanted);
    if (found) return { level: wanted, word: wanted === 'pending' ? 'Pending' : found.reason, message: found.message };
  }
  return { level: 'ok', word: 'Programmed', message: '' };
}
