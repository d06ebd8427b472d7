import { namedUnsupported, portNumberErrors, qualifiedFieldErrors } from '../core-errors.ts';
import { type FieldError, forbidden, invalid, requiredValue, unsupported } from '../schema/field-error.ts';
import type { ServiceSpec } from './schema.ts';
import { isExternal, needsHealthCheck } from './spec.ts';

const BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/** What is wrong with balancing, traffic policies and distribution. Source: the end of core validation validateService. */
export function policyErrors(spec: Partial<ServiceSpec>): FieldError[] {
  const errors: FieldError[] = [];
  const { type, externalTrafficPolicy = '', internalTrafficPolicy, healthCheckNodePort = 0 } = spec;
  const balancer = type === 'LoadBalancer';
  if (spec.allocateLoadBalancerNodePorts !== undefined && !balancer)
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', BALANCER_ONLY));
  if (spec.loadBalancerClass !== undefined)
    errors.push(
      ...(balancer
        ? qualifiedFieldErrors('spec.loadBalancerClass', spec.loadBalancerClass)
        : [forbidden('spec.loadBalancerClass', BALANCER_ONLY)]),
    );

  const field = 'spec.externalTrafficPolicy';
  if (!isExternal(spec)) {
    if (externalTrafficPolicy !== '')
      errors.push(invalid(field, externalTrafficPolicy, 'may only be set for externally-accessible services'));
  } else if (externalTrafficPolicy === '') errors.push(requiredValue(field));
  else if (!POLICIES.includes(externalTrafficPolicy))
    errors.push(namedUnsupported(field, externalTrafficPolicy, POLICIES));

  const health = 'spec.healthCheckNodePort';
  if (needsHealthCheck(spec)) {
    if (healthCheckNodePort !== 0) errors.push(...portNumberErrors(health, healthCheckNodePort));
  } else if (healthCheckNodePort !== 0)
    errors.push(
      invalid(
        health,
        healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ),
    );

  if (internalTrafficPolicy !== undefined && !POLICIES.includes(internalTrafficPolicy))
    errors.push(namedUnsupported('spec.internalTrafficPolicy', internalTrafficPolicy, POLICIES));
  if (spec.trafficDistribution !== undefined && !DISTRIBUTIONS.includes(spec.trafficDistribution))
    errors.push(unsupported('spec.trafficDistribution', spec.trafficDistribution, DISTRIBUTIONS));
  return errors;
}
