import { prefixBase, restPasses, type CompiledMatch } from './conditions.ts';
import type { RoutableRequest } from './request.ts';

/** A candidate of a virtual host; `rank` is its place in the order of precedence. */
export interface Ranked {
  rank: number;
  match: CompiledMatch;
}

interface PrefixNode<T extends Ranked> {
  entries: T[];
  children: Map<string, PrefixNode<T>>;
}

function newNode<T extends Ranked>(): PrefixNode<T> {
  return { entries: [], children: new Map() };
}

/**
 * Finds the first candidate that matches without trying all of them: exact paths by name, prefixes in a tree of path elements, regular
 * expressions in a list. Every list is in order of rank, and the lowest rank of all lists wins, whatever the order of precedence was.
 */
export class PathIndex<T extends Ranked> {
  readonly #exact = new Map<string, T[]>();
  readonly #prefixes = newNode<T>();
  readonly #expressions: T[] = [];

  /** To be called in order of rank. */
  add(entry: T): void {
    const { type, value } = entry.match.path;
    if (type === 'Exact') {
      const entries = this.#exact.get(value);
      if (entries) entries.push(entry);
      else this.#exact.set(value, [entry]);
    } else if (type === 'RegularExpression') this.#expressions.push(entry);
    else this.#nodeOf(prefixBase(value)).entries.push(entry);
  }

  #nodeOf(base: string): PrefixNode<T> {
    let node = this.#prefixes;
    if (base === '') return node;
    for (const element of base.slice(1).split('/')) {
      let child = node.children.get(element);
      if (!child) node.children.set(element, (child = newNode()));
      node = child;
    }
    return node;
  }

  /** The candidate of lowest rank that matches, or undefined. */
  find(request: RoutableRequest): T | undefined {
    const { path } = request;
    const exact = this.#exact.get(path);
    let best = exact ? firstPassing(exact, request, undefined) : undefined;
    if (path.charCodeAt(0) === 47) {
      let node: PrefixNode<T> | undefined = this.#prefixes;
      let at = 1;
      while (node) {
        best = firstPassing(node.entries, request, best);
        if (node.children.size === 0 || at > path.length) break;
        let end = path.indexOf('/', at);
        if (end < 0) end = path.length;
        node = node.children.get(path.slice(at, end));
        at = end + 1;
      }
    }
    for (const entry of this.#expressions) {
      if (best && entry.rank > best.rank) break;
      if (restPasses(entry.match, request) && entry.match.path.test(path)) return entry;
    }
    return best;
  }
}

function firstPassing<T extends Ranked>(
  entries: readonly T[],
  request: RoutableRequest,
  best: T | undefined,
): T | undefined {
  for (const entry of entries) {
    if (best && entry.rank > best.rank) return best;
    if (restPasses(entry.match, request)) return entry;
  }
  return best;
}
