import type { Found } from './replay.ts';

/** A difference that is meant to be. */
export interface Wanted {
  name: string;
  reason: string;
  when: (found: Found) => boolean;
}

const text = (value: unknown): string => JSON.stringify(value) ?? '';
const isDocument = (path: string): boolean => /^\/(apis?(\/[^/?]+){0,2}|version|healthz|openapi\/v[23])$/.test(path);

/** Every difference from a cluster that is meant to be. */
export const wanted: readonly Wanted[] = [
  {
    name: 'Allow',
    reason: 'A 405 names the methods that are possible, as RFC 9110 asks.',
    when: ({ path, recorded }) => path === 'headers.allow' && recorded === undefined,
  },
  {
    name: 'documents are read only',
    reason:
      'The API server answers discovery, OpenAPI and health whatever the method is; here other methods than GET and HEAD are 405.',
    when: ({ path, recorded, ours, exchange }) =>
      path === 'code' &&
      isDocument(exchange.path) &&
      text(recorded).startsWith('"200') &&
      text(ours).startsWith('"405'),
  },
  {
    name: 'HEAD',
    reason: 'HEAD is answered wherever GET is; the API server refuses it for built-in kinds.',
    when: ({ path, recorded, exchange }) =>
      path === 'code' && exchange.method === 'HEAD' && text(recorded).startsWith('"405'),
  },
  {
    name: '405 for methods that a path does not have',
    reason:
      'For custom resources the API server answers them by accident: 404 in all namespaces, 400 or 415 on objects and collections.',
    when: ({ path, recorded, ours, exchange }) =>
      path === 'code' &&
      text(ours).startsWith('"405') &&
      exchange.path.startsWith('/apis/gateway.') &&
      /^"4(00|04|15)/.test(text(recorded)),
  },
  {
    name: 'no protobuf',
    reason:
      'Answers are JSON or YAML; protobuf is read for built-in kinds, which client-go writes so. Messages name the media types that are served.',
    when: ({ path, recorded, exchange }) =>
      (path === 'body.message' && text(recorded).includes('application/vnd.kubernetes.protobuf')) ||
      (path === 'code' &&
        /protobuf/.test(exchange.headers.accept ?? '') &&
        !/json/.test(exchange.headers.accept ?? '')) ||
      ((path === 'headers.content-type' || path.startsWith('body')) && text(recorded).includes('protobuf')),
  },
  {
    name: '406 and 415 of built-in kinds',
    reason:
      'They say which types are served, in the words that custom resources have; ranges with wildcards are taken.',
    when: ({ path, recorded, exchange }) =>
      text(recorded).includes('415: Unsupported Media Type') ||
      (exchange.answer?.code === 406 && path.startsWith('body.')) ||
      (exchange.answer?.code === 415 && path === 'body.details') ||
      (exchange.headers.accept === 'application/*' && text(recorded).includes('406: Not Acceptable')),
  },
  {
    name: 'PartialObjectMetadataList of an object',
    reason: 'Is 406 for every kind; the API server fails for custom resources.',
    when: ({ path, recorded }) => path === 'code' && text(recorded).includes('content is not a list'),
  },
  {
    name: 'object in a message',
    reason: 'Where a message shows a whole object, the order of fields of built-in kinds and of managers differs.',
    when: ({ path, recorded, exchange }) =>
      path.endsWith('message') &&
      text(recorded).includes(String.raw`Invalid value: \"{\\\"apiVersion`) &&
      (exchange.path.includes('/services/') || text(recorded).includes('managedFields')),
  },
  {
    name: 'continue tokens',
    reason: 'A token that is none is refused without telling what is in it.',
    when: ({ path, recorded }) => path === 'body.message' && text(recorded).includes('invalid continue token'),
  },
  {
    name: 'namespaces end at once',
    reason:
      'A namespace that holds nothing with finalizers is gone when its deletion is answered; no controller has to empty it.',
    when: ({ path, recorded, ours }) =>
      path === 'code' && text(recorded).includes('is being terminated') && text(ours).startsWith('"404'),
  },
  {
    name: 'version',
    reason: 'The version says whose API this is and who serves it.',
    when: ({ path, exchange }) =>
      exchange.path.startsWith('/version') && /^body\.(git.*|goVersion|compiler|platform|buildDate)$/.test(path),
  },
  {
    name: 'OpenAPI index',
    reason:
      'It is JSON and says so; and it changes with the product, where the API server takes it for changed each second.',
    when: ({ path, recorded, ours, exchange }) =>
      /^\/openapi\/v3(\?|$)/.test(exchange.path) &&
      (path === 'headers.content-type' ||
        (path === 'code' && /^"(200|304)/.test(text(recorded)) && /^"(200|304)/.test(text(ours)))),
  },
  {
    name: 'pages',
    reason: 'Paths that are no API are pages of the console.',
    when: ({ path, recorded, ours }) =>
      path === 'code' && text(recorded).includes('404 page not found') && text(ours).startsWith('"418'),
  },
  {
    name: 'storage version',
    reason: 'ReferenceGrant is stored as v1 here.',
    when: ({ path, recorded }) => path.endsWith('.storageVersionHash') && recorded === 'yiMy9EZI11Y=',
  },
];

/** Name of the wanted difference that this is, undefined where it is none. */
export function wantedReason(found: Found): string | undefined {
  return wanted.find(({ when }) => when(found))?.name;
}
