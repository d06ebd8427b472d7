import { ExactNumber } from './exact-number.ts';
import type { Json } from './types.ts';

/** The order of texts for Go: by their bytes in UTF-8, which is that of their code points. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    // surrogates stand for code points above all others
    const [leftHigh, rightHigh] = [isSurrogate(left), isSurrogate(right)];
    return leftHigh === rightHigh ? left - right : leftHigh ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** JSON as Go writes it: sorted keys, escapes of `<`, `>`, `&` and the separators of lines and paragraphs. */
export function goJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (value !== null && typeof value === 'object' && !(value instanceof ExactNumber)) {
    const parts = Object.keys(value)
      .sort(compareTexts)
      .map((key) => `${goJson(key)}:${goJson(value[key] ?? null)}`);
    return `{${parts.join(',')}}`;
  }
  return goEscapes(JSON.stringify(value));
}

/** A text of JSON without what would end a script or a line: Go escapes it. */
export function goEscapes(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
