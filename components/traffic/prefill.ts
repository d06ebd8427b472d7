import type { GeneratorRequest, SnapshotView } from '../../server/contract/console.ts';
import type { Candidate, SnapshotRule } from '../../server/routing/snapshot.ts';
import { regexSample } from './regex-sample.ts';
import { scopeOfRule } from './scope.ts';

/** Where a request for a rule enters: the listener, a host that it covers, and the match that takes it. */
export interface Entry {
  /** `NAMESPACE/GATEWAY/LISTENER`. */
  listener: string;
  /** Base URL that works from this machine, undefined while the listener is not bound. */
  url: string | undefined;
  host: string;
  candidate: Candidate;
  rule: SnapshotRule;
}

/** The entries of a scope's rule, or of any rule when the scope is undefined; bound listeners first, and rules that send to backends. */
export function entriesOf(view: SnapshotView, scope?: string): Entry[] {
  const entries: Entry[] = [];
  for (const gateway of view.snapshot.gateways) {
    const urls = view.urls[`${gateway.namespace}/${gateway.name}`] ?? {};
    for (const port of gateway.ports)
      for (const listener of port.listeners)
        for (const host of listener.virtualHosts)
          for (const candidate of host.candidates) {
            const rule = view.snapshot.rules[candidate.ruleId];
            if (!rule || (scope !== undefined && scopeOfRule(rule.id) !== scope)) continue;
            entries.push({
              listener: listener.id,
              url: urls[listener.name],
              host: exampleHost(host.hostname),
              candidate,
              rule,
            });
          }
  }
  const rank = ({ url, rule }: Entry): number => (url === undefined ? 2 : 0) + (rule.action.type === 'forward' ? 0 : 1);
  return entries.sort((a, b) => rank(a) - rank(b));
}

/** A concrete name for a virtual host: `*` and `*.suffix` need one. */
function exampleHost(hostname: string): string {
  if (hostname === '*') return 'www.example.com';
  return hostname.startsWith('*.') ? `www${hostname.slice(1)}` : hostname;
}

/** The method of the echo service that answers one message with one. */
const UNARY_ECHO: Readonly<Record<string, string>> = {
  'grpc.examples.echo.Echo': 'UnaryEcho',
  'grpc.health.v1.Health': 'Check',
};

/** A call that the match takes: `/SERVICE/METHOD`, a name standing for what is open. */
function exampleCall({ match }: Candidate): string {
  const { path, headers } = match;
  const named = headers.find(({ name }) => name === ':path')?.value.replace(/^\.\*\//, '');
  const [, service = '', method = ''] = (path.type === 'RegularExpression' ? '' : path.value).split('/');
  return `/${service || 'any.Service'}/${method || named || UNARY_ECHO[service] || 'Method'}`;
}

/** A value that a match of a header or query parameter takes. */
function exampleValue({ type, value }: { type: string; value: string }): string {
  return type === 'RegularExpression' ? (regexSample(value) ?? value) : value;
}

/** A path that the match takes; '/' for a regular expression that says too little. */
function examplePath(candidate: Candidate, rule: SnapshotRule): string {
  const { path, queryParams } = candidate.match;
  const text = path.type === 'RegularExpression' ? (regexSample(path.value) ?? '/') : path.value;
  const query = queryParams.map(
    (param) => `${encodeURIComponent(param.name)}=${encodeURIComponent(exampleValue(param))}`,
  );
  for (const input of hashInputs(rule))
    if (input.type === 'QueryParam' && !queryParams.some((param) => param.name === input.name))
      query.push(`${encodeURIComponent(input.name)}={{uuid}}`);
  return query.length === 0 ? text : `${text}?${query.join('&')}`;
}

/** Headers that the match needs, and one that varies for each header or cookie that ConsistentHash reads. */
function exampleHeaders(candidate: Candidate, rule: SnapshotRule): { name: string; value: string }[] {
  const headers = candidate.match.headers
    .filter(({ name }) => name !== ':path')
    .map((header) => ({ name: header.name, value: exampleValue(header) }));
  for (const input of hashInputs(rule)) {
    if (input.type === 'Header' && !headers.some((header) => header.name === input.name))
      headers.push({ name: input.name, value: '{{uuid}}' });
    if (input.type === 'Cookie') headers.push({ name: 'cookie', value: `${input.name}={{uuid}}` });
  }
  return headers;
}

function hashInputs(rule: SnapshotRule) {
  if (rule.action.type !== 'forward') return [];
  const { loadBalancer } = rule.action.group;
  return loadBalancer.type === 'ConsistentHash' ? loadBalancer.inputs : [];
}

/** A request that the rule takes, ready to be sent. */
export function prefill(entry: Entry): GeneratorRequest {
  const isCall = entry.rule.route.kind === 'GRPCRoute';
  return {
    ...(isCall ? { protocol: 'grpc' } : {}),
    method: isCall ? 'POST' : (entry.candidate.match.method ?? 'GET'),
    listener: entry.listener,
    host: entry.host,
    path: isCall ? exampleCall(entry.candidate) : examplePath(entry.candidate, entry.rule),
    headers: exampleHeaders(entry.candidate, entry.rule),
    rate: 200,
    concurrency: 16,
    duration: 30,
    seed: 1,
  };
}

/** The ids of all listeners that requests can be sent to, with their URLs. */
export function boundListeners(view: SnapshotView): { id: string; url: string }[] {
  const bound: { id: string; url: string }[] = [];
  for (const gateway of view.snapshot.gateways)
    for (const port of gateway.ports)
      for (const listener of port.listeners) {
        const url = view.urls[`${gateway.namespace}/${gateway.name}`]?.[listener.name];
        if (url !== undefined) bound.push({ id: listener.id, url });
      }
  return bound;
}
