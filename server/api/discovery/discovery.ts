import type { IncomingMessage, ServerResponse } from 'node:http';
import { noSuchPath } from '../../model/status.ts';
import { ANSWER_TYPES, type Conversion, negotiate, notAcceptable } from '../http/accept.ts';
import { etagOf, isKnown } from '../http/etag.ts';
import { onlyGet } from '../http/methods.ts';
import { ApiProblem, NoSuchPage } from '../http/problem.ts';
import { send } from '../http/send.ts';
import { isBuiltIn, type Target } from '../http/target.ts';
import { aggregatedGroups, groupOf, resources } from './documents.ts';
import { findVersion, groups, groupVersionText, versions } from './groups.ts';

type DiscoveryTarget = Extract<Target, { type: 'root' | 'group' | 'version' }>;

/**
 * Answers `/api`, `/apis`, `/apis/GROUP`, `/api/v1` and `/apis/GROUP/VERSION`; the first two also in the aggregated form.
 * @throws ApiProblem 404, 405, 406; NoSuchPage
 */
export function discover(target: DiscoveryTarget, request: IncomingMessage, response: ServerResponse): void {
  const value = documentOf(target, request);
  onlyGet(request);
  if (target.type === 'root' && sendAggregated(target.core, request, response)) return;
  const agreed = negotiate(request, (conversion) => conversion === null);
  if (agreed === undefined) throw new ApiProblem(notAcceptable(ANSWER_TYPES));
  send(response, 200, value, agreed);
}

function documentOf(target: DiscoveryTarget, request: IncomingMessage): object {
  if (target.type === 'root') {
    const named = groups().filter((group) => group !== '');
    if (!target.core) return { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(groupOf) };
    return {
      kind: 'APIVersions',
      versions: versions('').map(({ version }) => version),
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: request.headers.host ?? '' }],
    };
  }
  if (target.type === 'group') {
    if (!groups().includes(target.group)) throw new NoSuchPage();
    return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(target.group) };
  }
  const found = findVersion(target.group, target.version);
  if (found === undefined) throw isBuiltIn(target.group) ? new ApiProblem(noSuchPath()) : new NoSuchPage();
  return {
    kind: 'APIResourceList',
    // the core group says nothing of its own version
    ...(target.group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: groupVersionText(found),
    resources: found.kinds.flatMap((kind) => resources(kind)),
  };
}

const isAggregated = (conversion: Conversion | null): boolean =>
  conversion?.as === 'APIGroupDiscoveryList' &&
  conversion.group === 'apidiscovery.k8s.io' &&
  conversion.version === 'v2';

/** Sends the aggregated form where the client takes it at all. */
function sendAggregated(core: boolean, request: IncomingMessage, response: ServerResponse): boolean {
  const agreed = negotiate(request, isAggregated);
  if (agreed?.conversion === null || agreed?.conversion === undefined) return false;
  const { version } = agreed.conversion;
  const value = aggregatedGroups(core, version);
  const etag = etagOf(JSON.stringify(value));
  const headers = { etag, vary: 'Accept', 'cache-control': 'public' };
  if (isKnown(request, etag)) response.writeHead(304, headers).end();
  else
    send(response, 200, value, {
      ...agreed,
      type: `application/${agreed.format};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      headers,
    });
  return true;
}
