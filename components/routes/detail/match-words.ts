import type { GrpcMatch, GrpcRule, HttpMatch, HttpRule, NamedMatch } from '../../../server/gateway/shapes.ts';

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

/** The match of a call in words: `helloworld.Greeter/SayHello, header x-env is test`. */
function callWords({ method, headers = [] }: GrpcMatch): Word[] {
  const { type, service, method: name } = method ?? {};
  const words: Word[] = [];
  const sign = type === 'RegularExpression' ? ' matches ' : ' ';
  if (service === undefined && name === undefined) words.push({ text: 'every call' });
  else {
    if (service !== undefined) words.push({ text: `service${sign}` }, { text: service, code: true });
    if (name !== undefined)
      words.push({ text: `${service === undefined ? '' : ', '}method${sign}` }, { text: name, code: true });
  }
  for (const header of headers) words.push(...named('header', header));
  return words;
}

/** Every match of a rule of calls in words; one of them has to hold. */
export function callMatches({ matches = [] }: GrpcRule): Word[][] {
  return matches.length === 0 ? [callWords({})] : matches.map(callWords);
}

/** Every match of a rule in words; one of them has to hold. A rule without matches takes every path. Source: gateway-api section 1.6. */
export function ruleMatches({ matches = [] }: HttpRule): Word[][] {
  return matches.length === 0 ? [matchWords({})] : matches.map(matchWords);
}

/** Words as one text. */
export function wordsText(words: readonly Word[]): string {
  return words.map(({ text }) => text).join('');
}
