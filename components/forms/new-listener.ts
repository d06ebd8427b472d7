import type { Patch } from '../editor/document-model.ts';
import { asList, asMap, asNumber, asText } from './shapes.ts';

const LISTENERS = ['spec', 'listeners'];

/** Adds a listener behind those that are there, on a port and under a name that none of them has. */
export function newListener(listeners: unknown): Patch[] {
  const all = asList(listeners).map(asMap);
  const ports = all.map(({ port }) => asNumber(port));
  const names = all.map(({ name }) => asText(name));
  let port = [80, 8080].find((candidate) => !ports.includes(candidate)) ?? 8081;
  while (ports.includes(port)) port++;
  let name = names.includes('http') ? `http-${port}` : 'http';
  while (names.includes(name)) name += '-2';
  const value = { name, port, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } };
  return [{ op: 'insert', path: LISTENERS, index: all.length, value }];
}
