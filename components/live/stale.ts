import { agoText } from '../ui/age.ts';
import type { Connection } from './event-line.ts';
import { STALE_MS } from './traffic-store.ts';

/** What is known when no samples come. */
interface Silence {
  /** Unix milliseconds. */
  now: number;
  /** Of the newest sample, Unix milliseconds. */
  lastAt: number;
  connection: Pick<Connection, 'state' | 'lastEvent'>;
  /** Whether the proxy answers the console, as the console said last; undefined before it said anything. */
  proxyAnswers: boolean | undefined;
}

/** How old the newest sample is and which link is silent: browser and console, or console and proxy. A sentence of its own. */
export function staleText({ now, lastAt, connection, proxyAnswers }: Silence): string {
  const last = `Last sample ${agoText(now - lastAt)} ago`;
  if (connection.state === 'lost') return `${last}, reconnecting.`;
  // the console says something every few seconds, whatever the proxy does
  if (connection.lastEvent !== null && now - connection.lastEvent > STALE_MS)
    return `${last}: nothing is heard from the console.`;
  if (proxyAnswers === false) return `${last}: no answer from the proxy.`;
  return `${last}: the proxy sends no figures.`;
}
