import { atomicList, describe, integer, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { filterMemberRules, requestMirror } from '../shared/filters.ts';
import { headerModifier } from '../shared/headers.ts';
import { pathModifier } from '../shared/path-modifier.ts';
import { localObjectReference } from '../shared/references.ts';
import { headerValue, port, subdomain } from '../shared/scalars.ts';
import { cors } from './cors.ts';
import { externalAuth } from './external-auth.ts';

const headers = headerModifier(headerValue('Value of the header.'));

const requestRedirect = object('Answers with a redirect.', {
  scheme: string('Scheme of the new location; that of the request where absent.', { enum: ['http', 'https'] }),
  hostname: subdomain('Host of the new location; that of the request where absent.'),
  path: pathModifier('Path of the new location; that of the request where absent.'),
  port: port('Port of the new location; follows from the scheme or the listener where absent.'),
  statusCode: withDefault(302, integer('Status code of the answer.', { enum: [301, 302, 303, 307, 308] })),
});

const urlRewrite = object('Changes host or path before the request is forwarded.', {
  hostname: subdomain('The new Host header.'),
  path: pathModifier('The new path.'),
});

const types = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'RequestRedirect',
  'URLRewrite',
  'ExtensionRef',
  'CORS',
  'ExternalAuth',
] as const;

/** Which member belongs to which type of filter. */
const MEMBERS = [
  ['cors', 'CORS'],
  ['requestHeaderModifier', 'RequestHeaderModifier'],
  ['responseHeaderModifier', 'ResponseHeaderModifier'],
  ['requestMirror', 'RequestMirror'],
  ['requestRedirect', 'RequestRedirect'],
  ['urlRewrite', 'URLRewrite'],
  ['extensionRef', 'ExtensionRef'],
  ['externalAuth', 'ExternalAuth'],
] as const;

const memberRules = filterMemberRules(MEMBERS);

const filter = object(
  'One step; `type` says which member it has.',
  {
    type: required(string('What the filter does.', { enum: types })),
    requestHeaderModifier: describe('Changes headers of the request.', headers),
    responseHeaderModifier: describe('Changes headers of the response.', headers),
    requestMirror,
    requestRedirect,
    urlRewrite,
    cors,
    externalAuth,
    extensionRef: describe('A filter that is described by another object.', localObjectReference),
  },
  { rules: memberRules },
);

const ONCE = ['CORS', 'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'] as const;

/** Filters of a rule or of one of its backends. */
export const filters = atomicList('Steps between request, backend and response.', filter, {
  maxItems: 16,
  rules: [
    rule(
      'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
      "!self.exists(one, one.type == 'RequestRedirect') || !self.exists(one, one.type == 'URLRewrite')",
    ),
    ...ONCE.map((type) =>
      rule(`${type} filter cannot be repeated`, `size(self.filter(one, one.type == '${type}')) < 2`),
    ),
  ],
});
