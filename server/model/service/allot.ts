import type { KubeObject } from '../object.ts';
import { invalid } from '../schema/field-error.ts';
import { internalError, plainFailure } from '../status.ts';
import { type AllotProblem, type Allotter, noAllotter, RangeFull } from './allotter.ts';
import { settleFamilies, staysDual } from './families.ts';
import type { ServicePort, ServiceSpec } from './schema.ts';
import { needsAddress, needsHealthCheck, nodePortsOf, same, specOf, usesNodePorts } from './spec.ts';

type Spec = Partial<ServiceSpec>;

/**
 * Fills in what a cluster allots: families, an address, ports on nodes; and what the client left out but had before. Those of IPv4
 * alone. Source: registry/core/service/storage beginCreate, beginUpdate.
 */
export function allotService(
  object: KubeObject,
  before: KubeObject | undefined,
  allotter: Allotter = noAllotter,
): AllotProblem {
  const spec = specOf(object);
  const old = before === undefined ? undefined : specOf(before);
  if (old !== undefined) keepAllotted(spec, old);
  pairAddresses(spec, old);
  const errors = settleFamilies(spec, old);
  if (errors.length > 0) return errors;
  const { name = '' } = object.metadata;
  const steps = [
    () => allotAddress(spec, old, name, allotter),
    () => (old === undefined ? createNodePorts(spec, allotter) : updateNodePorts(spec, old, allotter)),
    () => allotHealthCheck(spec, old, allotter),
  ];
  for (const step of steps) {
    const problem = step();
    if (problem !== undefined) return problem;
  }
  return [];
}

/** What was allotted stays when the client does not name it. Source: patchAllocatedValues. */
function keepAllotted(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec>): void {
  if (needsAddress(old) && needsAddress(spec)) {
    if (!spec.clusterIP && old.clusterIP) spec.clusterIP = old.clusterIP;
    if ((spec.clusterIPs ?? []).length === 0 && (old.clusterIPs ?? []).length > 0) spec.clusterIPs = old.clusterIPs;
  }
  const allots = (one: Partial<ServiceSpec>): boolean =>
    usesNodePorts(one) && (one.type === 'NodePort' || one.allocateLoadBalancerNodePorts !== false);
  if (allots(old) && allots(spec)) {
    const used = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    const byName = new Map((old.ports ?? []).map(({ name = '', nodePort = 0 }) => [name, nodePort]));
    spec.ports = spec.ports?.map((port) => {
      const known = byName.get(port.name ?? '') ?? 0;
      return !port.nodePort && known !== 0 && !used.has(known) ? { ...port, nodePort: known } : port;
    });
  }
  if (needsHealthCheck(old) && needsHealthCheck(spec) && !spec.healthCheckNodePort && old.healthCheckNodePort)
    spec.healthCheckNodePort = old.healthCheckNodePort;
}

/** clusterIP and the first of clusterIPs are one. Source: normalizeClusterIPs. */
function pairAddresses(spec: Partial<ServiceSpec>, old: Partial<ServiceSpec> | undefined): void {
  const { clusterIP = '', clusterIPs = [] } = spec;
  if (old === undefined) {
    if (clusterIP !== '' && clusterIPs.length === 0) spec.clusterIPs = [clusterIP];
    return;
  }
  if (clusterIPs.length === 0 && (old.clusterIPs ?? []).length > 0 && clusterIP === (old.clusterIP ?? ''))
    spec.clusterIPs = old.clusterIPs;
  if (clusterIP === (old.clusterIP ?? '') || !same(spec, old, 'clusterIPs')) return;
  spec.clusterIPs = old.clusterIP && clusterIP === '' ? [] : [clusterIP];
}

