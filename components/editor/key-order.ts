/*
 * Where a new key goes among its siblings: the order in which the specifications' own examples write them. Keys that are already there
 * are never moved, and keys that are not listed go last.
 */
const ORDER = [
  'apiVersion',
  'kind',
  'metadata',
  'generateName',
  'name',
  'namespace',
  'labels',
  'annotations',
  'spec',
  'gatewayClassName',
  'controllerName',
  'targetRef',
  'targetRefs',
  'targetSelectors',
  'mergeType',
  'parentRefs',
  'group',
  'sectionName',
  'hostnames',
  'hostname',
  'rules',
  'listeners',
  'addresses',
  'addressType',
  'endpoints',
  'matches',
  'filters',
  'backendRefs',
  'timeouts',
  'type',
  'value',
  'path',
  'headers',
  'queryParams',
  'method',
  'port',
  'protocol',
  'weight',
  'loadBalancer',
  'consistentHash',
  'header',
  'cookie',
  'tableSize',
  'ttl',
  'attributes',
  'slowStart',
  'matchLabels',
  'matchExpressions',
];

/** Objects that name another one write group and kind before the name. */
const REFERENCE = ['group', 'kind', 'name', 'namespace', 'sectionName', 'port', 'weight'];

function rank(key: string, siblings: readonly string[]): number {
  const order =
    siblings.includes('apiVersion') || key === 'apiVersion' ? ORDER : siblings.includes('group') ? REFERENCE : ORDER;
  const at = order.indexOf(key);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

/** Index at which `key` is to be inserted among `siblings`, 0..siblings.length. */
export function insertionIndex(key: string, siblings: readonly string[]): number {
  const own = rank(key, siblings);
  if (own === Number.MAX_SAFE_INTEGER) return siblings.length;
  for (let i = siblings.length; i > 0; i--) {
    const other = rank(siblings[i - 1] ?? '', siblings);
    if (other !== Number.MAX_SAFE_INTEGER && other < own) return i;
  }
  return siblings.length > 0 && siblings.every((sibling) => rank(sibling, siblings) > own) ? 0 : siblings.length;
}
