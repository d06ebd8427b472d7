// What Go's IntOrString holds beside the value that it shows. Source: util/intstr UnmarshalJSON.
import type { Json } from '../schema/types.ts';

interface Held {
  number: Json;
  text: string;
}

/** By struct; none of the core kinds has two such members. */
const held = new WeakMap<object, Held>();

/** Reads a number or a text into a struct: the text leaves an earlier number as it is, and the number an earlier text. */
export function hold(struct: object, value: Json | undefined): void {
  const values = held.get(struct) ?? { number: 0, text: '' };
  if (typeof value === 'string') values.text = value;
  else if (value !== undefined) values.number = value;
  held.set(struct, values);
}

/** What a null leaves: the number that was said last, whatever text came behind it. */
export function nullOver(struct: object): Json {
  return held.get(struct)?.number ?? 0;
}

/**
 * Whether the number or text of a struct is none at all, so that its default takes its place. One that was said behind a value of the
 * other type is not, even if it is 0 or "".
 */
export function isUnset(struct: object, value: unknown): boolean {
  if (value === undefined) return true;
  if (value !== 0 && value !== '') return false;
  const values = held.get(struct);
  return values === undefined || (value === 0 ? values.text === '' : values.number === 0);
}
