import { labelValueErrors, qualifiedNameErrors } from '../../model/names.ts';
import { invalid } from '../../model/schema/field-error.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';

/** True for labels that fit. */
export type LabelTest = (labels: Record<string, string>) => boolean;

type Operator = '' | '!' | '=' | '==' | '!=' | 'in' | 'notin' | '>' | '<';

interface Token {
  /** '' is the end, `id` a key or value, anything else what it is. */
  type: string;
  text: string;
}

const SYMBOLS = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
const BINARY = 'in, notin, =, ==, !=, gt, lt';
const INTEGER = /^[+-]?\d+$/;

/** Reads a label selector: requirements that must all hold. Source: apimachinery labels.Parse. @throws ApiProblem 400 */
export function labelSelector(text: string): LabelTest {
  try {
    const tests = new Parser(text).requirements();
    return (labels) => tests.every((holds) => holds(labels));
  } catch (error) {
    if (error instanceof Unparsable) throw new ApiProblem(badRequest(error.message));
    throw error;
  }
}

class Unparsable extends Error {}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    const letter = text[at];
    if (letter === undefined) return [...tokens, { type: '', text: '' }];
    const length = '=!(),><'.includes(letter)
      ? SYMBOLS.has(text.slice(at, at + 2))
        ? 2
        : 1
      : (/^[^\s=!(),><]+/.exec(text.slice(at))?.[0].length ?? 1);
    const found = text.slice(at, at + length);
    at += length;
    tokens.push({ type: SYMBOLS.has(found) || found === 'in' || found === 'notin' ? found : 'id', text: found });
  }
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  requirements(): LabelTest[] {
    const tests: LabelTest[] = [];
    for (;;) {
      const { type, text } = this.#peek();
      if (type === '') return tests;
      if (type !== 'id' && type !== '!')
        throw new Unparsable(`found '${text}', expected: !, identifier, or 'end of string'`);
      tests.push(this.#requirement());
      const after = this.#take();
      if (after.type === '') return tests;
      if (after.type !== ',') throw new Unparsable(`found '${after.text}', expected: ',' or 'end of string'`);
      const next = this.#peek();
      if (next.type !== 'id' && next.type !== '!')
        throw new Unparsable(`found '${next.text}', expected: identifier after ','`);
    }
  }

  #requirement(): LabelTest {
    try {
      const absent = this.#peek().type === '!';
      if (absent) this.#take();
      const { type, text: key } = this.#take();
      if (type !== 'id') throw new Unparsable(`found '${key}', expected: identifier`);
      check(undefined, key, qualifiedNameErrors(key));
      if (absent || ['', ','].includes(this.#peek().type)) return exists(key, !absent);
      const operator = this.#take(true);
      if (!['in', 'notin', '=', '==', '!=', '>', '<'].includes(operator.type))
        throw new Unparsable(`found '${operator.text}', expected: ${BINARY}`);
      const set = operator.type === 'in' || operator.type === 'notin';
      return requirement(key, operator.type as Operator, set ? this.#values() : [this.#value()]);
    } catch (error) {
      if (error instanceof Unparsable) throw new Unparsable(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #value(): string {
    const { type } = this.#peek();
    if (type === '' || type === ',') return '';
    const token = this.#take();
    if (token.type !== 'id') throw new Unparsable(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  #values(): string[] {
    const open = this.#take();
    if (open.type !== '(') throw new Unparsable(`found '${open.text}' expected: '('`);
    const first = this.#peek();
    if (first.type === ')') {
      this.#take();
      return [''];
    }
    if (first.type !== 'id' && first.type !== ',')
      throw new Unparsable(`found '${first.text}', expected: ',', ')' or identifier`);
    const values = this.#list();
    this.#take();
    return values;
  }

  /** Up to the closing parenthesis; between two commas stands an empty value. */
  #list(): string[] {
    const values = new Set<string>();
    for (;;) {
      const token = this.#take();
      const next = this.#peek();
      if (token.type === 'id') {
        values.add(token.text);
        if (next.type === ')') break;
        if (next.type !== ',') throw new Unparsable(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.type === ',') {
        if (values.size === 0) values.add('');
        if (next.type === ')') {
          values.add('');
          break;
        }
        if (next.type === ',') {
          this.#take();
          values.add('');
        }
      } else throw new Unparsable(`found '${token.text}', expected: ',', or identifier`);
    }
    return [...values].sort();
  }

  /** Where no operator is expected, `in` and `notin` are names. */
  #peek(operator = false): Token {
    const token = this.#tokens[this.#at] ?? { type: '', text: '' };
    return !operator && (token.type === 'in' || token.type === 'notin') ? { ...token, type: 'id' } : token;
  }

  #take(operator = false): Token {
    const token = this.#peek(operator);
    this.#at += 1;
    return token;
  }
}

function check(field: string | undefined, value: string, errors: readonly string[]): void {
  if (errors.length === 0) return;
  const { message } = invalid(field ?? '', value, errors.join('; '));
  throw new Unparsable(`${field ?? '<nil>'}: ${message}`);
}

function exists(key: string, wanted: boolean): LabelTest {
  return (labels) => Object.hasOwn(labels, key) === wanted;
}

function requirement(key: string, operator: Operator, values: string[]): LabelTest {
  for (const [index, value] of values.entries()) {
    if ((operator === '>' || operator === '<') && !INTEGER.test(value))
      throw new Unparsable(
        `values[${index}]: ${invalid('', value, "for 'Gt', 'Lt' operators, the value must be an integer").message}`,
      );
    check(`values[${index}][${key}]`, value, labelValueErrors(value));
  }
  if (operator === '>' || operator === '<') {
    const limit = BigInt(values[0] ?? '0');
    return (labels) => {
      const value = Object.hasOwn(labels, key) ? (labels[key] ?? '') : '';
      if (!INTEGER.test(value)) return false;
      return operator === '>' ? BigInt(value) > limit : BigInt(value) < limit;
    };
  }
  const among = (labels: Record<string, string>): boolean =>
    Object.hasOwn(labels, key) && values.includes(labels[key] ?? '');
  return operator === '!=' || operator === 'notin' ? (labels) => !among(labels) : among;
}
