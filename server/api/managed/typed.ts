import { goPrint, goSyntax, goTypeName } from '../../model/core/go-value.ts';
import { compareTexts } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { type Atom, deduced, fitsScalar, type ListAtom, type MapAtom, memberAtom, type Scalar } from './atom.ts';
import { elementStep, shownStep } from './element.ts';

/** A value that has not the type that its owners would need. */
export interface TypeProblem {
  path: string;
  message: string;
}

/**
 * Why a value does not fit its type, in which case nobody can own parts of it. Source: structured-merge-diff validatingObjectWalker.
 * @param duplicates whether elements of a list may have the same keys
 */
export function typeProblems(value: Json, atom: Atom, duplicates: boolean): TypeProblem[] {
  const problems: TypeProblem[] = [];
  const say = (path: string, message: string): void => void problems.push({ path, message });

  function visit(node: Json, type: Atom, path: string): void {
    const { map, scalar, list } = deduced(type, node);
    if (map !== undefined) members(node, map, path);
    else if (scalar !== undefined) {
      if (!fitsScalar(scalar, node)) say(path, misfit(scalar, node));
    } else if (list !== undefined) elements(node, list, path);
  }

  function members(node: Json, map: MapAtom, path: string): void {
    if (node === null) return;
    if (!isObject(node)) return say(path, `expected map, got ${printed(node)}`);
    for (const key of Object.keys(node).sort(compareTexts)) {
      const type = memberAtom(map, key);
      const here = `${path}.${key}`;
      if (type === undefined) say(here, 'field not declared in schema');
      else visit(node[key] ?? null, type, here);
    }
  }

  function elements(node: Json, list: ListAtom, path: string): void {
    if (node === null) return;
    if (!Array.isArray(node)) return say(path, `expected list, got ${printed(node)}`);
    const seen = new Set<string>();
    for (const [index, item] of node.entries()) {
      let here = `[${index}]`;
      if (list.associative) {
        const found = elementStep(list, item);
        if ('error' in found) return say(path, `element ${index}: ${found.error}`);
        here = shownStep(found.step);
        if (seen.has(found.step) && !duplicates) say(path, `duplicate entries for key ${here}`);
        seen.add(found.step);
      }
      visit(item, list.items(), path + here);
    }
  }

  visit(value, atom, '');
  return problems;
}

/** Problems in words, a list where there are several. */
export function problemText(problems: readonly TypeProblem[]): string {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return lines.length === 1 ? lines.join('') : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n');
}

function misfit(scalar: Scalar, value: Json): string {
  switch (scalar) {
    case 'numeric':
      return `expected numeric (int or float), got ${goTypeName(value)}`;
    case 'string':
      return `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case 'boolean':
      return `expected boolean, got ${printed(value)}`;
    case 'untyped':
      return `expected any scalar, got ${printed(value)}`;
  }
}

/** As Go's %v prints a wrapped value. */
function printed(value: Json): string {
  return `&{${goPrint(value)}}`;
}
