/**
 * Whether a wildcard covers a hostname, which may be a narrower wildcard: `*.com` covers `a.b.com` and `*.b.com`, not `com` and not
 * `*.com` itself. Source: gateway-api section 2.1.
 */
function wildcardCovers(wildcard: string, hostname: string): boolean {
  const suffix = wildcard.slice(1);
  const rest = hostname.startsWith('*') ? hostname.slice(1) : hostname;
  if (!rest.endsWith(suffix) || rest.length === suffix.length) return false;
  return !hostname.startsWith('*') || rest.startsWith('.');
}

function intersect(listener: string, route: string): string | undefined {
  if (listener === route) return route;
  const wideListener = listener.startsWith('*');
  const wideRoute = route.startsWith('*');
  if (wideListener && wildcardCovers(listener, route)) return route;
  if (wideRoute && wildcardCovers(route, listener)) return listener;
  return undefined;
}

/**
 * Hostnames under which a listener serves a route, sorted; `*` when neither names one. Source: gateway-api section 2.2.
 * @param others hostnames of the other listeners on the same port, which keep what is theirs
 */
export function intersectHostnames(
  listener: string | undefined,
  route: readonly string[],
  others: ReadonlySet<string>,
): string[] {
  if (route.length === 0) return [listener ?? '*'];
  const found = new Set<string>();
  for (const hostname of route) {
    const common = listener === undefined ? hostname : intersect(listener, hostname);
    if (common !== undefined && !others.has(common)) found.add(common);
  }
  return [...found].sort();
}
