import {
  addressErrors,
  labelFieldErrors,
  portNameErrors,
  portNumberErrors,
  qualifiedFieldErrors,
} from '../core-errors.ts';
import { labelValueErrors, qualifiedNameErrors, subdomainErrors } from '../names.ts';
import type { KubeObject } from '../object.ts';
import { duplicate, type FieldError, forbidden, invalid, requiredValue } from '../schema/field-error.ts';
import type { ServicePort, ServiceSpec } from './schema.ts';

const LONGEST_AFFINITY = 86_400;
const KUBELET_PORT = 10_250;

const isHeadless = (spec: ServiceSpec): boolean => spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None';

/** What the API server has against a Service beyond its structure. Source: core validation ValidateService. */
export function validateService(object: KubeObject): FieldError[] {
  const spec = (object.spec ?? {}) as ServiceSpec;
  return [
    ...typeErrors(spec),
    ...portListErrors(spec),
    ...selectorErrors(spec.selector ?? {}),
    ...affinityErrors(spec),
    ...clusterAddressErrors(spec),
    ...(spec.externalIPs ?? []).flatMap((address, index) => addressErrors(`spec.externalIPs[${index}]`, address)),
    ...policyErrors(spec),
  ];
}

function typeErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const { type, externalName = '' } = spec;
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec))
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  if (type === 'LoadBalancer')
    for (const [index, { port }] of (spec.ports ?? []).entries())
      if (port === KUBELET_PORT)
        errors.push(
          invalid(
            `spec.ports[${index}]`,
            port,
            `may not expose port ${KUBELET_PORT} externally since it is used by kubelet`,
          ),
        );
  if (type === 'ExternalName') {
    if (spec.clusterIP || (spec.clusterIPs ?? []).length > 0)
      errors.push(forbidden('spec.clusterIPs', 'may not be set for ExternalName services'));
    const name = externalName.replace(/\.$/, '');
    if (name === '') errors.push(requiredValue('spec.externalName'));
    else errors.push(...subdomainErrors(name).map((error) => invalid('spec.externalName', name, error)));
  }
  return errors;
}

function portListErrors(spec: ServiceSpec): FieldError[] {
  const ports = spec.ports ?? [];
  if (ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName') return [requiredValue('spec.ports')];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  ports.forEach((port, index) => errors.push(...portErrors(port, `spec.ports[${index}]`, ports.length > 1, names)));
  if (spec.type === 'ClusterIP')
    ports.forEach(({ nodePort }, index) => {
      if (nodePort)
        errors.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  return errors;
}

function portErrors(port: ServicePort, path: string, named: boolean, names: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', targetPort } = port;
  if (name === '') {
    if (named) errors.push(requiredValue(`${path}.name`));
  } else {
    errors.push(...labelFieldErrors(`${path}.name`, name));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
  }
  errors.push(...portNumberErrors(`${path}.port`, port.port ?? 0));
  if (typeof targetPort === 'string') errors.push(...portNameErrors(`${path}.targetPort`, targetPort));
  else errors.push(...portNumberErrors(`${path}.targetPort`, targetPort ?? 0));
  if (port.appProtocol !== undefined) errors.push(...qualifiedFieldErrors(`${path}.appProtocol`, port.appProtocol));
  return errors;
}

function selectorErrors(selector: Record<string, string>): FieldError[] {
  return Object.entries(selector).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((error) => invalid('spec.selector', key, error)),
    ...labelValueErrors(value).map((error) => invalid('spec.selector', value, error)),
  ]);
}

function affinityErrors({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): FieldError[] {
  if (sessionAffinity === 'None')
    return sessionAffinityConfig === undefined
      ? []
      : [forbidden('spec.sessionAffinityConfig', 'must not be set when session affinity is None')];
  if (sessionAffinity !== 'ClientIP') return [];
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  if (seconds > 0 && seconds <= LONGEST_AFFINITY) return [];
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  return [invalid(field, seconds, `must be greater than 0 and less than ${LONGEST_AFFINITY}`)];
}

function clusterAddressErrors(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const addresses = spec.clusterIPs ?? [];
  const errors: FieldError[] = [];
  if (spec.clusterIP && addresses.length > 0 && addresses[0] !== spec.clusterIP)
    errors.push(invalid('spec.clusterIPs', addresses, 'first value must match `clusterIP`'));
  if (spec.clusterIP && spec.clusterIP !== 'None' && addresses.length === 0)
    errors.push(...addressErrors('spec.clusterIP', spec.clusterIP));
  if (addresses.length > 2) errors.push(invalid('spec.clusterIPs', addresses, 'may only hold up to 2 values'));
  addresses.forEach((address, index) => {
    if (address === 'None') {
      if (addresses.length > 1)
        errors.push(invalid('spec.clusterIPs', addresses, "'None' must be the first and only value"));
    } else errors.push(...addressErrors(`spec.clusterIPs[${index}]`, address));
  });
  return errors;
}

function policyErrors(spec: ServiceSpec): FieldError[] {
  const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  const errors: FieldError[] = [];
  if (spec.externalTrafficPolicy !== undefined && !external)
    errors.push(
      invalid(
        'spec.externalTrafficPolicy',
        spec.externalTrafficPolicy,
        'may only be set for externally-accessible services',
      ),
    );
  if (spec.type !== 'LoadBalancer') {
    const only = "may only be used when `type` is 'LoadBalancer'";
    if (spec.allocateLoadBalancerNodePorts !== undefined)
      errors.push(forbidden('spec.allocateLoadBalancerNodePorts', only));
    if (spec.loadBalancerClass !== undefined) errors.push(forbidden('spec.loadBalancerClass', only));
    if ((spec.loadBalancerSourceRanges ?? []).length > 0) errors.push(forbidden('spec.loadBalancerSourceRanges', only));
  }
  return errors;
}
