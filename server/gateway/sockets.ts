import type { Binding } from '../contract/control.ts';
import type { GatewayState, ListenerState } from './state.ts';

/** What became of a listener's port in the proxy; absent: not known yet. */
type Socket = { open: true } | { open: false; error: string };

function keyOfBinding(gateway: string, port: number): string {
  return `${gateway}:${port}`;
}

/** Reads what the proxy reported; a mirror on 127.0.0.1 only counts where the Gateway has no other socket for the port. */
class Sockets {
  private readonly byPort: Map<string, Binding[]>;

  constructor(bindings: readonly Binding[]) {
    this.byPort = Map.groupBy(bindings, ({ gateway, port }) =>
      keyOfBinding(`${gateway.namespace}/${gateway.name}`, port),
    );
  }

  of({ gateway, spec }: ListenerState): Socket | undefined {
    const all = this.byPort.get(keyOfBinding(gateway.key, spec.port)) ?? [];
    const binding = all.find(({ address }) => address === gateway.address);
    if (binding === undefined) return undefined;
    if (binding.error === undefined) return { open: true };
    return {
      open: false,
      error: `Port ${binding.boundPort} of ${binding.address} could not be opened: ${binding.error}`,
    };
  }
}

/** Sets Programmed of every listener that is served, and of each Gateway. Source: gateway-api sections 3.3 and 3.4. */
export function reportSockets(gateways: readonly GatewayState[], bindings: readonly Binding[]): void {
  const sockets = new Sockets(bindings);
  for (const gateway of gateways) {
    const found = gateway.listeners
      .filter(({ serving }) => serving)
      .map((listener) => ({ listener, socket: gateway.address === undefined ? undefined : sockets.of(listener) }));
    for (const { listener, socket } of found) {
      if (socket === undefined) {
        const message = gateway.address === undefined ? 'The Gateway has no address' : 'Waiting for the proxy';
        listener.conditions.set('Programmed', 'Unknown', 'Pending', message);
      } else if (socket.open) {
        const message = 'Sending translated listener configuration to the data plane';
        listener.conditions.set('Programmed', 'True', 'Programmed', message);
      } else listener.conditions.set('Programmed', 'False', 'PortUnavailable', socket.error);
    }
    reportGateway(
      gateway,
      found.map(({ socket }) => socket),
    );
  }
}

function reportGateway({ address, addressProblem, conditions }: GatewayState, sockets: (Socket | undefined)[]): void {
  const errors = sockets.flatMap((socket) => (socket?.open === false ? [socket.error] : []));
  if (addressProblem !== undefined) {
    conditions.set('Programmed', 'False', addressProblem.reason, addressProblem.message);
  } else if (address === undefined) {
    conditions.set('Programmed', 'False', 'AddressNotAssigned', 'No addresses have been assigned to the Gateway');
  } else if (sockets.length === 0) {
    conditions.set('Programmed', 'False', 'Invalid', 'No listener can be served, see the conditions of the listeners');
  } else if (sockets.some((socket) => socket?.open === true)) {
    const message = 'Address assigned to the Gateway, 1/1 envoy replicas available';
    conditions.set('Programmed', 'True', 'Programmed', message);
  } else if (errors.length === sockets.length) {
    conditions.set('Programmed', 'False', 'NoResources', [...new Set(errors)].join('; '));
  } else conditions.set('Programmed', 'Unknown', 'Pending', 'Waiting for the proxy');
}
