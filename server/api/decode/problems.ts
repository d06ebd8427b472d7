import { quote } from '../../model/schema/field-error.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { utf8Text } from './utf8.ts';

/** Bytes of a body that a message shows. */
const SHOWN = 30;

/** The start of a body: as it is when it may be JSON, else in hexadecimal. Source: apiserver endpoints/handlers summarizeData. */
function summary(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const start = body.subarray(0, SHOWN);
  const text = body[0] === 0x7b ? utf8Text(start) : start.toString('hex');
  return body.length > SHOWN ? `${text} ...` : text;
}

/** 400 for a body of which not even the kind is known. @param kind what is expected */
export function unrecognized(kind: string, problem: string, body: Buffer): ApiProblem {
  return new ApiProblem(
    badRequest(`the object provided is unrecognized (must be of type ${kind}): ${problem} (${summary(body)})`),
  );
}

/** The type that an object says it has. */
export interface GivenType {
  kind: string;
  group: string;
  version: string;
}

/** 400 for an object that cannot be read. @param kind what is expected */
export function cannotBeHandled(kind: string, given: GivenType, problem: string): ApiProblem {
  const { kind: found, version } = given;
  return new ApiProblem(badRequest(`${found} in version ${quote(version)} cannot be handled as a ${kind}: ${problem}`));
}
