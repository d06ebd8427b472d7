import {
  labelFieldErrors,
  namedUnsupported,
  portNameErrors,
  portNumberErrors,
  PROTOCOLS,
  qualifiedFieldErrors,
} from '../core-errors.ts';
import { endpointAddressErrors, legacyAddressErrors, legacyNetworkErrors, parseAddress } from '../core/ip.ts';
import { labelMapErrors } from '../metadata.ts';
import { subdomainErrors } from '../names.ts';
import type { KubeObject } from '../object.ts';
import { duplicate, type FieldError, forbidden, invalid, requiredValue } from '../schema/field-error.ts';
import { classChanged, clusterAddressChangeErrors, clusterAddressErrors } from './cluster-addresses.ts';
import { policyErrors } from './policies.ts';
import type { ServicePort, ServiceSpec } from './schema.ts';
import { isHeadless, needsHealthCheck, same, specOf } from './spec.ts';

type Spec = Partial<ServiceSpec>;

const LONGEST_AFFINITY = 86_400;
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES = ['ClientIP', 'None'];

/** What the API server has against a Service beyond its metadata. Source: core validation ValidateServiceCreate and -Update. */
export function validateService(object: KubeObject, before: KubeObject | undefined): FieldError[] {
  const spec = specOf(object);
  const old = before === undefined ? undefined : specOf(before);
  const { ports = [], externalIPs = [] } = spec;
  return [
    ...(old === undefined ? [] : changeErrors(spec, old)),
    ...annotationErrors(object.metadata.annotations ?? {}),
    ...typeErrors(spec),
    ...portListErrors(ports),
    ...labelMapErrors('spec.selector', spec.selector ?? {}),
    ...affinityErrors(spec),
    ...clusterAddressErrors(spec, old),
    ...externalIPs.flatMap((address, index) => {
      const field = `spec.externalIPs[${index}]`;
      const errors = legacyAddressErrors(field, address, old?.externalIPs);
      return errors.length > 0 ? errors : endpointAddressErrors(field, address, { loopback: false });
    }),
    ...(TYPES.includes(spec.type ?? '') ? [] : [namedUnsupported('spec.type', spec.type ?? '', TYPES)]),
    ...repeatedPorts(spec, ports),
    ...sourceRangeErrors(object, before),
    ...policyErrors(spec),
  ];
}

function changeErrors(spec: Spec, old: Spec): FieldError[] {
  const errors = clusterAddressChangeErrors(spec, old);
  if (classChanged(spec, old))
    errors.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass ?? null, 'may not change once set'));
  if (spec.type === 'LoadBalancer') errors.push(...classFormErrors(spec));
  else if (spec.loadBalancerClass !== undefined)
    errors.push(forbidden('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'"));
  if (needsHealthCheck(old) && needsHealthCheck(spec) && !same(old, spec, 'healthCheckNodePort'))
    errors.push(forbidden('spec.healthCheckNodePort', 'field is immutable'));
  return errors;
}

function classFormErrors({ loadBalancerClass }: Spec): FieldError[] {
  return loadBalancerClass === undefined ? [] : qualifiedFieldErrors('spec.loadBalancerClass', loadBalancerClass);
}

function annotationErrors(annotations: Record<string, string>): FieldError[] {
  const { [TOPOLOGY_HINTS]: hints, [TOPOLOGY_MODE]: mode } = annotations;
  if (hints === undefined || mode === undefined || hints === mode) return [];
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, detail)];
}

function typeErrors(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const { type, externalName = '' } = spec;
  if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && type !== 'ExternalName')
    errors.push(requiredValue('spec.ports'));
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec))
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  if (type !== 'ExternalName') return errors;
  const never = 'may not be set for ExternalName services';
  if ((spec.clusterIPs ?? []).length > 0) errors.push(forbidden('spec.clusterIPs', never));
  if ((spec.ipFamilies ?? []).length > 0) errors.push(forbidden('spec.ipFamilies', never));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden('spec.ipFamilyPolicy', never));
  const name = externalName.replace(/\.$/, '');
  if (name === '') errors.push(requiredValue('spec.externalName'));
  else errors.push(...subdomainErrors(name).map((error) => invalid('spec.externalName', name, error)));
  return errors;
}

function portListErrors(ports: readonly ServicePort[]): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => portErrors(port, `spec.ports[${index}]`, ports.length > 1, names));
}

function portErrors(port: ServicePort, path: string, named: boolean, names: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', protocol, targetPort } = port;
  if (name === '') {
    if (named) errors.push(requiredValue(`${path}.name`));
  } else {
    errors.push(...labelFieldErrors(`${path}.name`, name));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
  }
  errors.push(...portNumberErrors(`${path}.port`, port.port ?? 0));
  if (!PROTOCOLS.includes(protocol)) errors.push(namedUnsupported(`${path}.protocol`, protocol, PROTOCOLS));
  if (typeof targetPort === 'string') errors.push(...portNameErrors(`${path}.targetPort`, targetPort));
  else errors.push(...portNumberErrors(`${path}.targetPort`, targetPort ?? 0));
  if (port.appProtocol !== undefined) errors.push(...qualifiedFieldErrors(`${path}.appProtocol`, port.appProtocol));
  return errors;
}

