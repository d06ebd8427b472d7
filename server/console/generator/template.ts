/** What a placeholder may draw from. */
export interface TemplateSource {
  /** Number of the request, from 0. */
  sequence: number;
  /** Float in [0, 1), seeded. */
  random: () => number;
}

type Part = string | ((source: TemplateSource) => string);

/** A text with placeholders: `{{uuid}}`, `{{seq}}`, `{{pick a,b,c}}`. Anything else in braces stays as it is. */
export type Template = (source: TemplateSource) => string;

const PLACEHOLDER = /\{\{\s*(uuid|seq|pick\s+([^{}]*))\s*\}\}/g;

/** Prepares a template, so that a request costs no parsing. */
export function compileTemplate(text: string): Template {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    parts.push(text.slice(end, match.index));
    parts.push(placeholder(match[1] ?? '', match[2]));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return (source) => parts.map((part) => (typeof part === 'string' ? part : part(source))).join('');
}

function placeholder(name: string, choices: string | undefined): Part {
  if (name === 'seq') return ({ sequence }) => String(sequence);
  if (name === 'uuid') return ({ random }) => seededUuid(random);
  const values = (choices ?? '').split(',').map((value) => value.trim());
  return ({ random }) => values[Math.floor(random() * values.length)] ?? '';
}

/** A version 4 UUID whose bits come from the run's seed, so that a run can be repeated. */
function seededUuid(random: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) =>
    (place === 'x' ? Math.floor(random() * 16) : 8 + Math.floor(random() * 4)).toString(16),
  );
}

/** A small seeded generator with a period of 2^32 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
