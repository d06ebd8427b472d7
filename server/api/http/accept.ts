import type { IncomingMessage } from 'node:http';
import type { Kind } from '../../model/kind.ts';
import { ApiProblem, failure } from './problem.ts';

/** Another type that an object or list is to be sent as, such as a Table. */
export interface Conversion {
  as: string;
  group: string;
  version: string;
}

/** How an answer is written. */
export interface Form {
  format: 'json' | 'yaml';
  /** With line breaks and indentation. */
  pretty: boolean;
}

/** The form that was agreed on, and what the answer is converted to; null leaves it as it is. */
export interface Agreed extends Form {
  conversion: Conversion | null;
}

interface MediaRange {
  type: string;
  subtype: string;
  quality: number;
  parameters: Map<string, string>;
}

const FORMATS = [
  { format: 'json', subtype: 'json' },
  { format: 'yaml', subtype: 'yaml' },
] as const;

/** Media types of answers, as errors name them. */
export const ANSWER_TYPES = ['application/json', 'application/yaml'];

/**
 * Chooses what is sent, the most wanted range first. Source: apiserver negotiation.NegotiateMediaTypeOptions.
 * @param allows whether the answer can be converted so; null is no conversion
 * @returns undefined when nothing that is asked for can be sent
 */
export function negotiate(
  request: IncomingMessage,
  allows: (conversion: Conversion | null) => boolean,
): Agreed | undefined {
  const header = request.headers.accept ?? '';
  const pretty = isPretty(request);
  if (header === '') return { format: 'json', pretty, conversion: null };
  for (const range of ranges(header)) {
    const found = FORMATS.find(
      ({ subtype }) =>
        (range.type === 'application' || range.type === '*') && (range.subtype === subtype || range.subtype === '*'),
    );
    if (found === undefined) continue;
    const { parameters } = range;
    if (!['', 'watch'].includes(parameters.get('stream') ?? '') || (parameters.get('sv') ?? '') !== '') continue;
    const converts = ['as', 'g', 'v'].some((name) => parameters.has(name));
    const conversion = converts
      ? { as: parameters.get('as') ?? '', group: parameters.get('g') ?? '', version: parameters.get('v') ?? '' }
      : null;
    if (allows(conversion))
      return { format: found.format, pretty: pretty || parameters.get('pretty') === '1', conversion };
  }
  return undefined;
}

/** Ranges of an Accept header, by quality, those without wildcards first. */
function ranges(header: string): MediaRange[] {
  const found = header.split(',').flatMap((part): MediaRange[] => {
    const [name = '', ...rest] = part.split(';');
    const [type = '', subtype = ''] = name.trim().toLowerCase().split('/');
    if (type === '') return [];
    const parameters = new Map<string, string>();
    for (const parameter of rest) {
      const equals = parameter.indexOf('=');
      if (equals > 0)
        parameters.set(parameter.slice(0, equals).trim().toLowerCase(), parameter.slice(equals + 1).trim());
    }
    const quality = Number(parameters.get('q') ?? '1');
    return [{ type, subtype, quality: Number.isFinite(quality) ? quality : 1, parameters }];
  });
  const wild = (range: MediaRange): number => (range.type === '*' ? 2 : range.subtype === '*' ? 1 : 0);
  return found.sort((a, b) => b.quality - a.quality || wild(a) - wild(b));
}

/** True where people read: `pretty` of the query, else for browsers, curl and wget. A page's own requests are for programs. */
export function isPretty({ url = '', headers }: IncomingMessage): boolean {
  const asked = new URLSearchParams(url.split('?')[1] ?? '').get('pretty') ?? '';
  if (asked !== '') return ['1', 't', 'T', 'true', 'True', 'TRUE'].includes(asked);
  const agent = headers['user-agent'] ?? '';
  return /^(curl|Wget|Mozilla\/5\.0)/.test(agent) && headers['sec-fetch-dest'] !== 'empty';
}

/** The shape in which objects are sent. */
type Shape = 'object' | 'table' | 'metadata';

/** What a client wants of objects and lists. */
export interface Wanted extends Form {
  shape: Shape;
  /** Version of meta.k8s.io that Table and PartialObjectMetadata are written in. */
  metaVersion: string;
  /** As the client named the shape; '' for none. */
  as: string;
}

const SHAPES: Record<string, Shape> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

/** Chooses shape and form for objects and lists. @throws ApiProblem 406 when nothing that is asked for can be sent */
export function wanted(request: IncomingMessage): Wanted {
  const agreed = negotiate(request, (conversion) => conversion === null || metaShape(conversion) !== undefined);
  if (agreed === undefined) throw new ApiProblem(notAcceptable(ANSWER_TYPES));
  const { conversion, format, pretty } = agreed;
  if (conversion === null) return { format, pretty, shape: 'object', metaVersion: 'v1', as: '' };
  const { as, version } = conversion;
  return { format, pretty, shape: metaShape(conversion) ?? 'object', metaVersion: version, as };
}

/**
 * Refuses the metadata of an object where the answer is a list, and the other way round, once the answer is there.
 * @throws ApiProblem 406
 */
export function checkShape(kind: Kind, { as }: Wanted, list: boolean): void {
  if (as === '' || as === 'Table' || list === (as === 'PartialObjectMetadataList')) return;
  const type = kind.core ? `*${kind.group.split('.')[0] || 'core'}.${kind.kind}` : '*unstructured.Unstructured';
  const found = list ? `is a list (${type}List)` : `is not a list (${type})`;
  throw new ApiProblem(failure(406, 'NotAcceptable', `you requested ${as}, but the requested object ${found}`));
}

function metaShape({ as, group, version }: Conversion): Shape | undefined {
  if (group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined;
  return Object.hasOwn(SHAPES, as) ? SHAPES[as] : undefined;
}

/** Chooses the shape of a watch, whose events come as JSON only. @throws ApiProblem 406 */
export function wantedOfWatch(request: IncomingMessage): Wanted {
  const agreed = negotiate(request, (conversion) => conversion === null || metaShape(conversion) !== undefined);
  if (agreed === undefined || agreed.format === 'yaml')
    throw new ApiProblem(notAcceptable(['application/json;stream=watch']));
  const { conversion } = agreed;
  const shape = conversion === null ? 'object' : (metaShape(conversion) ?? 'object');
  return { format: 'json', pretty: false, shape, metaVersion: conversion?.version ?? 'v1', as: conversion?.as ?? '' };
}

/** 406. */
export function notAcceptable(types: readonly string[]): ReturnType<typeof failure> {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${types.join(', ')}`);
}
