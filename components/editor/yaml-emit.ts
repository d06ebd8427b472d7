import { parse } from 'yaml';

/** How a document writes what it has, so that new text looks the same. */
export interface Style {
  newline: '\n' | '\r\n';
  /** Spaces per level. */
  step: number;
  /** Spaces of a sequence's dashes relative to the key that holds it: 0 or `step`. */
  dash: number;
}

export type Quote = 'plain' | 'single' | 'double';

const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`~=<]/;

/** A string that every YAML 1.1 and 1.2 reader takes for the same string without quotes. */
function isPlainSafe(text: string, flow: boolean): boolean {
  if (text === '' || text.trim() !== text || INDICATOR.test(text)) return false;
  if (/: |\s#|[\p{Cc}\u0085\u2028\u2029\uFEFF]|:$/u.test(text) || (flow && /[,[\]{}]/.test(text))) return false;
  try {
    const line = flow ? `[${text}]` : text;
    for (const version of ['1.1', '1.2'] as const) {
      const read: unknown = parse(line, { version, logLevel: 'silent' });
      if ((flow ? (read as unknown[])[0] : read) !== text) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** One scalar as YAML text on one line. `quote` is the style to keep where it can hold the value. */
export function scalarText(value: unknown, options: { flow?: boolean; quote?: Quote } = {}): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  const quote = options.quote ?? 'plain';
  if (quote === 'single' && !/[\p{Cc}\u0085\u2028\u2029\uFEFF]/u.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (quote === 'plain' && isPlainSafe(value, options.flow ?? false)) return value;
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** True for a map or list with something in it: it is written over several lines in block style. */
export function isNested(value: unknown): value is unknown[] | Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** A value in flow style, `{ a: 1, b: [x] }`. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${scalarText(key, { flow: true })}: ${flowText(item)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return scalarText(value, { flow: true });
}

/** A value in block style: lines without the indentation of the place they go to. A scalar is one line. */
export function blockLines(value: unknown, style: Style): string[] {
  if (!isNested(value))
    return [Array.isArray(value) ? '[]' : typeof value === 'object' && value ? '{}' : scalarText(value)];
  if (Array.isArray(value))
    return value.flatMap((item) => blockLines(item, style).map((line, i) => (i === 0 ? '- ' : '  ') + line));
  return Object.entries(value).flatMap(([key, item]) => pairLines(key, item, style));
}

/** `key: value` in block style. */
export function pairLines(key: string, value: unknown, style: Style): string[] {
  const name = scalarText(key);
  if (!isNested(value)) return [`${name}: ${blockLines(value, style)[0] ?? ''}`];
  const indent = ' '.repeat(Array.isArray(value) ? style.dash : style.step);
  return [`${name}:`, ...blockLines(value, style).map((line) => indent + line)];
}
