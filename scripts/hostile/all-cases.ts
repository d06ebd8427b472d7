import type { HostileCase } from './case.ts';
import { CHUNKED } from './chunked.cases.ts';
import { CONNECTION } from './connection.cases.ts';
import { FIELDS } from './fields.cases.ts';
import { FRAMING } from './framing.cases.ts';
import { REQUEST_LINE } from './request-line.cases.ts';
import { RESPONSES } from './response.cases.ts';

/** Every ambiguous and hostile input. */
export const ALL_CASES: readonly HostileCase[] = [
  ...FRAMING,
  ...CHUNKED,
  ...FIELDS,
  ...REQUEST_LINE,
  ...CONNECTION,
  ...RESPONSES,
];
