import { apiPath, pageKinds } from './kinds.ts';
import { SIGN_IN } from './session.ts';

/** What every page reads for its frame: counts, problems, state. */
const KINDS = new Set([
  'Gateway',
  'GatewayClass',
  'HTTPRoute',
  'GRPCRoute',
  'BackendTrafficPolicy',
  'Service',
  'Namespace',
]);
const PATHS = [
  '/console/v1/state',
  '/console/v1/snapshot',
  ...pageKinds.filter(({ kind }) => KINDS.has(kind)).map((kind) => apiPath(kind)),
];

/** Answers that were asked for before the page's scripts were there, by path. */
interface Early {
  syEarly?: Record<string, Promise<Response> | undefined>;
}

export const ACCEPT = 'application/json, */*;q=0.5';

/** Script for the head of a page: asks for what every page reads while its own scripts are still on the way. */
export const EARLY_SCRIPT = `{const{pathname}=location;if(pathname!==${JSON.stringify(SIGN_IN)}){const early=window.syEarly={};for(const path of ${JSON.stringify(PATHS)})(early[path]=fetch(path,{cache:'no-store',headers:{accept:${JSON.stringify(ACCEPT)}}})).catch(()=>{})}}`;

/** Takes the early answer to a path, once. It may be older than the stream: what changed since is read again as after any pause. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const early = (globalThis as Early).syEarly;
  const answer = early?.[path];
  if (early && answer) early[path] = undefined;
  return answer;
}
