/** Values of `appProtocol` that say HTTP/2 by prior knowledge. As Envoy Gateway reads them. */
export const HTTP2_PROTOCOLS: ReadonlySet<string> = new Set(['kubernetes.io/h2c', 'gateway.envoyproxy.io/h2c', 'grpc']);

/** Values that say what is spoken anyway: HTTP/1.1, which may switch to WebSocket. */
const HTTP1_PROTOCOLS: ReadonlySet<string> = new Set(['http', 'kubernetes.io/ws', 'gateway.envoyproxy.io/ws']);

/** True for a value by which nothing changes and from which something may be expected. */
export function isIgnored(appProtocol: string): boolean {
  return !HTTP2_PROTOCOLS.has(appProtocol) && !HTTP1_PROTOCOLS.has(appProtocol);
}