function repeatedPorts(spec: Spec, ports: readonly ServicePort[]): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.type === 'ClusterIP')
    ports.forEach(({ nodePort }, index) => {
      if (nodePort)
        errors.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  const nodePorts = new Set<string>();
  const numbers = new Set<string>();
  ports.forEach(({ protocol, nodePort }, index) => {
    if (!nodePort) return;
    const key = `${protocol} ${nodePort}`;
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(key);
  });
  ports.forEach(({ protocol, port = 0 }, index) => {
    const key = `${protocol} ${port}`;
    if (numbers.has(key)) {
      // Go prints its own struct here
      const shown = `{"Name":"","Protocol":${JSON.stringify(protocol)},"AppProtocol":null,"Port":${port},"TargetPort":0,"NodePort":0}`;
      errors.push({ ...duplicate(`spec.ports[${index}]`, port), message: `Duplicate value: ${shown}` });
    }
    numbers.add(key);
  });
  return errors;
}

function affinityErrors({ sessionAffinity = 'None', sessionAffinityConfig }: Spec): FieldError[] {
  if (!AFFINITIES.includes(sessionAffinity))
    return [namedUnsupported('spec.sessionAffinity', sessionAffinity, AFFINITIES)];
  if (sessionAffinity !== 'ClientIP') return [];
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  if (seconds > 0 && seconds <= LONGEST_AFFINITY) return [];
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  return [invalid(field, seconds, `must be greater than 0 and less than ${LONGEST_AFFINITY}`)];
}

const BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";

/** Networks that a load balancer admits, as a field or, where that is absent, as an annotation. */
function sourceRangeErrors(object: KubeObject, before: KubeObject | undefined): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const annotation = object.metadata.annotations?.[SOURCE_RANGES];
  if (ranges.length > 0) {
    const field = 'spec.LoadBalancerSourceRanges';
    if (spec.type !== 'LoadBalancer') errors.push(forbidden(field, BALANCER_ONLY));
    const kept = before === undefined ? [] : (specOf(before).loadBalancerSourceRanges ?? []).map((one) => one.trim());
    ranges.forEach((range, index) => errors.push(...legacyNetworkErrors(`${field}[${index}]`, range.trim(), kept)));
  } else if (annotation !== undefined) {
    const field = `metadata.annotations[${SOURCE_RANGES}]`;
    if (spec.type !== 'LoadBalancer') errors.push(forbidden(field, BALANCER_ONLY));
    if (before?.metadata.annotations?.[SOURCE_RANGES] !== annotation && annotation.trim() !== '')
      for (const range of annotation.trim().split(',')) errors.push(...legacyNetworkErrors(field, range.trim()));
  }
  return errors;
}

interface Ingress {
  ip?: string;
  hostname?: string;
  ipMode?: string;
}

const IP_MODES = ['Proxy', 'VIP'];

/** Source: core validation ValidateLoadBalancerStatus. */
export function validateServiceStatus(object: KubeObject, before: KubeObject): FieldError[] {
  const ingressOf = ({ status }: KubeObject): Ingress[] =>
    (status as { loadBalancer?: { ingress?: Ingress[] } } | undefined)?.loadBalancer?.ingress ?? [];
  const path = 'status.loadBalancer.ingress';
  const ingress = ingressOf(object);
  if (specOf(object).type !== 'LoadBalancer')
    return ingress.length === 0 ? [] : [forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  const kept = ingressOf(before).map(({ ip = '' }) => ip);
  return ingress.flatMap(({ ip = '', hostname = '', ipMode }, index) => {
    const field = `${path}[${index}]`;
    const errors = ip === '' ? [] : legacyAddressErrors(`${field}.ip`, ip, kept);
    if (ipMode === undefined) {
      if (ip !== '') errors.push(requiredValue(`${field}.ipMode`, 'must be specified when `ip` is set'));
    } else if (ip === '') errors.push(forbidden(`${field}.ipMode`, 'may not be specified when `ip` is not set'));
    else if (!IP_MODES.includes(ipMode)) errors.push(namedUnsupported(`${field}.ipMode`, ipMode, IP_MODES));
    if (hostname !== '') {
      errors.push(...subdomainErrors(hostname).map((error) => invalid(`${field}.hostname`, hostname, error)));
      if (parseAddress(hostname) !== undefined)
        errors.push(invalid(`${field}.hostname`, hostname, 'must be a DNS name, not an IP address'));
    }
    return errors;
  });
}
