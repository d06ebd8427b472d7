import { NO_ENDPOINT, unservedBackend } from '../../balancing/index.ts';
import { hashRequest, type RequestHash } from '../../balancing/hash.ts';
import type { RequestHead } from '../codec/request-head.ts';
import type { ListenerCounters } from '../telemetry/counters.ts';
import type { ClientConnection } from './client-connection.ts';
import type { KnownRequest } from './known-requests.ts';
import type { ForwardGroup } from './forward-group.ts';
import { grpcAnswer } from './grpc.ts';
import { ADMITTED, OVERFLOW } from './admission.ts';
import { loggedRequest, logOwn } from './logging.ts';
import {
  emptyAnswer,
  failureAnswer,
  NO_HEALTHY_UPSTREAM,
  NO_ROUTE,
  NOTHING_SERVED,
  UPGRADE_FAILED,
  type OwnAnswer,
} from './own-answer.ts';
import type { RequestView } from './request-view.ts';
import type { ServedRule } from './service.ts';
import type { WorkerContext } from './worker-context.ts';

const NO_HASH: RequestHash = {};

/**
 * Answers a request or starts an exchange for it.
 * @param from offset behind the head
 * @returns the offset behind what was read of its body
 */
export function dispatch(
  client: ClientConnection,
  context: WorkerContext,
  head: RequestHead,
  from: number,
  end: number,
  picked?: number,
): number {
  const { view, service, telemetry } = context;
  const refused = view.read(head);
  const { router } = service;
  const { point } = client;
  // a port that the snapshot does not have any more is closed, and its connections end
  client.closing = view.wantsClose || point.gateway < 0;
  if (refused !== null || router === null) {
    return answerHere(client, context, telemetry.listener(''), null, refused ?? NOTHING_SERVED, head, from, end);
  }
  const found = router.match(point.gateway, point.port, view);
  const listener = telemetry.listener(found.listener?.id ?? '');
  const rule = found.type === 'rule' ? service.rule(found.rule.id) : undefined;
  if (rule === undefined) {
    listener.countUnmatched(view.host, view.path);
    return answerHere(client, context, listener, null, NO_ROUTE, head, from, end);
  }
  const { forward } = rule;
  if (forward === null) return answerHere(client, context, listener, rule, rule.respond!, head, from, end);
  const { loadBalancer } = forward.group;
  const hash = loadBalancer.type === 'ConsistentHash' ? hashOf(client, view, forward) : NO_HASH;
  // a table may take long to make, for which what is ready need not wait
  if (!forward.isReady) context.transport.flush();
  const pick = picked ?? forward.balancer.pick(hash.hash);
  if (pick < 0) return answerHere(client, context, listener, rule, unserved(forward, pick), head, from, end);
  if (view.upgrade !== null && forward.hosts[pick]!.streams !== null) {
    return answerHere(client, context, listener, rule, UPGRADE_FAILED, head, from, end);
  }
  const admission = forward.admit(pick);
  if (admission === OVERFLOW) {
    return answerHere(client, context, listener, rule, failureAnswer('overflow'), head, from, end);
  }
  const isQueued = admission !== ADMITTED;
  const setCookie = fieldText(hash.setCookie);
  const at = client.takeExchange().start(view, rule, listener, forward, pick, isQueued, setCookie, from, end);
  return at < 0 ? end : at;
}

/** The exchange of a known request has been started. No pick of a balancer. */
export const STARTED = -(2 ** 30);

/** Starts an exchange for a known request. Returns STARTED, or what was picked where it cannot start at once. */
export function dispatchKnown(client: ClientConnection, context: WorkerContext, known: KnownRequest): number {
  const { group } = known;
  client.closing = false;
  const pick = group.balancer.pick(undefined);
  if (pick < 0 || group.admit(pick) !== ADMITTED) return pick;
  client.takeExchange().startKnown(known, pick);
  return STARTED;
}

function hashOf(client: ClientConnection, view: RequestView, forward: ForwardGroup): RequestHash {
  const { loadBalancer } = forward.group;
  if (loadBalancer.type !== 'ConsistentHash') return NO_HASH;
  const { connection } = client;
  view.remoteAddress = client.remoteAddress;
  view.remotePort = connection.remotePort;
  view.localAddress = client.localAddress;
  view.localPort = connection.localPort;
  return hashRequest(loadBalancer.inputs, view);
}

/** Text of a manifest as the value of a field: UTF-8 on the wire, and no byte that could end the line. */
export function fieldText(text: string | undefined): string | null {
  if (text === undefined) return null;
  // eslint-disable-next-line no-control-regex -- they are what is taken out: a line break would end the field
  return Buffer.from(text.replaceAll(/[\u0000-\u001f\u007f]/g, '')).toString('latin1');
}

/** The answer of a backendRef that was chosen and cannot be served, or of a group without endpoints. */
export function unserved(forward: ForwardGroup, pick: number): OwnAnswer {
  if (pick === NO_ENDPOINT) return NO_HEALTHY_UPSTREAM;
  const respond = forward.group.backends[unservedBackend(pick)]?.respond;
  return emptyAnswer(respond?.status ?? 503, respond?.reason ?? 'backendRef without endpoints');
}

function answerHere(
  client: ClientConnection,
  context: WorkerContext,
  listener: ListenerCounters,
  rule: ServedRule | null,
  answer: OwnAnswer,
  head: RequestHead,
  from: number,
  end: number,
): number {
  const { telemetry } = context;
  listener.count(answer.status);
  telemetry.touchListener(listener);
  if (rule !== null) {
    rule.counters.count(answer.status);
    rule.counters.countOwn(answer.status, answer.reason);
    telemetry.touchRule(rule.counters);
  }
  if (context.log !== null) {
    logOwn(context, loggedRequest(context.view, client.remoteAddress, 'HTTP/1.1'), listener, rule, answer);
  }
  // a body that has come whole already is skipped, so that the connection can be kept
  const length = head.chunked ? Infinity : Math.max(0, head.contentLength);
  const isWhole = length <= end - from;
  client.answer(context.view.isGrpc ? grpcAnswer(answer) : answer, head.method === 'HEAD', isWhole);
  return isWhole ? from + length : end;
}
