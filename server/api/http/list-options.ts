import { type FieldError, forbidden, quote, unsupported } from '../../model/schema/field-error.ts';
import { badRequest, invalidObject, plainFailure } from '../../model/status.ts';
import { flag } from './options.ts';
import { ApiProblem } from './problem.ts';

/** Options of a list or watch, from the query. Source: apimachinery internalversion.ListOptions. */
export interface ListOptions {
  watch: boolean;
  /** 0 is all. */
  limit: number;
  continue: string;
  /** As it was written; '' for none. */
  resourceVersion: string;
  match: '' | 'Exact' | 'NotOlderThan';
  bookmarks: boolean;
  /** undefined where nothing was said. */
  initialEvents: boolean | undefined;
  /** 0 is none. */
  timeoutSeconds: number;
}

/** Reads the options of a list or watch. @throws ApiProblem 400 */
export function parseListOptions(query: URLSearchParams): ListOptions {
  const match = query.get('resourceVersionMatch') ?? '';
  // the first of several that are no numbers is told
  const timeoutSeconds = integer(query, 'timeoutSeconds') ?? 0;
  return {
    watch: flag(query, 'watch'),
    limit: Math.max(integer(query, 'limit') ?? 0, 0),
    continue: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: match as ListOptions['match'],
    bookmarks: flag(query, 'allowWatchBookmarks'),
    initialEvents: query.has('sendInitialEvents') ? flag(query, 'sendInitialEvents') : undefined,
    timeoutSeconds,
  };
}

/** @throws ApiProblem 422 for options that do not go together */
export function checkListOptions(options: ListOptions): void {
  const errors = options.watch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0)
    throw new ApiProblem(invalidObject({ group: 'meta.k8s.io', resource: 'ListOptions', name: '' }, errors));
}

const MATCH = 'resourceVersionMatch';
const WITH_CONTINUE = 'resourceVersionMatch is forbidden when continue is provided';

function listErrors({ match, resourceVersion, continue: token, initialEvents }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === '')
      errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (token !== '') errors.push(forbidden(MATCH, WITH_CONTINUE));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      errors.push(unsupported(MATCH, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0')
      errors.push(forbidden(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (initialEvents !== undefined)
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return errors;
}

function watchErrors({ match, resourceVersion, continue: token, initialEvents }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (initialEvents !== undefined && match !== 'NotOlderThan')
    errors.push(forbidden(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  // one from no version begins with all that is there, as if it had asked so (SetListOptionsDefaults)
  const fromNow = initialEvents === undefined && match === '' && (resourceVersion === '' || resourceVersion === '0');
  if (fromNow && token !== '') errors.push(forbidden(MATCH, WITH_CONTINUE));
  if (match === '') return errors;
  if (initialEvents === undefined)
    errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  if (match !== 'NotOlderThan') errors.push(unsupported(MATCH, match, ['NotOlderThan']));
  if (token !== '') errors.push(forbidden(MATCH, WITH_CONTINUE));
  return errors;
}

/** A whole number of the query; undefined where it is absent. @throws ApiProblem 400 */
function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const problem = numberProblem(text, /^[+-]?\d+$/, 63n);
  if (problem !== undefined) throw new ApiProblem(badRequest(`strconv.ParseInt: parsing ${quote(text)}: ${problem}`));
  return Number(text);
}

function numberProblem(text: string, form: RegExp, bits: bigint): string | undefined {
  if (!form.test(text)) return 'invalid syntax';
  const value = BigInt(text.replace(/^\+/, ''));
  return value < -(1n << bits) || value >= 1n << bits ? 'value out of range' : undefined;
}

/** What is wrong with a resourceVersion, undefined for a number. */
function revisionProblem(text: string): string | undefined {
  const problem = numberProblem(text, /^\d+$/, 64n);
  return problem === undefined
    ? undefined
    : `resourceVersion: Invalid value: ${quote(text)}: strconv.ParseUint: parsing ${quote(text)}: ${problem}`;
}

/** The number of a resourceVersion; undefined for ''. A number that is too large to be exact is larger than any revision. @throws ApiProblem 500 */
export function revisionOf(text: string): number | undefined {
  const problem = revisionProblem(text === '' ? '0' : text);
  if (problem !== undefined) throw new ApiProblem(plainFailure(problem));
  return text === '' ? undefined : Number(text);
}

/** The same for a list. @throws ApiProblem 400 */
export function revisionOfList(text: string): number | undefined {
  const problem = revisionProblem(text === '' ? '0' : text);
  if (problem !== undefined) throw new ApiProblem(badRequest(`invalid resource version: ${problem}`));
  return text === '' ? undefined : Number(text);
}
