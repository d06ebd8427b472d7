import { httpStatusOf } from '../../contract/grpc.ts';
import type { FieldList } from '../http2/streams.ts';
import type { OwnAnswer } from './own-answer.ts';

/** Whether a content type is that of gRPC, which wants its own kind of answers. */
export function isGrpcType(contentType: string): boolean {
  if (!contentType.startsWith('application/grpc')) return false;
  const next = contentType.charCodeAt('application/grpc'.length);
  return Number.isNaN(next) || next === 43;
}

/** `grpc-status` of an answer that the proxy makes itself. Source: envoy-observed section 5, backend-traffic-policy section 5.2. */
const FROM_HTTP: Readonly<Record<number, number>> = {
  400: 13,
  401: 16,
  403: 7,
  404: 12,
  429: 14,
  502: 14,
  503: 14,
  504: 14,
};
const UNKNOWN = 2;
const INTERNAL = 13;

/** The fields that tell a gRPC client what another is told by an answer: nothing but a head, which says how the call ended. */
export function grpcFields({ status, body }: OwnAnswer): string[] {
  // a call does not follow a redirect
  const code = status === 307 ? INTERNAL : (FROM_HTTP[status] ?? UNKNOWN);
  const fields = ['content-type', 'application/grpc', 'grpc-status', String(code)];
  if (body !== '') fields.push('grpc-message', percentEncoded(body));
  return fields;
}

/** An answer as a gRPC client of HTTP/1.1 is told it. */
export function grpcAnswer(answer: OwnAnswer): OwnAnswer {
  const fields = grpcFields(answer);
  let lines = '';
  for (let i = 0; i < fields.length; i += 2) lines += `${fields[i]}: ${fields[i + 1]}\r\n`;
  return { ...answer, status: 200, body: '', fields: lines };
}

/** Source: the gRPC protocol over HTTP/2, "Percent-Encoded". */
function percentEncoded(text: string): string {
  return text.replace(/[^ -$&-~]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/** The HTTP status that an answer counts as: a call tells how it ended in `grpc-status`, in its head or its trailers. Null when these do not. */
export function outcomeIn(fields: FieldList): number | null {
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i] === 'grpc-status') return httpStatusOf(fields[i + 1] ?? '');
  }
  return null;
}
