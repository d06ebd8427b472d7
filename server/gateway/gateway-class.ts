import { CONTROLLER_NAME, Conditions, type TimelessCondition } from './conditions.ts';
import { ENVOY_GROUP } from './inputs.ts';
import type { GatewayClassSpec, Typed } from './shapes.ts';

/** Whether a GatewayClass is ours. */
export function isOurs(gatewayClass: Typed<GatewayClassSpec>): boolean {
  return gatewayClass.spec.controllerName === CONTROLLER_NAME;
}

/**
 * What is wrong with parameters. They name an EnvoyProxy, a kind that this product does not keep, so that none leads anywhere. What
 * names bad parameters is not accepted. Source: gateway-api sections 3.2 and 3.3.
 * @param of what names them, as messages do: `GatewayClass eg`
 * @param misuse said of parameters of another kind
 */
export function parametersProblem(
  { group, kind, namespace, name }: { group: string; kind: string; namespace: string; name: string },
  of: string,
  misuse: string,
): string {
  if (group !== ENVOY_GROUP || kind !== 'EnvoyProxy') return misuse;
  return `failed to find envoyproxy ${namespace}/${name} for ${of}: envoyproxies.gateway.envoyproxy.io "${name}" not found`;
}

/** Status of a GatewayClass of ours. Gateways of a class whose parameters are no good are served without them. */
export function gatewayClassStatus(gatewayClass: Typed<GatewayClassSpec>): { conditions: TimelessCondition[] } {
  const conditions = new Conditions(gatewayClass.metadata.generation);
  const { name } = gatewayClass.metadata;
  const parameters = gatewayClass.spec.parametersRef;
  if (parameters === undefined) conditions.set('Accepted', 'True', 'Accepted', 'Valid GatewayClass');
  else {
    const problem = parametersProblem(
      { ...parameters, namespace: parameters.namespace ?? 'default' },
      `GatewayClass ${name}`,
      `unsupported parametersRef(invalid group or kind) for gatewayclass ${name}`,
    );
    conditions.set('Accepted', 'False', 'InvalidParameters', `Invalid parametersRef: ${problem}`);
  }
  return { conditions: conditions.list() };
}
