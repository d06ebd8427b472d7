// Filters of rules and backendRefs.
import type { RouteKind } from '../server/gateway/shapes.ts';
import { type Mood, perhaps, several } from './status-compare.mood.ts';
import { backendRef } from './status-compare.backends.ts';

function headerModifier({ roll }: Mood): object {
  const name = (): string => roll.pick(['x-a', 'x-b', 'X-A', 'Host', 'x-c']);
  const header = (): object => ({ name: name(), value: 'v' });
  return {
    ...perhaps(roll, 0.5, 'add', () => several(roll, 1, 2, header)),
    ...perhaps(roll, 0.5, 'set', () => several(roll, 1, 2, header)),
    ...perhaps(roll, 0.4, 'remove', () => [name()]),
  };
}

function hostname({ roll }: Mood): string {
  return roll.pick(['new.example.com', 'new.example.com', '10.0.0.1', `${'a'.repeat(64)}.example.com`]);
}

function path({ roll }: Mood): object {
  return roll.pick([
    { type: 'ReplaceFullPath', replaceFullPath: '/full' },
    { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' },
  ]);
}

function extensionRef({ roll }: Mood): object {
  return roll.pick([
    { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'missing' },
    { group: 'example.com', kind: 'Filter', name: 'missing' },
    { group: '', kind: 'ConfigMap', name: 'missing' },
  ]);
}

const MAKERS = {
  RequestHeaderModifier: (mood: Mood) => ({ requestHeaderModifier: headerModifier(mood) }),
  ResponseHeaderModifier: (mood: Mood) => ({ responseHeaderModifier: headerModifier(mood) }),
  RequestMirror: (mood: Mood) => ({
    requestMirror: { backendRef: backendRef(mood), ...perhaps(mood.roll, 0.2, 'percent', () => 50) },
  }),
  RequestRedirect: (mood: Mood) => ({
    requestRedirect: {
      ...perhaps(mood.roll, 0.4, 'scheme', () => 'https'),
      ...perhaps(mood.roll, 0.5, 'hostname', () => hostname(mood)),
      ...perhaps(mood.roll, 0.3, 'path', () => ({ type: 'ReplaceFullPath', replaceFullPath: '/full' })),
      ...perhaps(mood.roll, 0.3, 'statusCode', () => mood.roll.pick([301, 302, 303, 307, 308])),
    },
  }),
  URLRewrite: (mood: Mood) => ({
    urlRewrite: {
      ...perhaps(mood.roll, 0.6, 'hostname', () => hostname(mood)),
      ...perhaps(mood.roll, 0.3, 'path', () => path(mood)),
    },
  }),
  CORS: ({ roll }: Mood) => ({ cors: { allowOrigins: [roll.pick(['*', 'https://a.example.com'])] } }),
  ExtensionRef: (mood: Mood) => ({ extensionRef: extensionRef(mood) }),
  ExternalAuth: (mood: Mood) => ({
    externalAuth: { protocol: 'HTTP', backendRef: backendRef(mood), http: { path: '/auth' } },
  }),
} as const;

type FilterType = keyof typeof MAKERS;

const COMMON: readonly FilterType[] = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'ExtensionRef',
];
const OF_HTTP: readonly FilterType[] = [
  ...COMMON,
  'RequestHeaderModifier',
  'RequestRedirect',
  'URLRewrite',
  'CORS',
  'ExternalAuth',
];

function filter(mood: Mood, type: FilterType): object {
  return { type, ...MAKERS[type](mood) };
}

/** Admission takes most types once, and a redirect or a rewrite. */
function once(types: readonly FilterType[]): FilterType[] {
  const left = types.includes('RequestRedirect') ? types.filter((type) => type !== 'URLRewrite') : types;
  return left.filter(
    (type, index) => type === 'RequestMirror' || type === 'ExtensionRef' || left.indexOf(type) === index,
  );
}

/** Filters of a rule: any that its kind knows, also ones that do not go together. */
export function filters(mood: Mood, kind: RouteKind): object[] {
  const types = kind === 'HTTPRoute' ? OF_HTTP : COMMON;
  return once(several(mood.roll, 1, 3, () => mood.roll.pick(types))).map((type) => filter(mood, type));
}

/** Filters of a backendRef, most of which may not stand there. */
export function backendFilters(mood: Mood, kind: RouteKind): object[] {
  const types = kind === 'HTTPRoute' ? [...COMMON, 'URLRewrite' as const, 'RequestHeaderModifier' as const] : COMMON;
  return once(several(mood.roll, 1, 2, () => mood.roll.pick(types))).map((type) => filter(mood, type));
}
