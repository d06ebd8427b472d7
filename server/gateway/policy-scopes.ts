import type { RouteKind } from './shapes.ts';

/** A place that policies attach to, as it is named in messages. */
export interface Scope {
  kind: 'listener' | 'route' | 'gateway';
  /** `NAMESPACE/NAME`, with `/LISTENER` behind it for a listener. */
  name: string;
  /** Of a route: routes of different kinds may share a name, which is then given for each of them. */
  routeKind?: RouteKind;
}

const LABELS: [Scope['kind'], string][] = [
  ['listener', 'these gateway listeners'],
  ['route', 'these routes'],
];

/**
 * Which narrower scopes took something from which broader ones, for the messages of Overridden and Merged.
 * Source: backend-traffic-policy section 2.7.
 */
export class ScopeGraph {
  private readonly children = new Map<string, Map<string, Scope>>();
  /** Listener scopes with children, by `NAMESPACE/GATEWAY`. */
  private readonly listeners = new Map<string, Set<string>>();

  add(parent: Scope, child: Scope): void {
    const key = scopeKey(parent);
    let children = this.children.get(key);
    if (children === undefined) this.children.set(key, (children = new Map()));
    children.set(scopeKey(child), child);
    if (parent.kind === 'listener') {
      const gateway = gatewayOf(parent);
      const listeners = this.listeners.get(gateway);
      if (listeners === undefined) this.listeners.set(gateway, new Set([key]));
      else listeners.add(key);
    }
  }

  direct(parent: Scope): Scope[] {
    return [...(this.children.get(scopeKey(parent))?.values() ?? [])];
  }

  /** Children, and: of a Gateway those of its listeners; of a listener the routes that attach to the whole Gateway. */
  reached(parent: Scope): Scope[] {
    const found = new Map(this.children.get(scopeKey(parent)));
    if (parent.kind === 'gateway') {
      for (const listener of this.listeners.get(parent.name) ?? []) {
        for (const [key, scope] of this.children.get(listener) ?? []) found.set(key, scope);
      }
    } else {
      const gateway = scopeKey({ kind: 'gateway', name: gatewayOf(parent) });
      for (const [key, scope] of this.children.get(gateway) ?? []) if (scope.kind === 'route') found.set(key, scope);
    }
    return [...found.values()];
  }
}

export function scopeKey(scope: Scope): string {
  return `${scope.kind} ${scope.routeKind ?? ''} ${scope.name}`;
}

function gatewayOf(listener: Scope): string {
  return listener.name.slice(0, listener.name.lastIndexOf('/'));
}

/** `these gateway listeners: [a b] and these routes: [c]`; '' for none. */
export function describeScopes(scopes: readonly Scope[]): string {
  return LABELS.map(([kind, label]) => {
    const names = scopes.filter((scope) => scope.kind === kind).map(({ name }) => name);
    return names.length === 0 ? '' : `${label}: [${names.sort().join(' ')}]`;
  })
    .filter((part) => part !== '')
    .join(' and ');
}
