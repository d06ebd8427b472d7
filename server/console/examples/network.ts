import { createServer } from 'node:net';
import { DEMO_NETWORK } from './backend.ts';

const CANDIDATES = [DEMO_NETWORK, ...Array.from({ length: 20 }, (_, index) => `127.0.${index + 2}`)];

/** A text of an example with its demo backends in another network. */
export function inNetwork(text: string, network: string): string {
  return text.replaceAll(`- ${DEMO_NETWORK}.`, `- ${network}.`);
}

/** The text as it is written in the example, whatever network it was loaded with. */
export function asWritten(text: string): string {
  return text.replace(/- 127\.0\.\d{1,3}\.(?=\d)/g, `- ${DEMO_NETWORK}.`);
}

/**
 * The first network in which these addresses are free, so that two consoles on one machine can both load an example.
 * @param endpoints `IP:PORT` as written in the example
 * @returns the written network when none is free; the demo backends then say what is taken
 */
export async function freeNetwork(endpoints: string[]): Promise<string> {
  for (const network of CANDIDATES) {
    const free = await Promise.all(endpoints.map((endpoint) => isFree(endpoint.replace(DEMO_NETWORK, network))));
    if (free.every(Boolean)) return network;
  }
  return DEMO_NETWORK;
}

function isFree(endpoint: string): Promise<boolean> {
  const [host, port] = endpoint.split(':');
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(Number(port), host, () => probe.close(() => resolve(true)));
  });
}
