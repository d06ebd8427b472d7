import { selfTest } from './self-test.ts';
import { TcpTransport } from './tcp.ts';
import type { Transport } from './types.ts';

/** `node`: documented Node APIs alone; `handles`: Node's TCP handles, faster, not documented. */
export type TransportName = 'node' | 'handles';

/**
 * The transport of this process: the one that is asked for, else handles where they pass the self-test.
 * @param asked value of SWITCHYARD_TRANSPORT
 * @param say is told why handles are not used
 */
export async function chooseTransport(asked: string | undefined, say: (line: string) => void): Promise<Transport> {
  if (asked === 'node') return new TcpTransport();
  try {
    // imported here, since the module looks for what this Node may not have
    const { HandleTransport } = await import('./handles/handle-transport.ts');
    const transport = new HandleTransport();
    if (asked === 'handles') return transport;
    const problem = await selfTest(() => transport);
    if (problem === undefined) return transport;
    say(`transport: Node APIs, since TCP handles of this Node fail: ${problem}`);
  } catch (error) {
    if (asked === 'handles') throw error;
    say(`transport: Node APIs, since this Node gives no TCP handles: ${error instanceof Error ? error.message : ''}`);
  }
  return new TcpTransport();
}
