import type { Kind } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import { compareTexts } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { labelSelector } from './label-selector.ts';

/** True when an object is among those that were asked for. */
export type Selector = (object: StoredObject) => boolean;

/** A condition of a field selector. */
interface Term {
  field: string;
  value: string;
  equal: boolean;
}

/** Selectors whose syntax is right. */
export interface ParsedSelectors {
  labels: (labels: Record<string, string>) => boolean;
  fields: Term[];
  /** No condition is made. */
  everything: boolean;
}

/** Reads `labelSelector` and `fieldSelector`. @throws ApiProblem 400 */
export function parseSelectors(query: URLSearchParams): ParsedSelectors {
  const text = query.get('labelSelector') ?? '';
  const labels = labelSelector(text);
  const fields = fieldTerms(query.get('fieldSelector') ?? '');
  return { labels, fields, everything: text === '' && fields.length === 0 };
}

/** Whether only one name can match. */
export function namesOne({ fields }: ParsedSelectors): boolean {
  return fields.some(({ field, equal }) => field === 'metadata.name' && equal);
}

/** Selectors of a kind. @throws ApiProblem 400 for fields that cannot be asked for */
export function selectorOf(kind: Kind, { labels, fields: terms }: ParsedSelectors): Selector {
  const fields = fieldSelector(kind, terms);
  return (object) => labels(object.metadata.labels ?? {}) && fields(object);
}

/** The conditions of a field selector, in the order in which they are looked at. Source: apimachinery fields.ParseSelector. */
function fieldTerms(text: string): Term[] {
  const terms = termsOf(text)
    .sort(compareTexts)
    .map((term) => {
      const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
      if (match === null) throw new ApiProblem(badRequest(`invalid selector: '${text}'; can't understand '${term}'`));
      const [, field = '', operator, value = ''] = match;
      return { field, value: unescaped(value), equal: operator !== '!=' };
    });
  // of no field nothing is asked
  return terms.filter(({ field, value }) => field !== '' || value !== '');
}

/** Fields that are equal to a value, or are not: the name, the namespace, and what the kind has more. */
function fieldSelector(kind: Kind, terms: readonly Term[]): Selector {
  const fields = [
    'metadata.name',
    ...(kind.namespaced ? ['metadata.namespace'] : []),
    ...(kind.selectableFields ?? []),
  ];
  const requirements = terms.map(({ field, value, equal }): Selector => {
    if (!fields.includes(field)) throw new ApiProblem(badRequest(unknownField(kind, field)));
    return (object) => (fieldOf(object, field) === value) === equal;
  });
  return (object) => requirements.every((holds) => holds(object));
}

function unknownField(kind: Kind, field: string): string {
  return kind.core && kind.selectableFields === undefined
    ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
    : `field label not supported: ${field}`;
}

/** Splits at commas that no backslash stands before. */
function termsOf(text: string): string[] {
  return [...text.matchAll(/(?:[^\\,]|\\.|\\$)+/gs)].map(([term]) => term);
}

/** A value in which `\,`, `\=` and `\\` stand for what follows the backslash. */
function unescaped(value: string): string {
  const wrong = /\\(?![\\,=])(.?)/s.exec(value.replaceAll('\\\\', ''));
  if (wrong !== null)
    throw new ApiProblem(badRequest(`invalid field selector: invalid escape sequence: \\${wrong[1] ?? ''}`));
  const bare = /[,=]/.exec(value.replace(/\\./gs, ''));
  if (bare !== null)
    throw new ApiProblem(
      badRequest(`invalid field selector: unescaped character in value: ${String(bare[0].codePointAt(0))}`),
    );
  return value.replace(/\\(.)/gs, '$1');
}

function fieldOf(object: StoredObject, field: string): string {
  let value = object as unknown as Json | undefined;
  for (const name of field.split('.')) value = isObject(value) ? value[name] : undefined;
  return typeof value === 'string' ? value : '';
}
