import type { Observation } from './observe.ts';

/**
 * What an observation comes to, as a text that can be compared: without requests that did not reach the backend whole, and with fields in
 * order of their names, since the order of different fields means nothing. Fields of one name keep their order.
 */
export function meaning({ backend, client, closed, after, sentinel }: Observation): string {
  return JSON.stringify({
    backend: backend.filter((request) => !request.startsWith('~')).map(sorted),
    client: client.map(sorted),
    closed,
    after: after ?? null,
    sentinel,
  });
}

function sorted(message: string): string {
  const split = message.indexOf('\n\n');
  if (split < 0) return message;
  const [startLine, ...fields] = message.slice(0, split).replace('[added]', ADDED).split('\n');
  const name = (line: string): string => line.slice(0, line.indexOf(':'));
  fields.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  return [startLine, ...fields].join('\n') + message.slice(split);
}

/** What the proxy adds to every request. */
export const ADDED =
  'x-forwarded-for: OWN\nx-forwarded-proto: http\nx-envoy-external-address: 127.0.0.1\nx-request-id: UUID';
