import { createBalancer, type Balancer, type Random } from '../../balancing/index.ts';
import type { BackendGroup } from '../../routing/snapshot.ts';
import type { EndpointCounters } from '../telemetry/counters.ts';
import type { UpstreamHost } from '../upstream/upstream-host.ts';
import { Admission, OVERFLOW, QUEUED, type ADMITTED, type GroupLimits } from './admission.ts';

/** The backend group of a rule, ready to choose from. It outlives a snapshot that does not change the group. */
export class ForwardGroup {
  readonly group: BackendGroup;
  /** By endpoint index of the balancer. */
  readonly hosts: readonly UpstreamHost[];
  readonly counters: readonly EndpointCounters[];
  readonly admission: Admission;
  private made: Balancer | null = null;
  private readonly random: Random;

  constructor(
    group: BackendGroup,
    hosts: readonly UpstreamHost[],
    counters: readonly EndpointCounters[],
    random: Random,
    limits: GroupLimits,
  ) {
    this.group = group;
    this.hosts = hosts;
    this.counters = counters;
    this.random = random;
    this.admission = new Admission(hosts.length, limits);
  }

  /** Whether a request for an endpoint may be sent, has to wait, or is one too many. Streams do not wait for others to end. */
  admit(endpoint: number): typeof ADMITTED | typeof QUEUED | typeof OVERFLOW {
    const host = this.hosts[endpoint]!;
    const answer = this.admission.ask(endpoint, host.hasIdle);
    return answer === QUEUED && host.streams !== null ? OVERFLOW : answer;
  }

  /** The balancer stands: `balancer` costs nothing. */
  get isReady(): boolean {
    return this.made !== null;
  }

  /** Made with the first request: the tables of many consistent hashes would hold up the others. */
  get balancer(): Balancer {
    this.made ??= createBalancer(
      { ...this.group, localities: this.group.backends },
      { random: this.random, active: (endpoint) => this.hosts[endpoint]!.active },
    );
    return this.made;
  }
}
