import type { LabelSelector } from './shapes.ts';

type Labels = Record<string, string>;
export type LabelTest = (labels: Labels) => boolean;

function compileExpression(expression: { key: string; operator: string; values?: string[] }): LabelTest | string {
  const { key, operator, values = [] } = expression;
  const set = new Set(values);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (set.size === 0) return `for 'in', 'notin' operators, values set can't be empty`;
      return operator === 'In'
        ? (labels) => labels[key] !== undefined && set.has(labels[key])
        : (labels) => labels[key] === undefined || !set.has(labels[key]);
    case 'Exists':
    case 'DoesNotExist':
      if (set.size > 0) return `values set must be empty for exists and does not exist`;
      return operator === 'Exists' ? (labels) => Object.hasOwn(labels, key) : (labels) => !Object.hasOwn(labels, key);
    default:
      return `"${operator}" is not a valid label selector operator`;
  }
}

/**
 * Compiles a label selector: matchLabels and matchExpressions are ANDed, an empty selector matches everything.
 * @returns the test, or what is wrong with the selector as text
 */
export function compileSelector(selector: LabelSelector): LabelTest | string {
  const required = Object.entries(selector.matchLabels ?? {});
  const tests: LabelTest[] = [];
  for (const expression of selector.matchExpressions ?? []) {
    const test = compileExpression(expression);
    if (typeof test === 'string') return test;
    tests.push(test);
  }
  return (labels) => required.every(([key, value]) => labels[key] === value) && tests.every((test) => test(labels));
}
