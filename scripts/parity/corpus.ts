// Cases with the answers of a real API server, as the repository keeps them.
import type { Step } from './ask.ts';

/** A case, and for each of its steps what tells the answer from others. */
export interface RecordedCase {
  steps: Step[];
  answers: string[];
}

/** As text: a case to a line. */
export function writeCases(cases: readonly RecordedCase[]): string {
  return `[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
}

/** From text. */
export function readCases(text: string): RecordedCase[] {
  return JSON.parse(text) as RecordedCase[];
}
