import { expressionTest, prefixBase, type TextTest } from './conditions.ts';
import type { RequestMatch } from './snapshot.ts';

/*
 * Whether one match takes everything that another takes. A yes is certain; a no may be wrong, since two regular expressions can say the same
 * in many ways and only the common ones are looked through: equal ones, and those that end in `.*`.
 */

type Value = Pick<RequestMatch['headers'][number], 'type' | 'value'>;
type Path = RequestMatch['path'];

/** True when every request that `narrow` takes is taken by `broad` as well. */
export function matchCovers(broad: RequestMatch, narrow: RequestMatch): boolean {
  return (
    (broad.method === undefined || broad.method === narrow.method) &&
    pathCovers(broad.path, narrow.path) &&
    broad.headers.every((test) => impliedBy(test, narrow.headers)) &&
    broad.queryParams.every((test) => impliedBy(test, narrow.queryParams))
  );
}

/** One test of the same name that is at least as strict is enough, however often the header was sent. */
function impliedBy(test: RequestMatch['headers'][number], tests: RequestMatch['headers']): boolean {
  return tests.some((other) => other.name === test.name && valueCovers(test, other));
}

function pathCovers(broad: Path, narrow: Path): boolean {
  if (broad.type === 'PathPrefix') {
    const base = prefixBase(broad.value);
    if (narrow.type === 'RegularExpression') return shapeOf(narrow.value).start.startsWith(`${base}/`);
    const path = narrow.type === 'PathPrefix' ? prefixBase(narrow.value) : narrow.value;
    return path === base || path.startsWith(`${base}/`);
  }
  if (narrow.type !== 'PathPrefix')
    return valueCovers({ type: broad.type, value: broad.value }, { type: narrow.type, value: narrow.value });
  if (broad.type === 'Exact') return false;
  const { open, below } = shapeOf(broad.value);
  const base = prefixBase(narrow.value);
  // below the prefix / every path begins with a slash
  if (open !== undefined) return (base || '/').startsWith(open);
  return below !== undefined && (base === below || base.startsWith(`${below}/`));
}

function valueCovers(broad: Value, narrow: Value): boolean {
  if (broad.type === 'Exact') return narrow.type === 'Exact' && narrow.value === broad.value;
  if (narrow.type === 'Exact') return testOf(broad.value)(narrow.value);
  if (narrow.value === broad.value) return true;
  const { open } = shapeOf(broad.value);
  return open !== undefined && shapeOf(narrow.value).start.startsWith(open);
}

/** What can be read off an expression without running it. */
interface Shape {
  /** Everything that it takes begins with this. */
  start: string;
  /** It takes everything that begins with this. */
  open?: string;
  /** It takes this path and all paths below it. */
  below?: string;
}

const shapes = new Map<string, Shape>();
const tests = new Map<string, TextTest>();
/** Expressions that are remembered; then it begins anew. */
const REMEMBERED = 10_000;

function remembered<T>(known: Map<string, T>, expression: string, make: () => T): T {
  let value = known.get(expression);
  if (value === undefined) {
    if (known.size >= REMEMBERED) known.clear();
    known.set(expression, (value = make()));
  }
  return value;
}

function testOf(expression: string): TextTest {
  return remembered(tests, expression, () => expressionTest(expression));
}

function shapeOf(expression: string): Shape {
  return remembered(shapes, expression, () => readShape(expression));
}

function readShape(expression: string): Shape {
  // another way to match may begin with anything
  if (expression.includes('|')) return { start: '' };
  const text = expression.startsWith('^') ? expression.slice(1) : expression;
  let start = '';
  let at = 0;
  while (at < text.length) {
    const [, escaped, plain] = /^(?:\\([^\w\s])|([\w/ ~@%&=:;,!'"<>-]))/.exec(text.slice(at)) ?? [];
    const character = escaped ?? plain;
    if (character === undefined) break;
    const next = at + (escaped === undefined ? 1 : 2);
    // what may be missing, or occur more than once, is no fixed start
    if ('?*{'.includes(text[next] ?? ' ')) break;
    start += character;
    at = next;
    if (text[next] === '+') break;
  }
  const rest = text.slice(at).replace(/\$$/, '');
  if (rest === '.*') return { start, open: start };
  if (rest === '(/.*)?') return { start, below: start };
  return { start };
}
