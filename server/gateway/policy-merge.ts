import type { PolicySpec } from './shapes.ts';

type Settings = Record<string, unknown>;

/** Fields of a policy that say where it applies, not what. */
const TARGET_FIELDS = new Set(['targetRef', 'targetRefs', 'targetSelectors', 'mergeType']);
/** Lists whose items are merged by `type` under StrategicMerge. */
const MERGED_BY_TYPE = new Set(['compression', 'compressor', 'httpUpgrade']);
/** Lists of rules that are all kept under StrategicMerge, the child's first. */
const KEPT_FROM_BOTH = new Set(['rateLimit.global.rules', 'rateLimit.local.rules']);

function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a policy sets, without its targets. */
function settingsOf(spec: PolicySpec): Settings {
  const settings: Settings = Object.fromEntries(
    Object.entries(spec).filter(([field, value]) => !TARGET_FIELDS.has(field) && value !== undefined && value !== null),
  );
  // a limit that is not given is written out as 0
  if (isRecord(settings.requestBuffer)) settings.requestBuffer = { limit: 0, ...settings.requestBuffer };
  return settings;
}

function typeOf(item: unknown): unknown {
  return isRecord(item) ? item.type : undefined;
}

function mergeByType(parent: unknown[], child: unknown[]): unknown[] {
  const childTypes = new Set(child.map(typeOf));
  const merged = child.map((item) => {
    const base = parent.find((other) => typeOf(other) === typeOf(item));
    return isRecord(base) && isRecord(item) ? mergeValues(base, item, '', true, true) : item;
  });
  return [...merged, ...parent.filter((item) => !childTypes.has(typeOf(item)))];
}

/** @param keeps whether rules of both are kept where they can be */
function mergeValues(parent: Settings, child: Settings, path: string, strategic: boolean, keeps: boolean): Settings {
  const merged: Settings = { ...parent };
  for (const [field, value] of Object.entries(child)) {
    if (value === undefined || value === null) continue;
    const base = parent[field];
    const at = path === '' ? field : `${path}.${field}`;
    if (isRecord(value) && isRecord(base)) merged[field] = mergeValues(base, value, at, strategic, keeps);
    else if (strategic && Array.isArray(value) && Array.isArray(base) && MERGED_BY_TYPE.has(at)) {
      merged[field] = mergeByType(base, value);
    } else if (strategic && keeps && Array.isArray(value) && Array.isArray(base) && KEPT_FROM_BOTH.has(at)) {
      merged[field] = [...(value as unknown[]), ...(base as unknown[])];
    } else merged[field] = value;
  }
  return merged;
}

interface Merged {
  /** The settings that are in force. */
  spec: PolicySpec;
  /** The settings that are judged: rules of rate limits are joined only after that. */
  checked: PolicySpec;
}

/**
 * Merges a policy (the child) into a broader one (the parent): objects field by field, the child wins; lists are replaced, except that
 * StrategicMerge joins a few. Nulls unset nothing. Source: backend-traffic-policy section 2.5.
 * @returns the merged settings, or the translator's error text for an unknown merge type
 */
export function mergePolicies(parent: PolicySpec, child: PolicySpec): Merged | string {
  const { mergeType } = child;
  if (mergeType !== 'StrategicMerge' && mergeType !== 'JSONMerge') {
    return `error merging policies: unsupported merge type: ${mergeType}`;
  }
  const strategic = mergeType === 'StrategicMerge';
  const merge = (keeps: boolean): PolicySpec =>
    mergeValues(settingsOf(parent), settingsOf(child), '', strategic, keeps);
  const spec = merge(true);
  return { spec, checked: strategic && spec.rateLimit !== undefined ? merge(false) : spec };
}
