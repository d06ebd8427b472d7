import type { StoredObject } from '../../model/object.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';

/** True when an object is among those that were asked for. */
export type Selector = (object: StoredObject) => boolean;

type Requirement = (labels: Record<string, string>) => boolean;

const KEY = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** Reads `labelSelector` and `fieldSelector`. @throws ApiProblem 400 */
export function selector(query: URLSearchParams): Selector {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(query.get('fieldSelector') ?? '');
  return (object) => labels(object.metadata.labels ?? {}) && fields(object);
}

function unparsable(problem: string): ApiProblem {
  return new ApiProblem(badRequest(`unable to parse requirement: ${problem}`));
}

/** Equality and set requirements, all of which must hold. Source: apimachinery labels.Parse. */
function labelSelector(text: string): Requirement {
  if (text.trim() === '') return () => true;
  const requirements = splitRequirements(text).map(requirement);
  return (labels) => requirements.every((holds) => holds(labels));
}

/** Splits at commas outside parentheses. */
function splitRequirements(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}

function requirement(text: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set !== null) {
    const key = labelKey(set[1] ?? '');
    const values = new Set((set[3] ?? '').split(',').map((value) => labelValue(value.trim())));
    return set[2] === 'in'
      ? (labels) => Object.hasOwn(labels, key) && values.has(labels[key] ?? '')
      : (labels) => !Object.hasOwn(labels, key) || !values.has(labels[key] ?? '');
  }
  const compared = /^([^=!<>]*?)\s*(==|=|!=|>|<)\s*(.*)$/.exec(text);
  if (compared !== null) {
    const operator = compared[2] ?? '=';
    if ((compared[1] ?? '') === '') throw unparsable(`found '${operator}', expected: identifier`);
    return comparison(labelKey(compared[1] ?? ''), operator, compared[3] ?? '');
  }
  const absent = text.startsWith('!');
  const key = labelKey(absent ? text.slice(1).trim() : text);
  return (labels) => Object.hasOwn(labels, key) !== absent;
}

function comparison(key: string, operator: string, text: string): Requirement {
  if (operator === '>' || operator === '<') {
    if (!/^-?\d+$/.test(text))
      throw unparsable(`for 'Gt', 'Lt' operators, the value must be an integer, found '${text}'`);
    const limit = BigInt(text);
    return (labels) => {
      const value = labels[key];
      if (!Object.hasOwn(labels, key) || value === undefined || !/^-?\d+$/.test(value)) return false;
      return operator === '>' ? BigInt(value) > limit : BigInt(value) < limit;
    };
  }
  const value = labelValue(text);
  const equal = (labels: Record<string, string>): boolean => Object.hasOwn(labels, key) && labels[key] === value;
  return operator === '!=' ? (labels) => !equal(labels) : equal;
}

function labelKey(text: string): string {
  if (text === '') throw unparsable(`found '', expected: identifier`);
  if (!KEY.test(text))
    throw unparsable(
      `<nil>: Invalid value: "${text}": name part must consist of alphanumeric characters, '-', '_' or '.'`,
    );
  return text;
}

function labelValue(text: string): string {
  if (!VALUE.test(text) || text.length > 63) throw unparsable(`"${text}" is not a valid label value`);
  return text;
}

const FIELDS: Record<string, (object: StoredObject) => string> = {
  'metadata.name': (object) => object.metadata.name,
  'metadata.namespace': (object) => object.metadata.namespace ?? '',
};

/** `metadata.name` and `metadata.namespace`, equal or not. */
function fieldSelector(text: string): Selector {
  if (text.trim() === '') return () => true;
  const requirements = text
    .split(',')
    .filter((part) => part !== '')
    .map((part): Selector => {
      const match = /^([^=!]*)(==|=|!=)(.*)$/.exec(part.trim());
      if (match === null) throw new ApiProblem(badRequest(`invalid selector: '${text}'; can't understand '${part}'`));
      const [, field = '', operator, value = ''] = match;
      const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
      if (read === undefined) throw new ApiProblem(badRequest(`field label not supported: ${field}`));
      return (object) => (read(object) === value) === (operator !== '!=');
    });
  return (object) => requirements.every((holds) => holds(object));
}
