import { ApiProblem, failure } from './problem.ts';

/** The shape in which objects are sent. */
export type Shape = 'object' | 'table' | 'metadata';

/** What a client wants. */
export interface Wanted {
  shape: Shape;
  format: 'json' | 'yaml';
}

/** One media range of an Accept header. */
export interface MediaRange {
  type: string;
  parameters: Map<string, string>;
}

/** Splits an Accept header, most wanted first. */
export function parseAccept(header: string | undefined): MediaRange[] {
  const ranges = (header ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [type = '', ...rest] = part.split(';');
      const parameters = new Map<string, string>();
      for (const parameter of rest) {
        const equals = parameter.indexOf('=');
        if (equals > 0)
          parameters.set(parameter.slice(0, equals).trim().toLowerCase(), parameter.slice(equals + 1).trim());
      }
      return { type: type.trim().toLowerCase(), parameters };
    });
  return ranges.sort((a, b) => quality(b) - quality(a));
}

function quality(range: MediaRange): number {
  const value = Number(range.parameters.get('q') ?? '1');
  return Number.isFinite(value) ? value : 0;
}

const ANY = new Set(['*/*', 'application/*']);

/**
 * Chooses shape and format for objects and lists.
 * @param header Accept header; absent means JSON
 * @throws ApiProblem 406 when nothing that is asked for can be sent
 */
export function wanted(header: string | undefined): Wanted {
  const ranges = parseAccept(header);
  if (ranges.length === 0) return { shape: 'object', format: 'json' };
  for (const { type, parameters } of ranges) {
    const format =
      type === 'application/json' || ANY.has(type) ? 'json' : type === 'application/yaml' ? 'yaml' : undefined;
    if (format === undefined) continue;
    const shape = shapeOf(parameters);
    if (shape !== undefined) return { shape, format };
  }
  // browsers ask for pages
  if (ranges.some(({ type }) => type === 'text/html' || type === 'text/*')) return { shape: 'object', format: 'json' };
  throw new ApiProblem(notAcceptable(['application/json', 'application/yaml']));
}

function shapeOf(parameters: Map<string, string>): Shape | undefined {
  const as = parameters.get('as');
  if (as === undefined) return parameters.has('g') ? undefined : 'object';
  if (parameters.get('g') !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(parameters.get('v') ?? '')) return undefined;
  if (as === 'Table') return 'table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined;
}

/** 406. */
export function notAcceptable(types: readonly string[]): ReturnType<typeof failure> {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${types.join(', ')}`);
}
