// Documents as text: JSON and YAML in many styles.
import type { Dice } from '../dice.ts';
import { type Draft, type DraftObject, isDraftObject, Literal } from './values.ts';

/** JSON; literals stand as they are. */
export function json(value: Draft, indent = ''): string {
  if (value instanceof Literal) return value.text;
  const [next, line, gap] = indent === '' ? ['', '', ''] : [`${indent}  `, '\n', ' '];
  if (Array.isArray(value)) return `[${value.map((item) => line + next.slice(1) + json(item, next)).join(',')}${line}]`;
  if (!isDraftObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${line}${next.slice(1)}${JSON.stringify(key)}:${gap}${json(member, next)}`,
  );
  return `{${members.join(',')}${line}}`;
}

/** YAML, each collection and scalar in a style by chance. */
export function yaml(document: DraftObject, roll: Dice): string {
  const comments = roll.chance(0.2);
  const step = roll.pick([1, 2, 2, 2, 4]);
  const ends = roll.chance(0.08) ? '\r\n' : '\n';
  const lines: string[] = [];
  if (roll.chance(0.3)) lines.push('---');
  if (comments) lines.push('# a comment: {');
  block(document, 0);
  if (roll.chance(0.1)) lines.push('...');
  return `${roll.chance(0.03) ? '\ufeff' : ''}${lines.join(ends)}${roll.chance(0.9) ? ends : ''}`;

  function block(value: Draft, indent: number): void {
    const pad = ' '.repeat(indent);
    if (Array.isArray(value))
      for (const item of value) {
        if (isPlainBlock(item) && roll.chance(0.8)) {
          const start = lines.length;
          block(item, indent + 2);
          lines[start] = `${pad}- ${(lines[start] ?? '').slice(indent + 2)}`;
        } else lines.push(`${pad}- ${inline(item, indent + 2)}${comment()}`);
      }
    else if (isDraftObject(value))
      for (const [key, member] of Object.entries(value)) {
        const name = scalar(key, true);
        if (isPlainBlock(member) && roll.chance(0.9)) {
          lines.push(`${pad}${name}:${comment()}`);
          block(member, Array.isArray(member) && roll.chance(0.5) ? indent : indent + step);
        } else if (typeof member === 'string' && member.includes('\n') && roll.chance(0.5))
          literal(name, member, pad, indent);
        else lines.push(`${pad}${name}: ${inline(member, indent + step)}${comment()}`);
      }
  }

  function literal(name: string, text: string, pad: string, indent: number): void {
    if (/[\p{Zl}\p{Zp}\ufeff]|^[ \n]/u.test(text) || /\p{Cc}/u.test(text.replace(/[\t\n]/g, '')))
      return void lines.push(`${pad}${name}: ${JSON.stringify(text)}`);
    const keep = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
    const body = keep === '' ? text.slice(0, -1) : keep === '+' ? text.slice(0, -1) : text;
    lines.push(
      `${pad}${name}: |${keep}`,
      ...body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent + step) + line)),
    );
  }

  function comment(): string {
    return comments && roll.chance(0.1) ? ' # x: [' : '';
  }

  function isPlainBlock(value: Draft): boolean {
    return (Array.isArray(value) && value.length > 0) || (isDraftObject(value) && Object.keys(value).length > 0);
  }

  function inline(value: Draft, indent: number): string {
    if (value instanceof Literal) return value.text;
    if (Array.isArray(value))
      return `[${value.map((item) => inline(item, indent)).join(roll.pick([', ', ',', ' , ']))}]`;
    if (isDraftObject(value))
      return `{${Object.entries(value)
        .map(([key, member]) => `${scalar(key, true)}: ${inline(member, indent)}`)
        .join(', ')}}`;
    if (typeof value === 'string') return scalar(value, false);
    if (value === null) return roll.pick(['null', 'null', '~', 'Null']);
    if (typeof value === 'boolean')
      return roll.chance(0.8)
        ? String(value)
        : roll.pick(value ? ['True', 'yes', 'on', 'TRUE'] : ['False', 'no', 'off', 'FALSE']);
    if (typeof value === 'number' && Number.isInteger(value) && value < 2 ** 31 && value >= 0 && roll.chance(0.1))
      return roll.pick([
        `0x${value.toString(16)}`,
        `0${value.toString(8)}`,
        `0o${value.toString(8)}`,
        `+${value}`,
        `${value}.0`,
        `0b${value.toString(2)}`,
        `${value}e0`,
      ]);
    return String(value);
  }

  function scalar(text: string, key: boolean): string {
    const plainly = /^[a-zA-Z][a-zA-Z0-9._/-]*$/.test(text) && (key || roll.chance(0.7));
    if (plainly) return text;
    if (/^[\x20-\x7e]*$/.test(text) && roll.chance(0.5)) return `'${text.replaceAll("'", "''")}'`;
    return JSON.stringify(text)
      .replaceAll('\u007f', '\\x7f')
      .replaceAll('\ufeff', '\\ufeff')
      .replaceAll(/[\ud800-\udfff](?![\udc00-\udfff])/g, (part) => part);
  }
}
