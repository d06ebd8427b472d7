import { type ExactNumber, isNumber, toDouble, toInteger } from '../../model/schema/exact-number.ts';
import { quote } from '../../model/schema/field-error.ts';
import { compareTexts, goJson } from '../../model/schema/go-json.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { goPrint } from '../../model/core/go-value.ts';
import type { ListAtom } from './atom.ts';
import type { Step } from './paths.ts';

/** Why an element of a list has no step of its own, or its step. Source: structured-merge-diff listItemToPathElement. */
export type ElementStep = { step: Step } | { error: string };

/** The step to an element of a list that is merged. Keys that are absent have their default. */
export function elementStep(list: ListAtom, item: Json): ElementStep {
  return list.keys.length === 0 ? setStep(item) : keyedStep(list, item);
}

function setStep(item: Json): ElementStep {
  if (isObject(item)) return { error: "associative list without keys has an element that's a map type" };
  if (Array.isArray(item)) return { error: 'not supported: associative list with lists as elements' };
  if (item === null) return { error: "associative list without keys has an element that's an explicit null" };
  return { step: `v:${goJson(item)}` };
}

function keyedStep(list: ListAtom, item: Json): ElementStep {
  if (item === null) return { error: 'associative list with keys may not have a null element' };
  if (!isObject(item)) return { error: 'associative list with keys may not have non-map elements' };
  const fields = list.items().map?.fields;
  const keys: JsonObject = {};
  for (const name of list.keys.toSorted(compareTexts)) {
    const value = Object.hasOwn(item, name) ? item[name] : fields?.get(name)?.default;
    if (value !== undefined) keys[name] = value;
  }
  if (Object.keys(keys).length > 0) return { step: `k:${goJson(keys)}` };
  const names = `[${list.keys.map(quote).join(' ')}]`;
  const message = `associative list with keys has an element that omits all key fields ${names} (and doesn't have default values for any key fields)`;
  return { error: message };
}

/** A step for people: `.name`, `[name="http"]`, `[="x"]`, `[3]`. */
export function shownStep(step: Step): string {
  const rest = step.slice(2);
  switch (step[0]) {
    case 'f':
      return `.${rest}`;
    case 'v':
      return `[=${shownValue(JSON.parse(rest) as Json)}]`;
    case 'k': {
      const keys = Object.entries(JSON.parse(rest) as JsonObject);
      return `[${keys.map(([key, value]) => `${key}=${shownValue(value)}`).join(',')}]`;
    }
    default:
      return `[${rest}]`;
  }
}

function shownValue(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(shownValue).join(',')}]`;
  if (isObject(value))
    return Object.entries(value)
      .map(([key, member]) => `${key}=${shownValue(member)}`)
      .join('');
  return goPrint(value);
}

const KINDS = 'fkvi';

/** Order of steps beside each other. Source: structured-merge-diff PathElement.Compare. */
export function compareSteps(a: Step, b: Step): number {
  if (a === b) return 0;
  if (a[0] !== b[0]) return KINDS.indexOf(a[0] ?? '') - KINDS.indexOf(b[0] ?? '');
  const [left, right] = [a.slice(2), b.slice(2)];
  switch (a[0]) {
    case 'f':
      return compareTexts(left, right);
    case 'i':
      return Number(left) - Number(right);
    case 'v':
      return compareValues(JSON.parse(left) as Json, JSON.parse(right) as Json);
    default:
      return compareKeys(
        Object.entries(JSON.parse(left) as JsonObject),
        Object.entries(JSON.parse(right) as JsonObject),
      );
  }
}

function compareKeys(a: [string, Json][], b: [string, Json][]): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareTexts(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers, texts, truths, lists, objects, null. */
function rank(value: Json): number {
  if (isNumber(value)) return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  return Array.isArray(value) ? 3 : isObject(value) ? 4 : 5;
}

function compareValues(a: Json, b: Json): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  return compareTexts(goJson(a), goJson(b));
}

function compareNumbers(a: number | ExactNumber, b: number | ExactNumber): number {
  const [left, right] = [toInteger(a), toInteger(b)];
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  return toDouble(a) - toDouble(b);
}
