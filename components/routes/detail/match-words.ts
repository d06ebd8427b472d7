import type { HttpMatch, HttpRule, NamedMatch } from '../../../server/gateway/shapes.ts';

/** Part of a sentence; `code` is what someone typed. */
export interface Word {
  text: string;
  code?: boolean;
}

function named(what: string, { type, name, value }: NamedMatch): Word[] {
  return [
    { text: `, ${what} ` },
    { text: name, code: true },
    { text: type === 'RegularExpression' ? ' matches ' : ' is ' },
    { text: value, code: true },
  ];
}

/** One match in words: `GET /round and below, header x-api is 2`. All of it has to hold. */
function matchWords({ path, method, headers = [], queryParams = [] }: HttpMatch): Word[] {
  const words: Word[] = [];
  const value = path?.value ?? '/';
  const type = path?.type ?? 'PathPrefix';
  if (method !== undefined) words.push({ text: method, code: true }, { text: ' ' });
  if (type === 'PathPrefix' && value === '/')
    words.push({ text: method === undefined ? 'every path' : 'on every path' });
  else if (type === 'RegularExpression') words.push({ text: 'path matches ' }, { text: value, code: true });
  else words.push({ text: value, code: true }, { text: type === 'Exact' ? ' exactly' : ' and below' });
  for (const header of headers) words.push(...named('header', header));
  for (const param of queryParams) words.push(...named('query parameter', param));
  return words;
}

/** Every match of a rule in words; one of them has to hold. A rule without matches takes every path. Source: gateway-api section 1.6. */
export function ruleMatches({ matches = [] }: HttpRule): Word[][] {
  return matches.length === 0 ? [matchWords({})] : matches.map(matchWords);
}

/** Words as one text. */
export function wordsText(words: readonly Word[]): string {
  return words.map(({ text }) => text).join('');
}
