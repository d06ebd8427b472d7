/*
 * Path normalisation as Envoy Gateway sets it up: escaped slashes decoded and answered with a redirect, unreserved characters decoded,
 * dot segments removed, slashes merged. Source: envoy-observed section 6.
 */

/** What to do with a request target in origin form. */
export type Normalized =
  | {
      type: 'path';
      /** Without the query. */ path: string;
      /** Query with its `?`, untouched; empty when there is none. */ search: string;
    }
  /** Answer 307 with this Location and `connection: close`. */
  | { type: 'redirect'; status: 307; location: string }
  /** Answer 400 with an empty body. */
  | { type: 'refuse'; status: 400; reason: string };

const NUL_OR_FRAGMENT = 'path_normalization_failed';

/** Normalises a request target (path and query). Call it before matching, and send the result upstream. */
export function normalizeTarget(target: string): Normalized {
  const query = target.indexOf('?');
  const raw = query < 0 ? target : target.slice(0, query);
  const search = query < 0 ? '' : target.slice(query);
  if (target.includes('#')) return { type: 'refuse', status: 400, reason: NUL_OR_FRAGMENT };
  if (isNormal(raw)) return { type: 'path', path: raw, search };
  const unescaped = raw.replace(/%(?:2[fF]|5[cC])/g, (escape) => (escape[1] === '2' ? '/' : '\\'));
  const path = canonicalPath(unescaped);
  if (path === null) return { type: 'refuse', status: 400, reason: NUL_OR_FRAGMENT };
  const merged = mergeSlashes(path);
  return unescaped === raw
    ? { type: 'path', path: merged, search }
    : { type: 'redirect', status: 307, location: merged + search };
}

/** A path of nothing but slashes keeps two of them, as in Envoy. */
function mergeSlashes(path: string): string {
  return /^\/{2,}$/.test(path) ? '//' : path.replace(/\/{2,}/g, '/');
}

/** Whether nothing has to be done: the common case, decided in one pass. */
function isNormal(path: string): boolean {
  let previous = 0;
  for (let i = 0; i < path.length; i++) {
    const code = path.charCodeAt(i);
    if (code === 37 /* % */ || code === 92 /* \ */ || NEEDS_ESCAPE[code] === 1) return false;
    if (previous === 47 && (code === 47 || code === 46)) return false;
    previous = code;
  }
  return true;
}

/** Characters that are sent on percent-encoded. */
const NEEDS_ESCAPE = new Uint8Array(256);
for (const character of ' "<>`{}^|') NEEDS_ESCAPE[character.charCodeAt(0)] = 1;

/** Decodes unreserved characters, escapes what must be, and removes dot segments. Null when it holds an encoded NUL. */
function canonicalPath(path: string): string | null {
  const decoded = path
    .replaceAll('\\', '/')
    .replace(DOTS_WITH_PARAMETERS, '$1')
    .replace(/%(?:[0-9a-fA-F]{2})?/g, decodeUnreserved)
    .replace(STRAY_PERCENT, (_, digits: string | undefined) => (digits === undefined ? '%' : `%25${digits}`));
  if (decoded.includes('%00')) return null;
  const output: string[] = [];
  const segments = decoded.split('/');
  for (let i = 1; i < segments.length; i++) {
    const segment = segments[i]!;
    const last = i === segments.length - 1;
    if (segment === '..') output.pop();
    if (segment !== '.' && segment !== '..') output.push(segment);
    else if (last) output.push('');
  }
  return `/${output.join('/')}`.replace(
    /[ "<>`{}^|]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `..;a=b` is the parent for some backends, so it is for us. */
const DOTS_WITH_PARAMETERS = /(?<=\/)(\.\.?);[^/]*/g;

/** Stands for a `%` that begins no escape: it must not begin one when what follows has been decoded. No path holds this character. */
const STRAY = '\uE000';
const STRAY_PERCENT = /\uE000([0-9a-fA-F]{2})?/g;

function decodeUnreserved(escape: string): string {
  if (escape === '%') return STRAY;
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : escape;
}
