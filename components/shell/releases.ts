import type { ConsoleState } from '../../server/contract/console.ts';

/** The releases of the specifications that the console follows, as it tells them itself; none until it has answered. */
export function releasesOf(state: ConsoleState | undefined): { name: string; release: string }[] {
  if (!state) return [];
  const { gatewayApi, envoyGateway } = state.specs;
  return [
    { name: 'Gateway API', release: gatewayApi },
    { name: 'Envoy Gateway', release: envoyGateway },
  ];
}
