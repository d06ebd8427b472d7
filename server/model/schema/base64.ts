const PADDING = 61;
const isNewline = (code: number): boolean => code === 10 || code === 13;

/** Six bits of a digit of the alphabet of URLs, -1 for others. */
function digit(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  return code === 45 ? 62 : code === 95 ? 63 : -1;
}

/**
 * Bytes of base64 text in the alphabet of URLs, padded; or the offset in bytes of what is wrong with it. Source: Go encoding/base64.
 */
export function decodeBase64Url(text: string): Uint8Array | { corruptAt: number } {
  const source = new TextEncoder().encode(text);
  const bytes: number[] = [];
  let at = 0;
  const skipNewlines = (): void => {
    while (at < source.length && isNewline(source[at]!)) at += 1;
  };
  for (;;) {
    let [digits, bits] = [0, 0];
    while (digits < 4) {
      const code = source[at];
      if (code === undefined) return digits === 0 ? Uint8Array.from(bytes) : { corruptAt: at - digits };
      at += 1;
      if (isNewline(code)) continue;
      const value = digit(code);
      if (value < 0) {
        if (code !== PADDING || digits < 2) return { corruptAt: at - 1 };
        skipNewlines();
        if (digits === 2) {
          if (at === source.length) return { corruptAt: at };
          if (source[at] !== PADDING) return { corruptAt: at - 1 };
          at += 1;
          skipNewlines();
        }
        if (at < source.length) return { corruptAt: at };
        bits <<= 6 * (4 - digits);
        bytes.push(...[bits >> 16, (bits >> 8) & 255].slice(0, digits - 1));
        return Uint8Array.from(bytes);
      }
      bits = (bits << 6) | value;
      digits += 1;
    }
    bytes.push(bits >> 16, (bits >> 8) & 255, bits & 255);
  }
}
