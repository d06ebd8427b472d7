import type { OwnAnswer } from '../own-answer.ts';
import { httpDate } from '../../codec/http-date.ts';
import { grpcFields } from '../grpc.ts';

/** The head of an answer of the proxy itself, as fields. Source: envoy-observed section 5. */
export function ownFields(answer: OwnAnswer, isGrpc: boolean): string[] {
  if (isGrpc) return [':status', '200', ...grpcFields(answer), 'date', httpDate()];
  const { status, body, fields } = answer;
  const all = [':status', String(status)];
  for (const line of fields.split('\r\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) all.push(line.slice(0, colon), line.slice(colon + 2));
  }
  if (body !== '') all.push('content-length', String(body.length), 'content-type', 'text/plain');
  all.push('date', httpDate());
  return all;
}

/** The head of a backend's answer. @param setCookie value of a field to add */
export function answerFields(status: number, fields: readonly string[], setCookie: string | null): string[] {
  const all = [':status', String(status), ...fields];
  let dated = false;
  for (let i = 0; i < fields.length; i += 2) dated ||= fields[i] === 'date';
  if (setCookie !== null) all.push('set-cookie', setCookie);
  if (!dated) all.push('date', httpDate());
  return all;
}
