import { labelValueErrors, qualifiedNameErrors } from '../model/names.ts';
import type { LabelSelector } from './shapes.ts';

type Labels = Record<string, string>;
export type LabelTest = (labels: Labels) => boolean;
type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

function invalid(field: string, value: unknown, detail: string): string {
  return `${field}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
}

/** What is wrong with a requirement, in the words of the Kubernetes library; '' when nothing is. */
function problemOf(key: string, values: readonly string[], misuse: string): string {
  const badKey = qualifiedNameErrors(key);
  const problems = [
    ...(badKey.length === 0 ? [] : [invalid('key', key, badKey.join('; '))]),
    ...(misuse === '' ? [] : [invalid('values', values.length === 0 ? null : values, misuse)]),
    ...values.flatMap((value, index) => {
      const bad = labelValueErrors(value);
      return bad.length === 0 ? [] : [invalid(`values[${index}][${key}]`, value, bad.join('; '))];
    }),
  ];
  return problems.length > 1 ? `[${problems.join(', ')}]` : problems.join('');
}

function compileExpression({ key, operator, values = [] }: Expression): LabelTest | string {
  const set = new Set(values);
  const none = set.size === 0;
  switch (operator) {
    case 'In':
    case 'NotIn': {
      const problem = problemOf(key, values, none ? `for 'in', 'notin' operators, values set can't be empty` : '');
      if (problem !== '') return problem;
      return operator === 'In'
        ? (labels) => labels[key] !== undefined && set.has(labels[key])
        : (labels) => labels[key] === undefined || !set.has(labels[key]);
    }
    case 'Exists':
    case 'DoesNotExist': {
      const problem = problemOf(key, values, none ? '' : 'values set must be empty for exists and does not exist');
      if (problem !== '') return problem;
      return operator === 'Exists' ? (labels) => Object.hasOwn(labels, key) : (labels) => !Object.hasOwn(labels, key);
    }
    default:
      return `${JSON.stringify(operator)} is not a valid label selector operator`;
  }
}

/** Selectors stay the same from one translation to the next. */
const compiled = new WeakMap<LabelSelector, LabelTest | string>();

/**
 * Compiles a label selector: matchLabels and matchExpressions are ANDed, an empty selector matches everything.
 * @returns the test, or what is wrong with the selector as text
 */
export function compileSelector(selector: LabelSelector): LabelTest | string {
  let test = compiled.get(selector);
  if (test === undefined) compiled.set(selector, (test = compile(selector)));
  return test;
}

function compile(selector: LabelSelector): LabelTest | string {
  const required = Object.entries(selector.matchLabels ?? {});
  for (const [key, value] of required) {
    const problem = problemOf(key, [value], '');
    if (problem !== '') return problem;
  }
  const tests: LabelTest[] = [];
  for (const expression of selector.matchExpressions ?? []) {
    const test = compileExpression(expression);
    if (typeof test === 'string') return test;
    tests.push(test);
  }
  return (labels) => required.every(([key, value]) => labels[key] === value) && tests.every((test) => test(labels));
}
