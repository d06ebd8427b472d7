/**
 * A JSON number that a double alone does not tell of: a float with a whole value (`80.0`, `1e2`), which rules do not take for an integer,
 * or an integer of 64 bits that a double cannot hold. All other numbers are plain ones.
 */
export class ExactNumber {
  /** The nearest double. */
  readonly value: number;
  /** The integer; undefined for a float. */
  readonly integer: bigint | undefined;
  /** As it was written. */
  readonly text: string;

  constructor(text: string, integer?: bigint) {
    this.value = Number(text);
    this.integer = integer;
    this.text = text;
  }

  toString(): string {
    return (this.integer ?? this.value).toString();
  }

  /** The digits of an integer survive; floats are written without a fraction that is zero, as Go and JavaScript write them. */
  toJSON(): unknown {
    return this.integer === undefined ? this.value : rawJson(this.integer.toString());
  }
}

/** Text that `JSON.stringify` writes as it stands. */
function rawJson(text: string): unknown {
  const json: { parse: unknown; rawJSON?: (text: string) => unknown } = JSON;
  // a browser without it writes the nearest double
  return json.rawJSON?.(text) ?? Number(text);
}

const INT64 = 2n ** 63n;

/**
 * A number as a text of JSON has it, read as the API server does: an int64 where it is one, else a float; infinite where it is too large.
 * Source: sigs.k8s.io/json.
 */
export function readNumber(text: string): number | ExactNumber {
  const value = Number(text);
  if (!Number.isFinite(value)) return value;
  if (!/^-?\d+$/.test(text)) return String(value) === text ? value : new ExactNumber(text);
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  const integer = BigInt(text);
  return integer >= -INT64 && integer < INT64 ? new ExactNumber(text, integer) : new ExactNumber(text);
}

/** A whole number that the API server reads as an int64; beyond that it is a float. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/** True for a number of either form. */
export function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** The double, exact or nearest. */
export function toDouble(value: number | ExactNumber): number {
  return typeof value === 'number' ? value : value.value;
}

/** The integer, undefined for a float. */
export function toInteger(value: number | ExactNumber): bigint | undefined {
  if (typeof value === 'number') return isInt64(value) ? BigInt(value) : undefined;
  return value.integer;
}

/** What is left of a number once it was stored: a float with a whole value is an integer then. */
export function asStored(value: ExactNumber): number | ExactNumber {
  return value.integer === undefined ? value.value : value;
}
