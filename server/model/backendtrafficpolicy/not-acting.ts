import { elements, member, textMember } from '../columns.ts';
import { actingAlgorithms } from './algorithms.ts';
import type { NotActing } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** Sections that are kept but not done, each with what happens instead. */
const SECTIONS: readonly (readonly [section: string, message: string])[] = [
  [
    'healthCheck.active',
    'Endpoints are not asked for their health; all that the EndpointSlices call ready get requests.',
  ],
  ['healthCheck.passive', 'Failing endpoints are not set aside; all that the EndpointSlices call ready get requests.'],
  ['healthCheck.panicThreshold', 'Health is not checked, so there is nothing to disregard.'],
  ['circuitBreaker', 'There are no ceilings on connections and requests.'],
  ['retry', 'Requests are not sent again; the first answer reaches the client.'],
  ['timeout', 'These time limits are not applied.'],
  ['rateLimit', 'Requests are not counted; all pass.'],
  ['faultInjection', 'No request is delayed or failed on purpose.'],
  ['connection', 'Buffers keep their own sizes, and no connection is made in advance.'],
  ['tcpKeepalive', 'Keep-alive probes follow the settings of the operating system.'],
  ['http2', 'HTTP/2 to backends has the settings of the proxy.'],
  ['proxyProtocol', 'Backends do not get a PROXY header.'],
  ['dns', 'Endpoints are addresses; no names are resolved.'],
  ['requestBuffer', 'Requests are streamed; none is refused for its size.'],
  ['responseOverride', 'Answers reach the client as they are.'],
  ['compressor', 'Answers are not compressed.'],
  ['compression', 'Answers are not compressed.'],
  ['httpUpgrade', 'These upgrades are not configured.'],
  ['bandwidthLimit', 'Bytes per time are not limited.'],
  ['admissionControl', 'No request is refused because others fail.'],
  ['telemetry', 'No traces are sent, and metrics keep their names.'],
];

/** Parts of loadBalancer that are kept but not done. */
const BALANCING: readonly (readonly [field: string, message: string])[] = [
  ['slowStart', 'New endpoints get their full share at once.'],
  ['zoneAware', 'Zones do not change the shares.'],
  ['endpointOverride', 'Requests cannot name their endpoint; all are balanced.'],
  ['backendUtilization', 'Load reports of endpoints are not read.'],
  ['dynamicModule', 'There are no modules to load.'],
];

const ACTING_TYPES: ReadonlySet<string> = new Set(actingAlgorithms);
const ACTING_TARGETS = new Set(['Gateway', 'HTTPRoute', 'GRPCRoute']);

/** What of a BackendTrafficPolicy is kept but has no effect on traffic. */
export function backendTrafficPolicyNotActing(object: KubeObject): NotActing[] {
  const { spec } = object;
  const found: NotActing[] = [];
  const note = (path: string, message: string): void => {
    found.push({ path: `spec.${path}`, message });
  };

  noteTarget(member(spec, 'targetRef'), 'targetRef', note);
  for (const list of ['targetRefs', 'targetSelectors'])
    elements(member(spec, list)).forEach((target, index) => noteTarget(target, `${list}[${index}]`, note));

  const balancing = member(spec, 'loadBalancer');
  const type = textMember(balancing, 'type');
  if (type !== undefined && !ACTING_TYPES.has(type))
    note('loadBalancer.type', `${type} does not act yet; requests are balanced by LeastRequest.`);
  for (const [field, message] of BALANCING)
    if (member(balancing, field) !== undefined) note(`loadBalancer.${field}`, message);

  for (const [section, message] of SECTIONS)
    if (member(spec, ...section.split('.')) !== undefined) note(section, message);
  if (member(spec, 'useClientProtocol') === true)
    note('useClientProtocol', 'What is spoken to a backend follows the appProtocol of its port, not the client.');
  if (textMember(spec, 'routingType') === 'Service')
    note('routingType', 'Requests go to the endpoints themselves; addresses of Services are not used.');
  return found;
}

function noteTarget(target: unknown, place: string, note: (path: string, message: string) => void): void {
  const kind = textMember(target, 'kind');
  if (kind !== undefined && !ACTING_TARGETS.has(kind))
    note(place, `Policies act on Gateways, HTTPRoutes and GRPCRoutes only; a ${kind} does not change by this one.`);
}
