import { isObject } from '../schema/normalize.ts';
import type { KubeObject } from '../object.ts';
import type { ServiceSpec } from './schema.ts';

const FIELDS = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort'] as const;

/**
 * A Service without what a cluster allots: addresses, families and node ports that nobody has asked for, which is what no manager has.
 * Elsewhere they would be refused.
 */
export function withoutAllotted(object: KubeObject): KubeObject {
  if (object.apiVersion !== 'v1' || object.kind !== 'Service' || !isObject(object.spec)) return object;
  const spec: Partial<ServiceSpec> = { ...object.spec };
  const managed = specFields(object);
  const owned = (step: string): boolean => managed.some((fields) => Object.hasOwn(fields, step));
  for (const field of FIELDS) if (spec.clusterIP !== 'None' && !owned(`f:${field}`)) delete spec[field];
  spec.ports = spec.ports?.map((port) => {
    const element = `k:${JSON.stringify({ port: port.port, protocol: port.protocol })}`;
    const asked = managed.some(({ 'f:ports': ports }) => {
      const one = isObject(ports) ? ports[element] : undefined;
      return isObject(one) && Object.hasOwn(one, 'f:nodePort');
    });
    // where nobody manages anything, the port may have been asked for
    if (asked || managed.length === 0) return port;
    const { nodePort: _allotted, ...rest } = port;
    return rest;
  });
  if (spec.ports === undefined) delete spec.ports;
  return { ...object, spec };
}

/** `f:spec` of all managers. */
function specFields({ metadata }: KubeObject): Record<string, unknown>[] {
  return (metadata.managedFields ?? []).flatMap((entry) => {
    const fields = isObject(entry) && isObject(entry.fieldsV1) ? entry.fieldsV1['f:spec'] : undefined;
    return isObject(fields) ? [fields] : [];
  });
}
