import { CONTROLLER_NAME, Conditions, type TimelessCondition } from './conditions.ts';
import type { GatewayClassSpec, Typed } from './shapes.ts';

/** Whether a GatewayClass is ours. */
export function isOurs(gatewayClass: Typed<GatewayClassSpec>): boolean {
  return gatewayClass.spec.controllerName === CONTROLLER_NAME;
}

/**
 * Status of a GatewayClass of ours. Parameters name an EnvoyProxy, which this product does not hold, so that a class with
 * parameters cannot be honoured. Source: gateway-api section 3.2.
 */
export function gatewayClassStatus(gatewayClass: Typed<GatewayClassSpec>): { conditions: TimelessCondition[] } {
  const conditions = new Conditions(gatewayClass.metadata.generation);
  const parameters = gatewayClass.spec.parametersRef;
  if (parameters === undefined) {
    conditions.set('Accepted', 'True', 'Accepted', 'Valid GatewayClass');
  } else {
    conditions.set(
      'Accepted',
      'False',
      'InvalidParameters',
      `Invalid parametersRef: ${parameters.kind} ${parameters.namespace ?? ''}/${parameters.name} is not served by this release; remove spec.parametersRef`,
    );
  }
  return { conditions: conditions.list() };
}