/** Source: allocClusterIPs, updateClusterIPs. */
function allotAddress(spec: Spec, old: Spec | undefined, name: string, allotter: Allotter): AllotProblem | undefined {
  const [first] = spec.clusterIPs ?? [];
  if (!needsAddress(spec) || first === 'None') return undefined;
  // one from before addresses were given has none
  const had = old !== undefined && needsAddress(old) && (old.clusterIPs ?? []).length > 0;
  if (had || staysDual(spec, old)) return undefined;
  if (first !== undefined && first !== '') {
    const refusal = allotter.takeAddress(first, name);
    return refusal === undefined
      ? undefined
      : [invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${first}: ${refusal}`)];
  }
  try {
    const next = allotter.nextAddress(name);
    if (next === undefined) return undefined;
    if ('refusal' in next) return [invalid('spec.clusterIPs', [''], `failed to allocate IP: ${next.refusal}`)];
    const { address } = next;
    spec.clusterIP = address;
    spec.clusterIPs = [address];
  } catch (error) {
    if (!(error instanceof RangeFull)) throw error;
    return internalError(`failed to allocate a serviceIP for Service ${JSON.stringify(name)}: ${error.message}`);
  }
}

/** True where ports get a port on nodes that they do not ask for. */
function givesNodePorts(spec: Spec): boolean {
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === true);
}

/** Ports of one number and several protocols have one port on nodes. Source: initNodePorts. */
function createNodePorts(spec: Spec, allotter: Allotter): AllotProblem | undefined {
  if (!usesNodePorts(spec)) return undefined;
  const ports = spec.ports ?? [];
  const given = new Map<number, number>();
  for (const [index, port] of ports.entries()) {
    const number = port.port ?? 0;
    if (!port.nodePort && !givesNodePorts(spec)) continue;
    const shared = given.get(number) ?? 0;
    if (shared === 0) {
      const wished = ports.find((one) => (one.port ?? 0) === number && one.nodePort)?.nodePort ?? 0;
      const problem = wished === 0 ? giveNodePort(port, allotter) : takeNodePort(index, wished, allotter);
      if (problem !== undefined) return problem;
      if (wished !== 0) port.nodePort = wished;
      given.set(number, port.nodePort ?? 0);
    } else if (!port.nodePort) port.nodePort = shared;
    else if (port.nodePort !== shared) {
      const problem = takeNodePort(index, port.nodePort, allotter);
      if (problem !== undefined) return problem;
    }
  }
}

/** Source: updateNodePorts. */
function updateNodePorts(spec: Spec, old: Spec, allotter: Allotter): AllotProblem | undefined {
  if (!usesNodePorts(spec)) return undefined;
  const kept = nodePortsOf(old);
  const taken = new Set<number>();
  const seen = new Set<string>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort && !givesNodePorts(spec)) continue;
    if (port.nodePort) {
      if (!kept.has(port.nodePort) && !taken.has(port.nodePort)) {
        const problem = takeNodePort(index, port.nodePort, allotter);
        if (problem !== undefined) return problem;
        taken.add(port.nodePort);
      }
    } else {
      const problem = giveNodePort(port, allotter);
      if (problem !== undefined) return problem;
    }
    const pair = `{${port.protocol} ${port.nodePort}}`;
    if (port.nodePort && seen.has(pair)) return plainFailure(`duplicate nodePort: ${pair}`);
    seen.add(pair);
  }
}

function takeNodePort(index: number, port: number, allotter: Allotter): AllotProblem | undefined {
  const refusal = allotter.takePort(port);
  return refusal === undefined ? undefined : [invalid(`spec.ports[${index}].nodePort`, port, refusal)];
}

function giveNodePort(port: ServicePort, allotter: Allotter): AllotProblem | undefined {
  try {
    const given = allotter.nextPort();
    if (given !== undefined) port.nodePort = given;
  } catch (error) {
    if (!(error instanceof RangeFull)) throw error;
    return internalError(`failed to allocate a nodePort: ${error.message}`);
  }
}

/** Source: allocHealthCheckNodePort, updateHealthCheckNodePort. */
function allotHealthCheck(spec: Spec, old: Spec | undefined, allotter: Allotter): AllotProblem | undefined {
  if (!needsHealthCheck(spec) || (old !== undefined && needsHealthCheck(old))) return undefined;
  const wished = spec.healthCheckNodePort ?? 0;
  if (wished !== 0) {
    const refusal = allotter.takePort(wished);
    return refusal === undefined
      ? undefined
      : internalError(`failed to allocate requested HealthCheck NodePort ${wished}: ${refusal}`);
  }
  try {
    spec.healthCheckNodePort = allotter.nextPort();
  } catch (error) {
    if (!(error instanceof RangeFull)) throw error;
    return internalError(`failed to allocate a HealthCheck NodePort 0: ${error.message}`);
  }
}
