import type { LoggedRequest } from '../telemetry/access-log.ts';
import type { ListenerCounters } from '../telemetry/counters.ts';
import { type ServedName, servedName } from '../telemetry/served-name.ts';
import type { OwnAnswer } from './own-answer.ts';
import type { ServedRule } from './service.ts';
import type { WorkerContext } from './worker-context.ts';

/** What the log tells of a request, read before its view serves another one. */
export function loggedRequest(
  view: { method: string; host: string; path: string; search: string },
  client: string,
  protocol: LoggedRequest['protocol'],
): LoggedRequest {
  const { method, host, path, search } = view;
  return { client, protocol, method, host, path: path + search };
}

/** The names behind a rule in service. @param backend index of the backendRef, -1 without one */
export function namesOf({ service }: WorkerContext, rule: ServedRule | null, backend: number): ServedName | null {
  const found = rule === null ? undefined : service.router?.snapshot.rules[rule.counters.ruleId];
  return found === undefined ? null : servedName(found, backend);
}

/** Logs an answer that the proxy gave at once. */
export function logOwn(
  context: WorkerContext,
  request: LoggedRequest,
  listener: ListenerCounters,
  rule: ServedRule | null,
  { status, reason }: OwnAnswer,
): void {
  const served = namesOf(context, rule, -1);
  context.log?.write(request, { status, reason, listener: listener.listener, served, endpoint: null, duration: 0 });
}
