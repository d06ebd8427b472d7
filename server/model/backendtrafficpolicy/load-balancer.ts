import {
  any,
  boolean,
  int32,
  int64,
  labelled,
  list,
  map,
  mapList,
  object,
  required,
  rule,
  string,
  withDefault,
} from '../schema/dsl.ts';
import { exactlyIf, implies, is, isOneOf, notBoth, onlyIf } from '../schema/logic.ts';
import { duration, percent, port } from '../shared/scalars.ts';
import { algorithmMeanings } from './algorithms.ts';

/** Places of a hash table. */
export const TABLE_SIZE = { default: 65_537, minimum: 2, maximum: 5_000_011 } as const;

const header = object('A header.', { name: required(string('Name of the header.')) });

const consistentHash = object(
  'What is hashed; equal values reach the same endpoint.',
  {
    type: required(
      labelled(
        'Hash by',
        string('Where the value comes from.', {
          enum: ['SourceIP', 'Header', 'Headers', 'Cookie', 'QueryParams'],
          labels: { SourceIP: 'Source IP', QueryParams: 'Query' },
          meanings: {
            SourceIP: 'The address of the client.',
            Header: 'One header; deprecated, Headers says the same.',
            Headers: 'Several headers together; a request without them goes to a random endpoint.',
            Cookie: 'A cookie, which the proxy can make.',
            QueryParams: 'First values of query parameters together; a request without them goes to a random endpoint.',
          },
        }),
      ),
    ),
    header: { ...header, description: 'The header that is hashed; headers says the same for several.' },
    headers: list(
      'Headers whose values together make the key; a request without them goes to a random endpoint.',
      header,
    ),
    cookie: object('The cookie that is hashed.', {
      name: required(labelled('Cookie', string('Name of the cookie.'))),
      ttl: labelled(
        'Lifetime',
        duration(
          'Lifetime of the cookie that is made where a request has none; 0s is the session. None is made without it.',
        ),
      ),
      attributes: map(
        'Written behind the cookie that is made, for example SameSite and Strict.',
        string('Value of the attribute.'),
      ),
    }),
    queryParams: labelled(
      'Parameters',
      list(
        'Query parameters whose first values together make the key; a request without them goes to a random endpoint.',
        object('A query parameter.', { name: required(string('Name of the parameter.')) }),
      ),
    ),
    tableSize: withDefault(
      TABLE_SIZE.default,
      int64('Places in the hash table, a prime number. A larger table splits more evenly.', {
        minimum: TABLE_SIZE.minimum,
        maximum: TABLE_SIZE.maximum,
      }),
    ),
  },
  {
    rules: [
      ['header', 'Header'] as const,
      ['headers', 'Headers'] as const,
      ['cookie', 'Cookie'] as const,
      ['queryParams', 'QueryParams'] as const,
    ].map(([member, type]) =>
      rule(`If consistent hash type is ${member}, the ${member} field must be set.`, exactlyIf(member, is(type))),
    ),
  },
);

const backendUtilization = object('Weights that follow the load which endpoints report.', {
  blackoutPeriod: duration('How long an endpoint has to report before its weight counts.'),
  weightExpirationPeriod: duration('Silence after which a reported weight no longer counts.'),
  weightUpdatePeriod: duration('Time from one computation of the weights to the next.'),
  errorUtilizationPenaltyPercent: int32('How much errors lower a weight, in percent.', { minimum: 0 }),
  metricNamesForComputingUtilization: list(
    'Metrics that stand in where an endpoint reports no utilization.',
    string('A metric.'),
  ),
  keepResponseHeaders: withDefault(false, boolean('Whether clients see the report headers.')),
  outOfBand: object('Asks endpoints for reports on a connection of its own.', {
    reportingPeriod: {
      ...duration('How often reports are asked for.'),
      rules: [rule('reportingPeriod must be greater than 0', "duration('0s') < duration(self)")],
    },
    port: port('Port for reports; that of the endpoint where absent.'),
    authority: string('The :authority header of these requests.', {
      minLength: 1,
      maxLength: 259,
      pattern: '^[^\\x00\\n\\r]*$',
      wanted: 'text of one line',
    }),
  }),
});

