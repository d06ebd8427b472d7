import { isIP } from 'node:net';
import { compile, type Router } from '../../routing/match.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { applyDelta, type SnapshotDelta } from '../../routing/snapshot-delta.ts';

/** Why a snapshot is not served: where it is, and what is wrong there. */
class ShapeError extends Error {}

/** A delta does not start from the snapshot that is here. */
export class DeltaGap extends Error {}

type Fields = Record<string, unknown>;

const LARGEST_TABLE = 5_000_011;

/**
 * Checks a value that came over the control socket or from disk, and compiles its matches.
 * @throws Error that names the place when it is not a snapshot that can be served
 */
export function checkSnapshot(value: unknown): Router {
  const snapshot = fields(value, 'snapshot');
  revision(snapshot.revision, 'snapshot.revision');
  each(snapshot.gateways, 'gateways', checkGateway);
  const rules = fields(snapshot.rules, 'rules');
  for (const [id, rule] of Object.entries(rules)) checkRule(rule, `rules[${JSON.stringify(id)}]`, id);
  return compile(value as Snapshot);
}

/**
 * Checks a delta that came over the control socket or from disk, and applies it. What it does not name is not looked at again.
 * @throws DeltaGap when it starts from another snapshot, Error that names the place when what it gives cannot be served
 */
export function checkDelta(before: Router, value: unknown): Router {
  const delta = fields(value, 'delta');
  if (delta.from !== before.snapshot.revision) {
    throw new DeltaGap(`it starts from revision ${String(delta.from)}, and ${before.snapshot.revision} is here`);
  }
  revision(delta.revision, 'delta.revision');
  if (delta.frame !== undefined) each(fields(delta.frame, 'frame').gateways, 'gateways', checkGateway);
  each(delta.hosts, 'hosts', (value, where) => {
    const change = fields(value, where);
    text(change.listener, `${where}.listener`);
    each(change.set, `${where}.set`, checkHost);
    each(change.gone, `${where}.gone`, text);
  });
  const rules = fields(delta.rules, 'rules');
  each(rules.set, 'rules.set', (rule, where) => {
    const { id } = fields(rule, where);
    text(id, `${where}.id`);
    checkRule(rule, `rules[${JSON.stringify(id)}]`, id as string);
  });
  each(rules.gone, 'rules.gone', text);
  return compile(applyDelta(before.snapshot, value as SnapshotDelta), before);
}

function checkGateway(value: unknown, where: string): void {
  const gateway = fields(value, where);
  text(gateway.namespace, `${where}.namespace`);
  text(gateway.name, `${where}.name`);
  address(gateway.address, `${where}.address`);
  if (typeof gateway.mirrorLoopback !== 'boolean') fail(`${where}.mirrorLoopback`, 'must be true or false');
  each(gateway.ports, `${where}.ports`, (value, where) => {
    const port = fields(value, where);
    whole(port.port, `${where}.port`, 1, 65_535);
    if (port.protocol !== 'HTTP') fail(`${where}.protocol`, 'must be HTTP');
    each(port.listeners, `${where}.listeners`, checkListener);
  });
}

function checkListener(value: unknown, where: string): void {
  const listener = fields(value, where);
  text(listener.id, `${where}.id`);
  text(listener.name, `${where}.name`);
  if (listener.hostname !== undefined) text(listener.hostname, `${where}.hostname`);
  each(listener.virtualHosts, `${where}.virtualHosts`, checkHost);
}

function checkHost(value: unknown, where: string): void {
  const host = fields(value, where);
  text(host.hostname, `${where}.hostname`);
  each(host.candidates, `${where}.candidates`, (value, where) => {
    const candidate = fields(value, where);
    text(candidate.ruleId, `${where}.ruleId`);
    whole(candidate.matchIndex, `${where}.matchIndex`, 0, 1_000_000);
    checkMatch(candidate.match, `${where}.match`);
  });
}

function checkMatch(value: unknown, where: string): void {
  const match = fields(value, where);
  const path = fields(match.path, `${where}.path`);
  oneOf(path.type, `${where}.path.type`, ['Exact', 'PathPrefix', 'RegularExpression']);
  anyText(path.value, `${where}.path.value`);
  if (match.method !== undefined) text(match.method, `${where}.method`);
  for (const list of ['headers', 'queryParams'] as const) {
    each(match[list], `${where}.${list}`, (value, where) => {
      const entry = fields(value, where);
      oneOf(entry.type, `${where}.type`, ['Exact', 'RegularExpression']);
      text(entry.name, `${where}.name`);
      anyText(entry.value, `${where}.value`);
    });
  }
}

