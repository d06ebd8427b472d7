import { compareHostnames } from './precedence.ts';
import type { Snapshot, SnapshotListener, SnapshotRule, VirtualHost } from './snapshot.ts';

/** What differs between two snapshots: a plain JSON value, as long as the change and not as the snapshot. */
export interface SnapshotDelta {
  /** Revision of the snapshot that it is applied to. */
  from: number;
  /** Revision of the snapshot that it gives. */
  revision: number;
  /** All but rules, with listeners that have no virtual hosts; absent: as before. */
  frame?: Omit<Snapshot, 'revision' | 'rules'>;
  /** Virtual hosts by listener id: new or other ones, and hostnames of those that are gone. */
  hosts: { listener: string; set: VirtualHost[]; gone: string[] }[];
  /** Rules that are new or other ones, and ids of those that are gone. */
  rules: { set: SnapshotRule[]; gone: string[] };
}

/** Order of virtual hosts in a listener: most specific first, then by name. Source: gateway-api section 2.1. */
export function compareHosts(a: string, b: string): number {
  return compareHostnames(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

function listenersOf({ gateways }: Snapshot): SnapshotListener[] {
  return gateways.flatMap(({ ports }) => ports.flatMap(({ listeners }) => listeners));
}

function frameOf({ revision: _revision, rules: _rules, ...rest }: Snapshot): NonNullable<SnapshotDelta['frame']> {
  const bare = (listener: SnapshotListener): SnapshotListener => ({ ...listener, virtualHosts: [] });
  return {
    ...rest,
    gateways: rest.gateways.map((gateway) => ({
      ...gateway,
      ports: gateway.ports.map((port) => ({ ...port, listeners: port.listeners.map(bare) })),
    })),
  };
}

function hostChanges(
  listener: string,
  before: readonly VirtualHost[],
  after: readonly VirtualHost[],
): SnapshotDelta['hosts'][number] | undefined {
  if (before === after) return undefined;
  const held = new Map(before.map((host) => [host.hostname, host]));
  const set: VirtualHost[] = [];
  for (const host of after) {
    if (held.get(host.hostname) !== host) set.push(host);
    held.delete(host.hostname);
  }
  return set.length + held.size === 0 ? undefined : { listener, set, gone: [...held.keys()] };
}

function ruleChanges(before: Snapshot['rules'], after: Snapshot['rules']): SnapshotDelta['rules'] {
  const set: SnapshotRule[] = [];
  if (before === after) return { set, gone: [] };
  for (const [id, rule] of Object.entries(after)) if (before[id] !== rule) set.push(rule);
  return { set, gone: Object.keys(before).filter((id) => after[id] === undefined) };
}

/**
 * The way from one snapshot to another. Virtual hosts and rules count as unchanged where they are the very same object in both, so that
 * snapshots which share much differ little.
 */
export function deltaOf(before: Snapshot, after: Snapshot): SnapshotDelta {
  const frame = frameOf(after);
  const sameFrame = before.gateways === after.gateways || JSON.stringify(frameOf(before)) === JSON.stringify(frame);
  const held = new Map(listenersOf(before).map(({ id, virtualHosts }) => [id, virtualHosts]));
  return {
    from: before.revision,
    revision: after.revision,
    ...(sameFrame ? {} : { frame }),
    hosts: listenersOf(after).flatMap(
      ({ id, virtualHosts }) => hostChanges(id, held.get(id) ?? [], virtualHosts) ?? [],
    ),
    rules: ruleChanges(before.rules, after.rules),
  };
}

function applyHosts(
  before: readonly VirtualHost[],
  { set, gone }: Pick<SnapshotDelta['hosts'][number], 'set' | 'gone'>,
): VirtualHost[] {
  const hosts = new Map(before.map((host) => [host.hostname, host]));
  for (const hostname of gone) hosts.delete(hostname);
  const kept = hosts.size;
  for (const host of set) hosts.set(host.hostname, host);
  const list = [...hosts.values()];
  return hosts.size === kept ? list : list.sort((a, b) => compareHosts(a.hostname, b.hostname));
}

function applyRules(before: Snapshot['rules'], { set, gone }: SnapshotDelta['rules']): Snapshot['rules'] {
  if (set.length + gone.length === 0) return before;
  const rules = { ...before };
  for (const id of gone) delete rules[id];
  for (const rule of set) rules[rule.id] = rule;
  return rules;
}

/** The same list when nothing in it changes. */
function mapSame<Item>(list: Item[], change: (item: Item) => Item): Item[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

/**
 * The snapshot that a delta gives, equal to the one that it was made of but for the order of keys in `rules`. What the delta does not name
 * is shared with the snapshot before, which is not changed.
 * @throws Error when the delta starts from another revision
 */
export function applyDelta(before: Snapshot, delta: SnapshotDelta): Snapshot {
  const { from, revision, frame } = delta;
  if (from !== before.revision) {
    throw new Error(`The change starts from revision ${from}, and revision ${before.revision} is here.`);
  }
  const changes = new Map(delta.hosts.map((change) => [change.listener, change]));
  const held = new Map(listenersOf(before).map((listener) => [listener.id, listener]));
  const listenerAfter = (listener: SnapshotListener): SnapshotListener => {
    const hosts = held.get(listener.id)?.virtualHosts ?? [];
    const change = changes.get(listener.id);
    if (change === undefined && listener.virtualHosts === hosts) return listener;
    return { ...listener, virtualHosts: change === undefined ? hosts : applyHosts(hosts, change) };
  };
  const rest = frame ?? before;
  const gateways = mapSame(rest.gateways, (gateway) => {
    const ports = mapSame(gateway.ports, (port) => {
      const listeners = mapSame(port.listeners, listenerAfter);
      return listeners === port.listeners ? port : { ...port, listeners };
    });
    return ports === gateway.ports ? gateway : { ...gateway, ports };
  });
  return { ...rest, revision, gateways, rules: applyRules(before.rules, delta.rules) };
}
