import { isObject } from './schema/normalize.ts';

/** One step of a path: a member, all elements, or the elements of which a member has a value. */
type Step = { member: string } | { all: true } | { where: string; is: string };

const STEP = /\.([\w-]+)|\[\*\]|\[\?\(@\.([\w-]+)=="([^"]*)"\)\]/y;

function parse(path: string): Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const at = STEP.lastIndex;
    const match = STEP.exec(path);
    if (match === null) throw new SyntaxError(`the JSON path ${path} cannot be read from ${path.slice(at)} on`);
    const [, member, where, is = ''] = match;
    if (member !== undefined) steps.push({ member });
    else steps.push(where === undefined ? { all: true } : { where, is });
  }
  return steps;
}

function follow(values: unknown[], step: Step): unknown[] {
  if ('member' in step)
    return values.flatMap((value) =>
      isObject(value) && Object.hasOwn(value, step.member) ? [value[step.member]] : [],
    );
  const elements = values.flatMap((value): unknown[] => (Array.isArray(value) ? value : []));
  if ('all' in step) return elements;
  return elements.filter((element) => isObject(element) && element[step.where] === step.is);
}

/**
 * Reads a JSON path as printer columns have it: `.spec.name`, `.status.addresses[*].value`, `.conditions[?(@.type=="Ready")].status`.
 * @returns a function that gives the first thing found, undefined for none
 * @throws SyntaxError for a path of another form
 */
export function jsonPath(path: string): (value: unknown) => unknown {
  const steps = parse(path);
  return (value) => steps.reduce(follow, [value])[0];
}