const zoneAware = object('How zones share the requests.', {
  preferLocal: object('Prefers endpoints in the zone of the proxy.', {
    minEndpointsThreshold: int64('Endpoints that there must be at least in all zones.'),
    percentageEnabled: percent('Percentage of requests that this holds for.'),
    force: object('Keeps all requests in the zone.', {
      minEndpointsInZoneThreshold: int32('Endpoints that there must be at least in the zone.'),
    }),
  }),
  weightedZones: mapList(
    'Weights of zones.',
    ['zone'],
    object('A zone and its weight.', {
      zone: required(string('Name of the zone.')),
      weight: required(int32('Its part of the requests, relative to the sum of the weights.')),
    }),
  ),
});

/** Zones do not come first under a type. */
function noPreferLocal(type: string): string {
  return implies(`has(self.zoneAware) && ${is(type)}`, '!has(self.zoneAware.preferLocal)');
}

/** How requests are spread over endpoints. */
export const loadBalancer = object(
  'How requests are spread over the endpoints of a backend; LeastRequest where absent.',
  {
    type: required(
      labelled(
        'Algorithm',
        string('The method.', {
          enum: ['ConsistentHash', 'LeastRequest', 'Random', 'RoundRobin', 'BackendUtilization', 'DynamicModule'],
          meanings: algorithmMeanings,
        }),
      ),
    ),
    consistentHash,
    slowStart: object('Lets new endpoints warm up.', {
      window: required(duration('How long an endpoint gets less than its part.')),
    }),
    zoneAware,
    endpointOverride: object('Lets a request name its endpoint.', {
      extractFrom: required(
        list(
          'Where the name is looked for.',
          object('A place.', { header: string('A header with one or several addresses IP:port.') }),
          { minItems: 1, maxItems: 10 },
        ),
      ),
    }),
    backendUtilization,
    dynamicModule: object('A method that a module of the proxy brings along.', {
      name: required(
        string('Name of the module in the EnvoyProxy.', {
          minLength: 1,
          maxLength: 253,
          pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
          wanted: 'lower-case letters, digits, - and .',
        }),
      ),
      lbPolicyName: required(string('Name of the method in the module.', { minLength: 1, maxLength: 253 })),
      config: any('Settings that the module understands.'),
    }),
  },
  {
    rules: [
      rule(
        'If LoadBalancer type is consistentHash, consistentHash field needs to be set.',
        exactlyIf('consistentHash', is('ConsistentHash')),
      ),
      rule(
        'If LoadBalancer type is BackendUtilization, backendUtilization field needs to be set.',
        exactlyIf('backendUtilization', is('BackendUtilization')),
      ),
      rule(
        'If LoadBalancer type is DynamicModule, dynamicModule field needs to be set.',
        exactlyIf('dynamicModule', is('DynamicModule')),
      ),
      rule(
        'Currently SlowStart is only supported for RoundRobin, LeastRequest, and BackendUtilization load balancers.',
        implies(isOneOf('self.type', ['ConsistentHash', 'Random', 'DynamicModule']), '!has(self.slowStart)'),
      ),
      rule(
        'PreferLocal zone-aware routing is not supported for ConsistentHash load balancers. Use weightedZones instead.',
        noPreferLocal('ConsistentHash'),
      ),
      rule(
        'PreferLocal zone-aware routing is not currently supported for BackendUtilization load balancers. Only WeightedZones can be used with BackendUtilization.',
        noPreferLocal('BackendUtilization'),
      ),
      rule(
        'ZoneAware routing is not supported for DynamicModule load balancers.',
        implies(is('DynamicModule'), '!has(self.zoneAware)'),
      ),
      rule(
        'ZoneAware PreferLocal and WeightedZones cannot be specified together.',
        onlyIf('zoneAware', notBoth('zoneAware.preferLocal', 'zoneAware.weightedZones')),
      ),
      rule(
        'EndpointOverride is not supported for DynamicModule load balancers.',
        implies(is('DynamicModule'), '!has(self.endpointOverride)'),
      ),
    ],
  },
);
