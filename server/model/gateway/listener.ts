import { atomicList, labelled, map, mapList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { implies, is, isOneOf, unique } from '../schema/logic.ts';
import { labelSelector } from '../shared/label-selector.ts';
import {
  groupName,
  hostname,
  kindName,
  namespaceName,
  objectName,
  port,
  routeKinds,
  subdomain,
} from '../shared/scalars.ts';

/** A kind of route. */
export const routeKind = object('A kind of route.', {
  group: withDefault('gateway.networking.k8s.io', groupName('API group of the kind.')),
  kind: required(kindName('Kind of the route, such as HTTPRoute.', routeKinds)),
});

/** A reference to a Secret (or something like it) that may be in another namespace. */
export function secretReference(description: string) {
  return object(description, {
    group: withDefault('', groupName('API group of the object; empty for the core group.')),
    kind: withDefault('Secret', kindName('Kind of the object.')),
    name: required(objectName('Name of the object.')),
    namespace: namespaceName('Namespace of the object; another than that of the Gateway needs a ReferenceGrant.'),
  });
}

const listenerTls = object(
  'How TLS is handled, for HTTPS and TLS.',
  {
    mode: withDefault(
      'Terminate',
      string('Whether TLS ends here or is passed on.', {
        enum: ['Terminate', 'Passthrough'],
        meanings: { Terminate: 'TLS ends at the Gateway.', Passthrough: 'TLS goes on to the backend as it comes.' },
      }),
    ),
    certificateRefs: atomicList('Certificates and their keys, for Terminate.', secretReference('A certificate.'), {
      maxItems: 64,
    }),
    options: map(
      'Settings that belong to the implementation.',
      string('Value of the setting.', { minLength: 0, maxLength: 4096 }),
      { maxProperties: 16 },
    ),
  },
  {
    rules: [
      rule(
        'certificateRefs or options must be specified when mode is Terminate',
        implies(is('Terminate', 'mode'), 'self.certificateRefs.size() > 0 || self.options.size() > 0'),
      ),
    ],
  },
);

const allowedRoutes = object('Which routes may attach.', {
  namespaces: withDefault(
    { from: 'Same' },
    object('Namespaces that routes may come from.', {
      from: withDefault(
        'Same',
        labelled(
          'Routes from',
          string('All namespaces, those that the selector chooses, or that of the Gateway.', {
            enum: ['All', 'Selector', 'Same'],
            labels: { Same: 'This namespace', All: 'All namespaces', Selector: 'Namespaces by label' },
          }),
        ),
      ),
      selector: labelSelector('Labels of the namespaces, for Selector.'),
    }),
  ),
  kinds: atomicList('Kinds of routes; those that fit the protocol where absent.', routeKind, { maxItems: 8 }),
});

const listener = object('A port, a protocol and a host name at which the Gateway takes traffic.', {
  name: required(subdomain('Name of the listener, unique in the Gateway; routes can name it.')),
  hostname: hostname(
    'Host name that requests must ask for; `*.example.com` takes all names below. Every host where absent.',
  ),
  port: required(port('Port of the network. Listeners can share one.')),
  protocol: required(
    string('Protocol: HTTP, HTTPS, TLS, TCP, UDP, or a name of one’s own with a domain.', {
      minLength: 1,
      maxLength: 255,
      suggestions: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'],
      wanted: 'a protocol such as HTTP, or a name with a domain such as example.com/mine',
      pattern:
        '^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$',
    }),
  ),
  tls: listenerTls,
  allowedRoutes: withDefault({ namespaces: { from: 'Same' } }, allowedRoutes),
});

/** `spec.listeners`. */
export const listeners = mapList('Where the Gateway takes traffic.', ['name'], listener, {
  minItems: 1,
  maxItems: 64,
  rules: [
    rule(
      "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
      `self.all(one, ${implies(isOneOf('one.protocol', ['HTTP', 'TCP', 'UDP']), '!has(one.tls)')})`,
    ),
    rule(
      'tls mode must be Terminate for protocol HTTPS',
      `self.all(one, ${implies("has(one.tls) && one.protocol == 'HTTPS'", isOneOf('one.tls.mode', ['', 'Terminate']))})`,
    ),
    rule(
      'tls mode must be set for protocol TLS',
      `self.all(one, ${implies("one.protocol == 'TLS'", "has(one.tls) && has(one.tls.mode) && one.tls.mode != ''")})`,
    ),
    rule(
      "hostname must not be specified for protocols ['TCP', 'UDP']",
      `self.all(one, ${implies(isOneOf('one.protocol', ['TCP', 'UDP']), "!has(one.hostname) || one.hostname == ''")})`,
    ),
    rule('Listener name must be unique within the Gateway', unique('one.name == other.name')),
    rule(
      'Combination of port, protocol and hostname must be unique for each listener',
      unique(
        'one.port == other.port && one.protocol == other.protocol && has(one.hostname) == has(other.hostname) && ' +
          '(!has(one.hostname) || one.hostname == other.hostname)',
      ),
    ),
  ],
});