function checkRule(value: unknown, where: string, id: string): void {
  const rule = fields(value, where);
  if (rule.id !== id) fail(`${where}.id`, 'must be the key of the rule');
  const action = fields(rule.action, `${where}.action`);
  if (action.type === 'respond') {
    whole(action.status, `${where}.action.status`, 200, 599);
    anyText(action.reason, `${where}.action.reason`);
    return;
  }
  if (action.type !== 'forward') fail(`${where}.action.type`, 'must be respond or forward');
  const group = fields(action.group, `${where}.action.group`);
  const at = `${where}.action.group`;
  oneOf(group.structure, `${at}.structure`, ['localities', 'weighted']);
  checkBalancer(group.loadBalancer, `${at}.loadBalancer`);
  each(group.backends, `${at}.backends`, checkBackend);
}

function checkBackend(value: unknown, where: string): void {
  const backend = fields(value, where);
  whole(backend.weight, `${where}.weight`, 0, 1_000_000);
  if (backend.protocol !== undefined) oneOf(backend.protocol, `${where}.protocol`, ['h2c']);
  if (backend.respond !== undefined) {
    const respond = fields(backend.respond, `${where}.respond`);
    if (respond.status !== 500 && respond.status !== 503) fail(`${where}.respond.status`, 'must be 500 or 503');
    anyText(respond.reason, `${where}.respond.reason`);
  }
  each(backend.endpoints, `${where}.endpoints`, (value, where) => {
    const endpoint = fields(value, where);
    address(endpoint.address, `${where}.address`);
    whole(endpoint.port, `${where}.port`, 1, 65_535);
  });
}

function checkBalancer(value: unknown, where: string): void {
  const balancer = fields(value, where);
  oneOf(balancer.type, `${where}.type`, ['RoundRobin', 'Random', 'LeastRequest', 'ConsistentHash']);
  if (balancer.type !== 'ConsistentHash') return;
  const size = balancer.tableSize;
  whole(size, `${where}.tableSize`, 2, LARGEST_TABLE);
  if (!isPrime(size as number)) fail(`${where}.tableSize`, `${String(size)} is not a prime number`);
  each(balancer.inputs, `${where}.inputs`, (value, where) => {
    const input = fields(value, where);
    oneOf(input.type, `${where}.type`, ['SourceIP', 'Header', 'QueryParam', 'Cookie']);
    if (input.type === 'SourceIP') return;
    anyText(input.name, `${where}.name`);
    if (input.type !== 'Cookie') return;
    if (input.ttl !== undefined && typeof input.ttl !== 'number') fail(`${where}.ttl`, 'must be a number of seconds');
    for (const [name, attribute] of Object.entries(fields(input.attributes, `${where}.attributes`))) {
      anyText(attribute, `${where}.attributes.${name}`);
    }
  });
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n > 1;
}

function fields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(where, 'must be an object');
  return value as Fields;
}

function each(value: unknown, where: string, check: (value: unknown, where: string) => void): void {
  if (!Array.isArray(value)) fail(where, 'must be a list');
  (value as unknown[]).forEach((entry, i) => check(entry, `${where}[${i}]`));
}

function text(value: unknown, where: string): void {
  if (typeof value !== 'string' || value === '') fail(where, 'must be a text that is not empty');
}

function anyText(value: unknown, where: string): void {
  if (typeof value !== 'string') fail(where, 'must be a text');
}

function whole(value: unknown, where: string, least: number, most: number): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
    fail(where, `must be a whole number from ${least} to ${most}`);
  }
}

function revision(value: unknown, where: string): void {
  whole(value, where, 0, Number.MAX_SAFE_INTEGER);
}

function address(value: unknown, where: string): void {
  if (typeof value !== 'string' || isIP(value) === 0) fail(where, 'must be an IP address');
}

function oneOf(value: unknown, where: string, choices: readonly string[]): void {
  if (typeof value !== 'string' || !choices.includes(value)) fail(where, `must be one of ${choices.join(', ')}`);
}

function fail(where: string, what: string): never {
  throw new ShapeError(`${where} ${what}.`);
}
