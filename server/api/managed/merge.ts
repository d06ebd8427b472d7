import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { type Atom, deduced, type ListAtom, type MapAtom, memberAtom } from './atom.ts';
import { elementStep } from './element.ts';
import type { Step } from './paths.ts';

type Side = Json | undefined;

/** What is there with what is applied on top. Undefined when nothing is left. Source: structured-merge-diff mergingWalker. */
export function merge(live: Side, config: Side, type: Atom): Side {
  const { map, scalar, list } = deduced(type, config === undefined ? live : config);
  if (map !== undefined) return mergeMembers(live, config, map);
  if (scalar === undefined && list !== undefined) return mergeElements(live, config, list);
  return config === undefined ? live : config;
}

function mergeMembers(live: Side, config: Side, map: MapAtom): Side {
  const [before, after] = [isObject(live) ? live : {}, isObject(config) ? config : {}];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  if (map.atomic || keys.size === 0) return config === undefined ? live : config;
  const merged: JsonObject = {};
  for (const key of keys) {
    const type = memberAtom(map, key);
    const [left, right] = [own(before, key), own(after, key)];
    const value = type === undefined ? (right ?? left) : merge(left, right, type);
    if (value !== undefined) setProperty(merged, key, value);
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function mergeElements(live: Side, config: Side, list: ListAtom): Side {
  const [before, after] = [Array.isArray(live) ? live : [], Array.isArray(config) ? config : []];
  if (!list.associative || (before.length === 0 && after.length === 0)) return config === undefined ? live : config;
  const merged = mergeLists(indexed(before, list), indexed(after, list), list.items());
  return merged.length === 0 ? undefined : merged;
}

interface Indexed {
  steps: Step[];
  items: readonly Json[];
  /** Elements by step; null where several have the same. */
  at: Map<Step, Json>;
}

function indexed(items: readonly Json[], list: ListAtom): Indexed {
  const at = new Map<Step, Json>();
  const steps: Step[] = [];
  for (const item of items) {
    const found = elementStep(list, item);
    if ('error' in found) continue;
    at.set(found.step, at.has(found.step) ? null : item);
    steps.push(found.step);
  }
  return { steps, items, at };
}

/** What is applied is in its order; what only is there stays where it was between its neighbours. */
function mergeLists(live: Indexed, config: Indexed, type: Atom): Json[] {
  const out: Json[] = [];
  const push = (value: Side): void => {
    if (value !== undefined) out.push(value);
  };
  const shared = config.steps.filter((step) => live.at.has(step));
  const merged = new Set<Step>();
  let next = shared.shift();
  let [left, right] = [0, 0];
  while (left < live.steps.length || right < config.steps.length) {
    const ours = live.steps[left];
    const theirs = config.steps[right];
    if (ours !== undefined && theirs !== undefined) {
      if (ours === theirs) {
        merged.add(ours);
        push(merge(live.at.get(ours), config.at.get(ours), type));
        left += 1;
        right += 1;
        next = shared.shift();
        continue;
      }
      if (config.at.has(ours) && next !== undefined && next !== ours) {
        // it comes later
        left += 1;
        continue;
      }
    }
    if (ours !== undefined) {
      if (!config.at.has(ours)) {
        push(merge(live.items[left], undefined, type));
        left += 1;
        continue;
      }
      if (merged.has(ours)) left += 1;
    }
    if (theirs === undefined) continue;
    merged.add(theirs);
    push(merge(live.at.get(theirs), config.at.get(theirs), type));
    right += 1;
    if (next === theirs) next = shared.shift();
  }
  return out;
}

function own(object: JsonObject, key: string): Side {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
