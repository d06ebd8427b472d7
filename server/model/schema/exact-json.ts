import { readNumber } from './exact-number.ts';

/**
 * Reads JSON whose whole numbers may have 64 bits; those that a double cannot hold are ExactNumbers.
 * @param text valid JSON
 */
export function parseExact(text: string): unknown {
  // a reviver is slow, and such numbers are rare
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
    const { source = '' } = context ?? {};
    const isLost = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source);
    return isLost ? readNumber(source) : value;
  });
}
