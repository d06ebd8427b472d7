/** Fields of protobuf messages, each as its bytes; empty for what a message leaves out. */

const NOTHING = Buffer.alloc(0);

/** A whole number, negative ones as 64 bits. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** A message or text in a field. */
export function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

/** A text, unless it is absent or empty. */
export function textField(field: number, value: unknown): Buffer {
  return typeof value === 'string' && value !== '' ? bytesField(field, Buffer.from(value)) : NOTHING;
}

/** Texts of a list. */
export function textsField(field: number, values: unknown): Buffer {
  return Array.isArray(values) ? Buffer.concat(values.map((value: unknown) => textField(field, value))) : NOTHING;
}

/** A flag that is true. */
export function flagField(field: number, value: unknown): Buffer {
  return value === true ? Buffer.concat([varint(field * 8), varint(1)]) : NOTHING;
}

/** A whole number that is not 0. */
export function intField(field: number, value: unknown): Buffer {
  return typeof value === 'number' && value !== 0 ? Buffer.concat([varint(field * 8), varint(value)]) : NOTHING;
}

/** A float that is not 0. */
export function doubleField(field: number, value: unknown): Buffer {
  if (typeof value !== 'number' || value === 0) return NOTHING;
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), bytes]);
}
