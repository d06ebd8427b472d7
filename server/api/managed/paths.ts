import { compareTexts } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { type Atom, memberAtom } from './atom.ts';
import { compareSteps, shownStep } from './element.ts';

/**
 * One step of a path as FieldsV1 writes it: `f:NAME` a member, `k:{"name":"http"}` an element of a list of objects, `v:"x"` an element
 * of a set.
 */
export type Step = string;

/** A set of paths; each is the JSON text of its steps. */
export type PathSet = Set<string>;

/** The steps of a path. */
function stepsOf(path: string): Step[] {
  return JSON.parse(path) as Step[];
}

/** The path of these steps. */
export function pathOf(steps: readonly Step[]): string {
  return JSON.stringify(steps);
}

/** Paths below a step. */
export interface PathTree {
  /** True for a path that ends here. */
  member: boolean;
  below: Map<Step, PathTree>;
}

/** The same paths, step by step. */
export function treeOf(paths: PathSet): PathTree {
  const root: PathTree = { member: false, below: new Map() };
  for (const path of paths) {
    let node = root;
    for (const step of stepsOf(path)) {
      let next = node.below.get(step);
      if (next === undefined) node.below.set(step, (next = { member: false, below: new Map() }));
      node = next;
    }
    node.member = true;
  }
  return root;
}

/** Paths in the order in which Go goes through them: those that end at a level before those that go on. */
export function inOrder(paths: PathSet): Step[][] {
  const found: Step[][] = [];
  const visit = ({ below }: PathTree, steps: readonly Step[]): void => {
    const sorted = [...below].toSorted(([a], [b]) => compareSteps(a, b));
    for (const [step, { member }] of sorted) if (member) found.push([...steps, step]);
    for (const [step, node] of sorted) visit(node, [...steps, step]);
  };
  visit(treeOf(paths), []);
  return found;
}

/** With the members above them that have names, so that an object that is owned in part is owned. */
export function withNamedParents(paths: PathSet, atom: Atom): PathSet {
  const all: PathSet = new Set(paths);
  const visit = ({ below }: PathTree, type: Atom | undefined, steps: readonly Step[]): void => {
    for (const [step, node] of below) {
      const here = [...steps, step];
      if (node.below.size === 0) continue;
      if (step.startsWith('f:') && type?.map?.fields.has(step.slice(2)) === true) all.add(pathOf(here));
      visit(node, atomAt(type, step), here);
    }
  };
  visit(treeOf(paths), atom, []);
  return all;
}

function atomAt(atom: Atom | undefined, step: Step): Atom | undefined {
  if (!step.startsWith('f:')) return atom?.list?.items();
  return atom?.map === undefined ? undefined : memberAtom(atom.map, step.slice(2));
}

/** Without a path and all below it. */
export function withoutBelow(paths: PathSet, names: readonly string[]): PathSet {
  return new Set([...paths].filter((path) => !names.includes(stepsOf(path)[0]?.slice(2) ?? '')));
}

/** FieldsV1 of a set of paths. */
export function toFields(paths: PathSet): JsonObject {
  return fieldsOf(treeOf(paths));
}

function fieldsOf({ member, below }: PathTree): JsonObject {
  const fields: JsonObject = member && below.size > 0 ? { '.': {} } : {};
  for (const [step, node] of [...below].toSorted(([a], [b]) => compareSteps(a, b))) fields[step] = fieldsOf(node);
  return fields;
}

/** Paths of a FieldsV1. */
export function fromFields(fields: unknown): PathSet {
  const paths: PathSet = new Set();
  const walk = (node: unknown, steps: Step[]): void => {
    if (!isObject(node)) return;
    const entries = Object.entries(node).filter(([key]) => key === '.' || /^[fkvi]:/.test(key));
    if (entries.length === 0 && steps.length > 0) paths.add(pathOf(steps));
    for (const [key, below] of entries) {
      if (key === '.') paths.add(pathOf(steps));
      else walk(below, [...steps, normalStep(key)]);
    }
  };
  walk(fields, []);
  paths.delete('[]');
  return paths;
}

/** Keys of an element in order, so that two texts of one step are the same. */
function normalStep(step: Step): Step {
  if (!step.startsWith('k:')) return step;
  const keys = JSON.parse(step.slice(2)) as JsonObject;
  const sorted = Object.keys(keys).toSorted(compareTexts);
  return `k:{${sorted.map((key) => `${JSON.stringify(key)}:${JSON.stringify(keys[key])}`).join(',')}}`;
}

/** A path for people: `.spec.ports[port=80,protocol="TCP"].name`. */
export function shown(steps: readonly Step[]): string {
  return steps.map(shownStep).join('');
}
