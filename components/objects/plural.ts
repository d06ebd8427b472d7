/** The name of a kind for several objects: `GatewayClasses`, `BackendTrafficPolicies`. */
export function pluralOfKind(kind: string): string {
  if (kind.endsWith('s')) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
