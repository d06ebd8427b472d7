import type { Snapshot, VirtualHost } from '../routing/snapshot.ts';
import { sameJson } from './complete-status.ts';

/** Takes over from `before` what is equal in it: items by name, then the whole list. */
function shareList<Item>(
  before: readonly Item[] | undefined,
  after: Item[],
  nameOf: (item: Item) => string,
  share: (before: Item, after: Item) => Item,
): Item[] {
  if (before === undefined || before === after) return after;
  // most items are where they were
  let held: Map<string, Item> | undefined;
  const namesake = (item: Item, index: number): Item | undefined => {
    const there = before[index];
    if (there !== undefined && nameOf(there) === nameOf(item)) return there;
    held ??= new Map(before.map((other) => [nameOf(other), other]));
    return held.get(nameOf(item));
  };
  let same = before.length === after.length;
  const shared = after.map((item, index) => {
    const other = namesake(item, index);
    const result = other === undefined ? item : share(other, item);
    if (result !== before[index]) same = false;
    return result;
  });
  return same ? (before as Item[]) : shared;
}

function shareEqual<Item>(before: Item, after: Item): Item {
  return sameJson(before, after) ? before : after;
}

/** Most hosts have the very candidates that they had. */
function shareHost(before: VirtualHost, after: VirtualHost): VirtualHost {
  const { candidates } = after;
  if (before.candidates.length === candidates.length) {
    let at = 0;
    while (at < candidates.length && before.candidates[at] === candidates[at]) at++;
    if (at === candidates.length) return before;
  }
  return shareEqual(before, after);
}

/** Takes the whole object over where the list in it and all else is equal. */
function shareWith<Field extends string, Item extends Record<Field, unknown>>(
  field: Field,
  before: Item,
  after: Item,
  list: Item[Field],
): Item {
  if (list === before[field] && sameJson({ ...before, [field]: null }, { ...after, [field]: null })) return before;
  return list === after[field] ? after : { ...after, [field]: list };
}

function shareGateways(before: Snapshot['gateways'], after: Snapshot['gateways']): Snapshot['gateways'] {
  return shareList(
    before,
    after,
    ({ namespace, name }) => `${namespace}/${name}`,
    (old, gateway) => {
      const ports = shareList(
        old.ports,
        gateway.ports,
        ({ port }) => String(port),
        (old, port) => {
          const listeners = shareList(
            old.listeners,
            port.listeners,
            ({ id }) => id,
            (old, listener) => {
              const hosts = shareList(old.virtualHosts, listener.virtualHosts, ({ hostname }) => hostname, shareHost);
              return shareWith('virtualHosts', old, listener, hosts);
            },
          );
          return shareWith('listeners', old, port, listeners);
        },
      );
      return shareWith('ports', old, gateway, ports);
    },
  );
}

function shareRules(before: Snapshot['rules'], after: Snapshot['rules']): Snapshot['rules'] {
  const ids = Object.keys(after);
  let same = ids.length === Object.keys(before).length;
  let shared = after;
  for (const id of ids) {
    const old = before[id];
    const rule = after[id]!;
    const result = old === undefined ? rule : shareEqual(old, rule);
    if (result !== old) same = false;
    if (result === rule) continue;
    if (shared === after) shared = { ...after };
    shared[id] = result;
  }
  return same ? before : shared;
}

/**
 * A snapshot equal to `after` whose gateways, virtual hosts and rules are the very objects of `before` where they are equal to those: what
 * stands can then be told from what changed without looking into it. Neither is changed.
 */
export function shareSnapshot(before: Snapshot, after: Snapshot): Snapshot {
  return {
    ...after,
    gateways: shareGateways(before.gateways, after.gateways),
    rules: shareRules(before.rules, after.rules),
  };
}
