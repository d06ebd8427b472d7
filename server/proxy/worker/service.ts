import { sameGroup } from '../../balancing/index.ts';
import { addressText } from '../../balancing/endpoint-text.ts';
import type { BalancedGroup } from '../../balancing/types.ts';
import { compile, type Router } from '../../routing/match.ts';
import type { BackendGroup, Snapshot, SnapshotRule } from '../../routing/snapshot.ts';
import { applyDelta, type SnapshotDelta } from '../../routing/snapshot-delta.ts';
import type { EndpointCounters, RuleCounters } from '../telemetry/counters.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Transport } from '../transport/types.ts';
import { UpstreamHost } from '../upstream/upstream-host.ts';
import { ForwardGroup } from './forward-group.ts';
import type { Limits } from './limits.ts';
import { emptyAnswer, type OwnAnswer } from './own-answer.ts';

/** A rule in service: exactly one of `forward` and `respond` is set. */
export interface ServedRule {
  counters: RuleCounters;
  forward: ForwardGroup | null;
  respond: OwnAnswer | null;
}

/** The snapshot in service in a worker, with the balancers and connections that outlive it. */
export class Service {
  router: Router | null = null;
  private rules = new Map<string, ServedRule>();
  private readonly hosts = new Map<string, UpstreamHost>();
  private readonly transport: Transport;
  private readonly telemetry: Telemetry;
  private readonly limits: Limits;

  constructor(transport: Transport, telemetry: Telemetry, limits: Limits) {
    this.transport = transport;
    this.telemetry = telemetry;
    this.limits = limits;
  }

  rule(id: string): ServedRule | undefined {
    return this.rules.get(id);
  }

  /** Puts a snapshot in service. Throws an Error, and changes nothing, when it cannot be served. */
  apply(snapshot: Snapshot): void {
    const router = compile(snapshot, this.router ?? undefined);
    const used = new Set<UpstreamHost>();
    const counters = new Set<EndpointCounters>();
    const rules = new Map<string, ServedRule>();
    for (const [id, rule] of Object.entries(snapshot.rules)) {
      const served = this.serve(id, rule);
      rules.set(id, served);
      for (const host of served.forward?.hosts ?? []) used.add(host);
      for (const each of served.forward?.counters ?? []) counters.add(each);
    }
    this.router = router;
    this.rules = rules;
    for (const [name, host] of this.hosts) {
      if (used.has(host)) host.revive();
      else {
        host.retire();
        if (host.active === 0) this.hosts.delete(name);
      }
    }
    const listeners = snapshot.gateways.flatMap((gateway) =>
      gateway.ports.flatMap((port) => port.listeners.map((listener) => listener.id)),
    );
    this.telemetry.keepOnly(counters, new Set(rules.keys()), new Set(listeners));
  }

  /** Puts in service what a delta makes of the snapshot in service. Throws like `apply`, also when it starts from another one. */
  change(delta: SnapshotDelta): void {
    if (this.router === null) throw new Error('No snapshot is in service that could be changed.');
    this.apply(applyDelta(this.router.snapshot, delta));
  }

  /** Closes connections to backends that were idle or connecting for too long. */
  sweep(now: number): void {
    for (const host of this.hosts.values()) host.sweep(now);
  }

  private serve(id: string, rule: SnapshotRule): ServedRule {
    const served = this.rules.get(id);
    if (served !== undefined && this.router?.snapshot.rules[id] === rule) return served;
    const counters = this.telemetry.rule(id);
    const { action } = rule;
    if (action.type === 'respond') {
      return { counters, forward: null, respond: emptyAnswer(action.status, action.reason) };
    }
    const before = served?.forward;
    if (
      before &&
      sameGroup(balanced(before.group), balanced(action.group)) &&
      sameAnswers(before.group, action.group)
    ) {
      return { counters, forward: before, respond: null };
    }
    const hosts: UpstreamHost[] = [];
    const endpointCounters: EndpointCounters[] = [];
    action.group.backends.forEach((backend, index) => {
      for (const endpoint of backend.endpoints) {
        const { protocol } = backend;
        const name = addressText(endpoint.address, endpoint.port);
        const key = protocol === undefined ? name : `${protocol} ${name}`;
        let host = this.hosts.get(key);
        if (host === undefined)
          this.hosts.set(key, (host = new UpstreamHost(endpoint, name, protocol, this.transport, this.limits)));
        hosts.push(host);
        endpointCounters.push(this.telemetry.endpoint(id, index, name));
      }
    });
    return {
      counters,
      forward: new ForwardGroup(action.group, hosts, endpointCounters, Math.random, this.limits),
      respond: null,
    };
  }
}

function balanced(group: BackendGroup): BalancedGroup {
  return { loadBalancer: group.loadBalancer, structure: group.structure, localities: group.backends };
}

/** Whether backends speak the same, and the shares that the proxy answers itself get the same answers. */
function sameAnswers(a: BackendGroup, b: BackendGroup): boolean {
  return a.backends.every((backend, i) => {
    const other = b.backends[i]!;
    return (
      backend.protocol === other.protocol &&
      backend.respond?.status === other.respond?.status &&
      backend.respond?.reason === other.respond?.reason
    );
  });
}
