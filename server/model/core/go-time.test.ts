import { expect, it } from 'vitest';
import { timeProblem, wholeSeconds } from './go-time.ts';

it.each([
  ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05Z'],
  ['2024-01-02T3:04:05.999999Z', '2024-01-02T03:04:05Z'],
  ['2024-01-02T03:04:05+01:30', '2024-01-02T01:34:05Z'],
  ['2024-01-01T00:00:00,5-24:00', '2024-01-02T00:00:00Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
])('takes %s', (text, written) => {
  expect(timeProblem(text)).toBeUndefined();
  expect(wholeSeconds(text)).toBe(written);
});

const layout = '"2006-01-02T15:04:05Z07:00"';

it.each([
  ['', `parsing time "" as ${layout}: cannot parse "" as "2006"`],
  ['2024-13-01T00:00:00Z', 'parsing time "2024-13-01T00:00:00Z": month out of range'],
  ['2023-02-29T00:00:00Z', 'parsing time "2023-02-29T00:00:00Z": day out of range'],
  ['2024-01-32Tx', `parsing time "2024-01-32Tx" as ${layout}: cannot parse "x" as "15"`],
  ['2024-01-02T03:04:05', `parsing time "2024-01-02T03:04:05" as ${layout}: cannot parse "" as "Z07:00"`],
  ['2024-01-02T03:04:05+25:00', 'parsing time "2024-01-02T03:04:05+25:00": time zone offset hour out of range'],
  ['2024-01-02T03:04:05Zä"', String.raw`parsing time "2024-01-02T03:04:05Z\xc3\xa4\"": extra text: "\xc3\xa4\""`],
])('refuses %s in the words of Go', (text, problem) => {
  expect(timeProblem(text)).toBe(problem);
});
