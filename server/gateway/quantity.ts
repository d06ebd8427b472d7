/** A whole quantity of bytes. */
export interface Quantity {
  bytes: bigint;
  /** How Kubernetes writes it: without a factor that a larger suffix could take. */
  text: string;
}

const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

function written(bytes: bigint, suffixes: readonly string[], base: bigint): string {
  let rest = bytes;
  let place = 0;
  while (rest !== 0n && rest % base === 0n && place < suffixes.length - 1) {
    rest /= base;
    place++;
  }
  return `${rest}${suffixes[place]}`;
}

/**
 * Reads a quantity such as `32Ki`, `5M` or 1024, as admission lets it through. Source: apimachinery resource.Quantity,
 * backend-traffic-policy section 1.0.
 */
export function readQuantity(value: number | string): Quantity {
  const [, digits = '0', suffix = ''] = /^(-?\d+)([A-Za-z]*)$/.exec(String(value)) ?? [];
  const binary = suffix.endsWith('i');
  const base = binary ? 1024n : 1000n;
  const power = (binary ? BINARY : DECIMAL).indexOf(suffix);
  const bytes = BigInt(digits) * base ** BigInt(Math.max(0, power));
  const small = bytes > -1024n && bytes < 1024n;
  return { bytes, text: binary && !small ? written(bytes, BINARY, 1024n) : written(bytes, DECIMAL, 1000n) };
}

/** Whether it fits into a signed 64-bit number, beyond which the translator does not look at it. */
export function fitsInt64({ bytes }: Quantity): boolean {
  return bytes >= -(2n ** 63n) && bytes < 2n ** 63n;
}
