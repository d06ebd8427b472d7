// Words of which the CEL expressions of rules are made. A member is a name in `self`, a condition an expression.
//
// What was stored before a field became required may lack it; then the official rule is an error, and so has ours to be. `implies` looks at
// its condition first, and only then at the rest; a condition behind `||` is not missed where the other side holds.

/** The member is there. */
export function has(member: string): string {
  return `has(self.${member})`;
}

/** The second condition holds wherever the first does. */
export function implies(condition: string, consequence: string): string {
  return `!(${condition}) ? true : (${consequence})`;
}

/** The member is there only under the condition. */
export function onlyIf(member: string, condition: string): string {
  return `!${has(member)} || ${condition}`;
}

/** The member is there under the condition, and only then. */
export function exactlyIf(member: string, condition: string): string {
  return `(${condition}) == ${has(member)}`;
}

/** At most one of two members is there. */
export function notBoth(one: string, other: string): string {
  return `!${has(one)} || !${has(other)}`;
}

/** One of two members is there, and not the other. */
export function eitherOr(one: string, other: string): string {
  return `${has(one)} != ${has(other)}`;
}

/** A member has one value. `type` stands for `self.type`. */
export function is(value: string, member = 'type'): string {
  return `self.${member} == '${value}'`;
}

/** A text is one of several. */
export function isOneOf(expression: string, values: readonly string[]): string {
  return `${expression} in [${values.map((value) => `'${value}'`).join(', ')}]`;
}

/**
 * Of the elements for which a condition holds, no two are the same. `same` compares `one` with `other`, and holds for an element and
 * itself.
 */
export function unique(same: string, condition?: string): string {
  const alone = `self.exists_one(other, ${same})`;
  return `self.all(one, ${condition === undefined ? alone : implies(condition, alone)})`;
}
