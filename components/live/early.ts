import { KEPT_PATH } from './kept.ts';
import { listPath, pageKinds } from './kinds.ts';
import { SIGN_IN } from './session.ts';

export const STATE = '/console/v1/state';
export const SNAPSHOT = '/console/v1/snapshot';

/** What every page reads for its frame: counts, problems, state, live rate. */
const KINDS = new Set([
  'Gateway',
  'GatewayClass',
  'HTTPRoute',
  'GRPCRoute',
  'BackendTrafficPolicy',
  'Service',
  'Namespace',
]);
const PATHS = [STATE, SNAPSHOT, ...pageKinds.filter(({ kind }) => KINDS.has(kind)).map(listPath), KEPT_PATH];
/** What the overview and the pages of backends read besides. */
const SLICES = pageKinds.filter(({ kind }) => kind === 'EndpointSlice').map(listPath);

/** An answer that came early. */
export interface EarlyAnswer {
  response: Response;
  /** Its JSON, read while scripts are on the way; undefined for an answer that is not 2xx, which is still to be read. */
  value: unknown;
}

/** Answers that were asked for before the page's scripts were there, by path. */
interface Early {
  syEarly?: Record<string, Promise<EarlyAnswer> | undefined>;
  /** Those that have come. */
  syCome?: Record<string, EarlyAnswer | undefined>;
}

export const ACCEPT = 'application/json, */*;q=0.5';

const json = (value: unknown): string => JSON.stringify(value);

/** Script for the head of a page: asks for what every page reads while its own scripts are still on the way. */
export const EARLY_SCRIPT = `{const{pathname}=location;if(pathname!==${json(SIGN_IN)}){const early=window.syEarly={},come=window.syCome={},slices=/^\\/(?:$|backends)/.test(pathname)?${json(SLICES)}:[];for(const path of [...${json(PATHS)},...slices])(early[path]=fetch(path,{cache:'no-store',headers:{accept:${json(ACCEPT)}}}).then(async(response)=>come[path]={response,value:response.ok?await response.json():undefined})).catch(()=>{})}}`;

/** Takes the early answer to a path, once. It may be older than the stream: what changed since is read again as after any pause. */
export function takeEarly(path: string): Promise<EarlyAnswer> | undefined {
  const { syEarly, syCome } = globalThis as Early;
  const answer = syEarly?.[path];
  if (syEarly && answer) syEarly[path] = undefined;
  if (syCome) delete syCome[path];
  return answer;
}

/** Takes the early answer to a path when it has come already, once. */
export function takeCome(path: string): EarlyAnswer | undefined {
  const answer = (globalThis as Early).syCome?.[path];
  if (!answer?.response.ok) return undefined;
  void takeEarly(path);
  return answer;
}
