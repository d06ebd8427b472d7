import { type Asker, collection, MERGE, namespace, route, service } from '../asker.ts';

const NS = 'conversation-lists';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const PARTIAL = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };

/** Lists: selectors, pages, resource versions. */
export async function ask(asker: Asker): Promise<void> {
  const get = (path: string, headers = {}): ReturnType<Asker['ask']> => asker.ask('GET', path, undefined, headers);
  await asker.ask('POST', collection('namespaces', ''), namespace(NS));
  const routes = collection('httproutes', NS);
  const services = collection('services', NS);
  for (const path of [routes, services]) {
    const make = path === routes ? route : service;
    const empty = await get(path);
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e'].entries())
      await asker.ask(
        'POST',
        path,
        make(name, { labels: { tier: index < 2 ? 'low' : 'high', index: String(index), [`only-${name}`]: '' } }),
      );
    await asker.ask('PATCH', `${path}/e`, { metadata: { labels: { 'example.com/x': 'y' } } }, MERGE);

    for (const selector of path === services
      ? ['tier=low', 'tier notin (low)', '=']
      : [
          'tier=low',
          'tier==low',
          'tier!=low',
          'tier',
          '!tier',
          'tier,!only-a',
          'tier in (low)',
          'tier in (low,high)',
          'tier in (low, high),tier notin (low)',
          'tier notin (low,high)',
          'tier in ()',
          'tier in',
          'tier in (',
          'tier in (a,)',
          'nothing notin (x)',
          'index>2',
          'index > 2',
          'index<1',
          'index>x',
          'index>1,index<4',
          'tier=',
          'only-a=',
          'example.com/x=y',
          'example.com/x',
          'a/b/c=d',
          '=',
          '=low',
          '!',
          '!!tier',
          ',',
          'tier=low,',
          'tier low',
          'tier=low high',
          'tier=-',
          'tier=low=high',
          '-tier=low',
          'Tier=low',
          ' tier = low ',
          'tier=low tier=high',
          'tier=(low)',
          'tier=low,tier=high',
          'tier=*',
          'x'.repeat(64),
          `tier=${'x'.repeat(64)}`,
          '/tier=x',
          'example.com/=x',
        ])
      await get(`${path}?labelSelector=${encodeURIComponent(selector)}`, TABLE);
    for (const selector of [
      'metadata.name=a',
      'metadata.name==a',
      'metadata.name!=a',
      'metadata.namespace=conversation-lists',
      'metadata.namespace!=conversation-lists',
      'metadata.namespace=other',
      'metadata.name=a,metadata.namespace=conversation-lists',
      'metadata.name=a,metadata.name=b',
      'metadata.name=',
      'metadata.name',
      '=a',
      ',',
      'metadata.name=a,',
      'metadata.uid=a',
      'spec.x=1',
      'spec.type=ClusterIP',
      'spec.clusterIP=None',
      'status.phase=Active',
      'nothing',
      'metadata.name>a',
      'metadata.name=a\\,b',
      ' metadata.name=a',
    ])
      await get(`${path}?fieldSelector=${encodeURIComponent(selector)}`, TABLE);
    // pages
    let next = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await get(
        `${path}?limit=2${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`,
        PARTIAL,
      );
      next = body.metadata.continue ?? '';
    }
    const first = await get(`${path}?limit=2`, PARTIAL);
    const token = encodeURIComponent(first.body.metadata.continue ?? '');
    await asker.ask('DELETE', `${path}/d`);
    await asker.ask('POST', path, make('cc'));
    for (const query of [
      `limit=2&continue=${token}`,
      `continue=${token}`,
      `continue=${token}&resourceVersion=1`,
      `continue=${token}&resourceVersion=0`,
      `continue=${token}&resourceVersionMatch=Exact`,
      `continue=${token}&resourceVersionMatch=NotOlderThan`,
      `continue=nonsense`,
      `continue=e30`,
      `limit=0`,
      `limit=1`,
      `limit=100`,
      `limit=-1`,
      `limit=x`,
      `limit=`,
      `limit=1.5`,
      `limit=99999999999999999999`,
      `limit=1&limit=2`,
      `limit=2&labelSelector=tier%3Dhigh`,
      `limit=1&fieldSelector=metadata.name%21%3Da`,
    ])
      await get(`${path}?${query}`, PARTIAL);
    // resource versions
    const rv = (await get(path)).body.metadata.resourceVersion ?? '';
    const old = empty.body.metadata.resourceVersion ?? '';
    for (const query of [
      'resourceVersion=0',
      'resourceVersion=',
      `resourceVersion=${rv}`,
      `resourceVersion=${old}`,
      'resourceVersion=x',
      'resourceVersion=-1',
      'resourceVersion=1.5',
      'resourceVersion=99999999999999999999',
      'resourceVersionMatch=Exact',
      'resourceVersionMatch=NotOlderThan',
      'resourceVersionMatch=x',
      'resourceVersionMatch=',
      'resourceVersion=0&resourceVersionMatch=Exact',
      'resourceVersion=0&resourceVersionMatch=NotOlderThan',
      `resourceVersion=${rv}&resourceVersionMatch=Exact`,
      `resourceVersion=${rv}&resourceVersionMatch=NotOlderThan`,
      `resourceVersion=${rv}&resourceVersionMatch=x`,
      `resourceVersion=${old}&resourceVersionMatch=Exact`,
      `resourceVersion=${old}&resourceVersionMatch=NotOlderThan`,
      `resourceVersion=0&limit=2`,
      `resourceVersion=${rv}&limit=2`,
      `resourceVersion=${rv}&limit=2&resourceVersionMatch=Exact`,
      `resourceVersion=${rv}&limit=2&resourceVersionMatch=NotOlderThan`,
      `sendInitialEvents=true`,
      `sendInitialEvents=false`,
      `sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
      `sendInitialEvents=x`,
      `allowWatchBookmarks=true`,
      `timeoutSeconds=1`,
      `timeoutSeconds=x`,
      `watch=0`,
      `watch=false`,
      `nothing=1`,
    ])
      await get(`${path}?${query}`, PARTIAL);
    for (const query of [
      'resourceVersion=0',
      'resourceVersion=',
      `resourceVersion=${rv}`,
      `resourceVersion=${old}`,
      'resourceVersion=x',
      'resourceVersionMatch=Exact',
    ])
      await get(`${path}/a?${query}`, { accept: PARTIAL.accept.replace('List', '') });
    await get(
      '/apis/gateway.networking.k8s.io/v1/httproutes?fieldSelector=metadata.namespace%3Dconversation-lists',
      PARTIAL,
    );
    await get('/api/v1/services?fieldSelector=metadata.namespace%3Dconversation-lists', PARTIAL);
  }
  // a version that is still to come takes seconds to fail
  for (const path of [routes, services]) {
    await get(`${path}?resourceVersion=999999&resourceVersionMatch=NotOlderThan`);
    await get(`${path}?resourceVersion=999999`);
    await get(`${path}?resourceVersion=999999&resourceVersionMatch=Exact`);
    await get(`${path}/a?resourceVersion=999999`);
  }
  // all namespaces, in order and in pages
  await asker.ask('POST', collection('namespaces', ''), namespace(`${NS}-2`));
  for (const name of ['z', 'a']) await asker.ask('POST', collection('httproutes', `${NS}-2`), route(name));
  await get('/apis/gateway.networking.k8s.io/v1/httproutes?limit=6', PARTIAL);
  await get('/apis/gateway.networking.k8s.io/v1/httproutes', PARTIAL);
  await get('/api/v1/namespaces?fieldSelector=metadata.name%3Dconversation-lists', TABLE);
  await get('/api/v1/namespaces?fieldSelector=status.phase%3DActive,metadata.name%3Dconversation-lists', TABLE);
  await get('/api/v1/namespaces?labelSelector=kubernetes.io/metadata.name%3Dconversation-lists', TABLE);
}
