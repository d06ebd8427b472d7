import { compareTexts } from '../../model/schema/go-json.ts';

/**
 * A value of JSON that is read no further than it has to be, and written back as it stood: a patch leaves numbers, escapes and the order
 * of members alone where it does not look. Texts are valid JSON. Source: evanphx json-patch lazyNode.
 */
export class LazyNode {
  /** Text of the value; undefined for a null. */
  raw: string | undefined;
  #object: LazyObject | undefined;
  #list: LazyList | undefined;

  constructor(raw: string | undefined) {
    this.raw = raw;
  }

  /** The value as an object; undefined for anything else. */
  object(): LazyObject | undefined {
    if (this.#object === undefined && this.raw?.trimStart().startsWith('{')) this.#object = readMembers(this.raw);
    return this.#object;
  }

  /** The value as a list; undefined for anything else. */
  list(): LazyList | undefined {
    if (this.#list === undefined && this.raw?.trimStart().startsWith('[')) this.#list = readElements(this.raw);
    return this.#list;
  }

  /** The text of the value: what was looked into has sorted members. */
  toText(): string {
    if (this.#object !== undefined) return objectText(this.#object);
    if (this.#list !== undefined) return listText(this.#list);
    return this.raw === undefined ? 'null' : compacted(this.raw);
  }

  /** Whether two values are the same; scalars are so when they are written alike. */
  equals(other: LazyNode): boolean {
    const [a, b] = [this.object(), other.object()];
    if (a !== undefined) {
      if (b === undefined || a.size !== b.size) return false;
      return [...a].every(([key, value]) => b.has(key) && sameNode(value, b.get(key)));
    }
    const [left, right] = [this.list(), other.list()];
    if (left !== undefined)
      return right !== undefined && left.length === right.length && left.every((one, at) => sameNode(one, right[at]));
    if (b !== undefined || right !== undefined) return false;
    return this.raw !== undefined && other.raw !== undefined && this.raw.trim() === other.raw.trim();
  }
}

/** Members of an object; undefined stands for null. */
export type LazyObject = Map<string, LazyNode | undefined>;

/** Elements of a list; undefined stands for null. */
export type LazyList = (LazyNode | undefined)[];

function sameNode(a: LazyNode | undefined, b: LazyNode | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** An object as JSON with sorted members. */
export function objectText(object: LazyObject): string {
  return membersText([...object].map(([key, value]) => [key, value?.toText() ?? 'null']));
}

/** Members with their texts as JSON, sorted. */
export function membersText(members: readonly [key: string, text: string][]): string {
  const sorted = members.toSorted(([a], [b]) => compareTexts(a, b));
  return `{${sorted.map(([key, text]) => `${goText(JSON.stringify(key))}:${text}`).join(',')}}`;
}

/** A list as JSON. */
export function listText(list: LazyList): string {
  return `[${list.map((item) => item?.toText() ?? 'null').join(',')}]`;
}

/** A text of JSON without space between its tokens. */
function compacted(text: string): string {
  return goText(text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/gs, (_all, string: string | undefined) => string ?? ''));
}

/** Go escapes what would end a script or a line. */
export function goText(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One token of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gsy;
const SPACE = /\s*/y;

/** Texts of the parts of a collection, between its first and its last mark. */
function parts(text: string): { key: string | undefined; value: string }[] {
  const found: { key: string | undefined; value: string }[] = [];
  const isObject = text.trimStart().startsWith('{');
  let depth = 0;
  let [start, key]: [number, string | undefined] = [0, undefined];
  const scan = (at: number): { token: string; end: number } | undefined => {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    TOKEN.lastIndex = SPACE.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    return token === undefined ? undefined : { token, end: TOKEN.lastIndex };
  };
  let expectsKey = isObject;
  for (let next = scan(0); next !== undefined; next = scan(next.end)) {
    const { token, end } = next;
    const opens = token === '{' || token === '[';
    const closes = token === '}' || token === ']';
    if (opens) depth += 1;
    if (depth === 1 && opens) start = end;
    else if (depth === 1 && isObject && expectsKey && token.startsWith('"')) {
      key = token;
      expectsKey = false;
    } else if (depth === 1 && token === ':') start = end;
    else if (depth === 1 && (token === ',' || closes)) {
      const value = text.slice(start, end - 1);
      if (value.trim() !== '') found.push({ key, value: value.trim() });
      start = end;
      expectsKey = isObject;
    }
    if (closes) depth -= 1;
  }
  return found;
}

/** The name that a token is. */
export function keyOf(token: string): string {
  return (JSON.parse(token) as string).toWellFormed();
}

function nodeOf(value: string): LazyNode | undefined {
  return value === 'null' ? undefined : new LazyNode(value);
}

/** The members of a text that is an object; of those that stand twice the last counts. */
function readMembers(text: string): LazyObject {
  return new Map(parts(text).map(({ key, value }) => [keyOf(key ?? '""'), nodeOf(value)]));
}

function readElements(text: string): LazyList {
  return parts(text).map(({ value }) => nodeOf(value));
}
