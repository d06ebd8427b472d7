import { timeQuote } from '../../model/core/go-time.ts';
import { badRequest } from '../../model/status.ts';
import { flag } from './options.ts';
import { ApiProblem } from './problem.ts';

/** Nanoseconds of the units of Go's durations. */
const UNITS = new Map<string, bigint>([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const LONGEST = 2n ** 63n;

/** The query may say how long an answer is waited for; it has to be a duration. @throws ApiProblem 400, as the API server does */
export function checkTimeout(query: URLSearchParams): void {
  const value = query.get('timeout') ?? '';
  if (value === '' || flag(query, 'watch')) return;
  const problem = durationProblem(value);
  if (problem === undefined) return;
  throw new ApiProblem(
    badRequest(`invalid timeout specified in the request URL - time: ${problem} ${timeQuote(value)}`),
  );
}

/** Why Go's time.ParseDuration refuses a text, without the text itself. */
function durationProblem(text: string): string | undefined {
  const invalid = 'invalid duration';
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return undefined;
  if (rest === '') return invalid;
  let sum = 0n;
  while (rest !== '') {
    const [part = '', whole = '', fraction = '', unit = ''] = /^(\d*)(?:\.(\d*))?([^.\d]*)/.exec(rest) ?? [];
    if (!/^[.\d]/.test(rest) || (whole === '' && fraction === '')) return invalid;
    if (BigInt(whole) > LONGEST) return invalid;
    if (unit === '') return 'missing unit in duration';
    const size = UNITS.get(unit);
    if (size === undefined) return `unknown unit ${timeQuote(unit)} in duration`;
    sum += BigInt(whole) * size + BigInt(Math.floor(Number(`0.${fraction}0`) * Number(size)));
    if (sum > LONGEST) return invalid;
    rest = rest.slice(part.length);
  }
  return sum === LONGEST && !text.startsWith('-') ? invalid : undefined;
}
