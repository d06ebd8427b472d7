import { RE2JS } from 're2js';
import { queryValue } from './query.ts';
import type { RoutableRequest } from './request.ts';
import type { RequestMatch } from './snapshot.ts';

/** A test of one text, made from an Exact or RegularExpression value. */
export type TextTest = (text: string) => boolean;

/** A test of a named header or query parameter. */
export interface NamedTest {
  type: 'Exact' | 'RegularExpression';
  name: string;
  value: string;
  test: TextTest;
}

/** The tests of one match, ready to run. */
export interface CompiledMatch {
  path: { type: RequestMatch['path']['type']; value: string; test: TextTest };
  method: string | undefined;
  headers: NamedTest[];
  queryParams: NamedTest[];
}

/** Makes tests; expressions that occur several times are compiled once. */
export class MatchCompiler {
  readonly #expressions = new Map<string, RE2JS>();

  /** Throws an Error that names the expression when it is not valid RE2. */
  compile(match: RequestMatch): CompiledMatch {
    const { type, value } = match.path;
    const path = { type, value, test: type === 'PathPrefix' ? prefixTest(value) : this.#textTest(type, value) };
    return {
      path,
      method: match.method,
      headers: match.headers.map((entry) => this.#named(entry, entry.name.toLowerCase())),
      queryParams: match.queryParams.map((entry) => this.#named(entry, entry.name)),
    };
  }

  #named({ type, value }: RequestMatch['headers'][number], name: string): NamedTest {
    return { type, name, value, test: this.#textTest(type, value) };
  }

  #textTest(type: 'Exact' | 'RegularExpression', value: string): TextTest {
    if (type === 'Exact') return (text) => text === value;
    let expression = this.#expressions.get(value);
    if (!expression) {
      expression = compileExpression(value);
      this.#expressions.set(value, expression);
    }
    const compiled = expression;
    return (text) => compiled.testExact(text);
  }
}

function compileExpression(value: string): RE2JS {
  try {
    return RE2JS.compile(value);
  } catch (error) {
    throw new Error(`${JSON.stringify(value)} is not a valid RE2 expression: ${textOf(error)}`, { cause: error });
  }
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Go, which writes the texts that users of a cluster see, names what it stopped at here too
  return text.endsWith('trailing backslash at end of expression') ? `${text}: \`\`` : text;
}

/** The test of a regular expression, which has to match the whole text; one that is not valid matches nothing. */
export function expressionTest(value: string): TextTest {
  try {
    const compiled = RE2JS.compile(value);
    return (text) => compiled.testExact(text);
  } catch {
    return () => false;
  }
}

/** What is wrong with a regular expression, as Go says it; undefined when it is RE2. */
export function expressionProblem(value: string): string | undefined {
  try {
    RE2JS.compile(value);
    return undefined;
  } catch (error) {
    return textOf(error);
  }
}

/** The configured prefix without its final slash; empty for `/`, which matches every path. */
export function prefixBase(value: string): string {
  return value.endsWith('/') ? value.slice(0, -1) : value;
}

/** Element-wise: `/abc` takes `/abc`, `/abc/` and `/abc/def`, not `/abcd`. Source: gateway-api section 2.3. */
function prefixTest(value: string): TextTest {
  const base = prefixBase(value);
  return (path) => path.startsWith(base) && (path.length === base.length || path.charCodeAt(base.length) === 47);
}

/** The first test of a match that a request fails. */
export type FailedTest =
  | { test: 'path'; type: RequestMatch['path']['type']; want: string; got: string }
  | { test: 'method'; want: string; got: string }
  | {
      test: 'header' | 'query';
      type: 'Exact' | 'RegularExpression';
      name: string;
      want: string;
      /** Null: missing. Several values of a header stand side by side. */ got: string | null;
    };

/** Values that a header test looks at. */
function valuesOf(request: RoutableRequest, name: string): readonly string[] {
  return name === ':path' ? [request.path + request.search] : request.headerValues(name);
}

/** A header that was sent several times passes with any one of its values; they are not joined. Source: docs/parity.md. */
function somePasses(values: readonly string[], test: TextTest): boolean {
  for (const value of values) if (test(value)) return true;
  return false;
}

/** Whether method, headers and query parameters pass; the path has been tested before. */
export function restPasses(match: CompiledMatch, request: RoutableRequest): boolean {
  if (match.method !== undefined && match.method !== request.method) return false;
  for (const { name, test } of match.headers) {
    if (!somePasses(valuesOf(request, name), test)) return false;
  }
  for (const { name, test } of match.queryParams) {
    const value = queryValue(request.search, name);
    if (value === undefined || !test(value)) return false;
  }
  return true;
}

/** The first test that fails, in the order path, method, headers, query parameters; null when all pass. */
export function firstFailure(match: CompiledMatch, request: RoutableRequest): FailedTest | null {
  const { path, method } = match;
  if (!path.test(request.path)) return { test: 'path', type: path.type, want: path.value, got: request.path };
  if (method !== undefined && method !== request.method) return { test: 'method', want: method, got: request.method };
  for (const { type, name, value, test } of match.headers) {
    const got = valuesOf(request, name);
    if (!somePasses(got, test)) {
      return { test: 'header', type, name, want: value, got: got.length === 0 ? null : got.join(', ') };
    }
  }
  for (const { type, name, value, test } of match.queryParams) {
    const got = queryValue(request.search, name);
    if (got === undefined || !test(got)) return { test: 'query', type, name, want: value, got: got ?? null };
  }
  return null;
}
