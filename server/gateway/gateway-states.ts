import { Conditions } from './conditions.ts';
import { isOurs, parametersProblem } from './gateway-class.ts';
import { judgeGatewayTls } from './gateway-tls.ts';
import type { Inputs } from './inputs.ts';
import { judgeListeners } from './listeners.ts';
import type { GatewayState, ListenerState } from './state.ts';

const SUPPORTED_ADDRESSES = new Set(['IPAddress', 'Hostname']);

/**
 * Gateways of classes that are ours, in order of age; those refused as a whole have no listeners.
 * Source: gateway-api section 3.3.
 */
export function judgeGateways(inputs: Inputs): GatewayState[] {
  const classes = new Map(inputs.gatewayClasses.filter(isOurs).map(({ metadata }, rank) => [metadata.name, rank]));
  return inputs.gateways
    .filter(({ spec }) => classes.has(spec.gatewayClassName))
    .map((object) => {
      const { name, namespace = '' } = object.metadata;
      const conditions = new Conditions(object.metadata.generation);
      const gateway: GatewayState = {
        object,
        namespace,
        name,
        key: `${namespace}/${name}`,
        classRank: classes.get(object.spec.gatewayClassName) ?? 0,
        accepted: true,
        conditions,
        listeners: [],
      };
      const refusal = refuse(gateway);
      if (refusal === undefined) {
        judgeGatewayTls(gateway);
        gateway.listeners = judgeListeners(gateway);
      } else {
        gateway.accepted = false;
        conditions.set('Accepted', 'False', refusal.reason, refusal.message);
      }
      return gateway;
    });
}

function refuse({ object, namespace, name }: GatewayState): { reason: string; message: string } | undefined {
  const parameters = object.spec.infrastructure?.parametersRef;
  if (parameters !== undefined) {
    return {
      reason: 'InvalidParameters',
      message: parametersProblem(
        { ...parameters, namespace },
        `Gateway ${name}`,
        `unsupported parametersRef for gateway ${namespace}/${name}`,
      ),
    };
  }
  const strange = object.spec.addresses?.find(({ type = 'IPAddress' }) => !SUPPORTED_ADDRESSES.has(type));
  if (strange !== undefined) {
    return {
      reason: 'UnsupportedAddress',
      message: `Gateway has an address with an unsupported type: ${strange.type}`,
    };
  }
  return undefined;
}

/** Gateways that share one address cannot share a port: the older one keeps it. */
export function findPortClashes(gateways: readonly GatewayState[]): void {
  const holders = new Map<string, ListenerState>();
  for (const gateway of gateways) {
    if (gateway.address === undefined) continue;
    for (const listener of gateway.listeners.filter(({ serving }) => serving)) {
      const socket = `${gateway.address}:${listener.spec.port}`;
      const holder = holders.get(socket);
      if (holder === undefined) holders.set(socket, listener);
      else if (holder.gateway !== gateway) {
        const message = `Port ${listener.spec.port} of ${gateway.address} belongs to Gateway ${holder.gateway.key}; choose another port`;
        listener.serving = false;
        listener.conditions.set('Programmed', 'False', 'Invalid', message);
        listener.conditions.set('Accepted', 'False', 'PortUnavailable', message);
      }
    }
  }
}
