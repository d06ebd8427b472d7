const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** `generateName` and five letters, as the API server makes it. */
export function generatedName(base: string): string {
  const random = crypto.getRandomValues(new Uint8Array(5));
  const suffix = [...random].map((byte) => SUFFIX_LETTERS.charAt(byte % SUFFIX_LETTERS.length)).join('');
  return base.slice(0, 58) + suffix;
}
