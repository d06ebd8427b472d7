import { type Asker, collection, gateway, MERGE, namespace, route, service } from '../asker.ts';

const NS = 'conversation-deletes';

/** Deletion: options, preconditions, finalizers, collections, namespaces. */
export async function ask(asker: Asker): Promise<void> {
  const namespaces = collection('namespaces', '');
  await asker.ask('POST', namespaces, namespace(NS));
  for (const path of [collection('httproutes', NS), collection('services', NS), collection('endpointslices', NS)]) {
    const core = !path.includes('/gateway.');
    const make = path.endsWith('services')
      ? service
      : path.endsWith('httproutes')
        ? route
        : (name: string, metadata = {}) => ({
            apiVersion: 'discovery.k8s.io/v1',
            kind: 'EndpointSlice',
            metadata: { name, ...metadata },
            addressType: 'IPv4',
            endpoints: [],
          });
    await asker.ask('POST', path, make('a'));
    const { body } = await asker.ask('GET', `${path}/a`);
    const { uid, resourceVersion } = body.metadata;
    await asker.ask('DELETE', `${path}/zz`);
    for (const options of [
      { preconditions: { uid: '11111111-1111-1111-1111-111111111111' } },
      { preconditions: { resourceVersion: '1' } },
      { preconditions: { uid, resourceVersion: '1' } },
      { preconditions: {}, dryRun: ['All'] },
      { dryRun: ['Some'] },
      { dryRun: ['All', 'All'] },
      { propagationPolicy: 'Nothing' },
      { propagationPolicy: 'Background', orphanDependents: true },
      { gracePeriodSeconds: -1, dryRun: ['All'] },
      { gracePeriodSeconds: 'x' },
      { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] },
      { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', dryRun: ['All'] },
      { kind: 'DeleteOptions', apiVersion: 'gateway.networking.k8s.io/v1', dryRun: ['All'] },
      { kind: 'Nothing', apiVersion: 'v1', dryRun: ['All'] },
      { unknown: 1, dryRun: ['All'] },
      { preconditions: 1 },
      [],
      'nonsense',
    ])
      await asker.ask('DELETE', `${path}/a`, options);
    for (const query of [
      'dryRun=All',
      'dryRun=Some',
      'dryRun=All&dryRun=All',
      'dryRun=',
      'propagationPolicy=Nothing&dryRun=All',
      'propagationPolicy=Background&dryRun=All',
      'gracePeriodSeconds=0&dryRun=All',
      'gracePeriodSeconds=x',
      'orphanDependents=true&dryRun=All',
    ])
      await asker.ask('DELETE', `${path}/a?${query}`);
    await asker.ask('DELETE', `${path}/a`, { preconditions: { uid, resourceVersion } });
    await asker.ask('POST', path, make('b'));
    await asker.ask('DELETE', `${path}/b`);
    await asker.ask('DELETE', `${path}/b`);
    // finalizers
    await asker.ask('POST', path, make('held', { finalizers: ['example.com/hold', 'example.com/too'] }));
    await asker.ask('DELETE', `${path}/held?dryRun=All`);
    await asker.ask('DELETE', `${path}/held`);
    await asker.ask('DELETE', `${path}/held`);
    await asker.ask('PATCH', `${path}/held`, { metadata: { labels: { a: 'b' } } }, MERGE);
    await asker.ask('PATCH', `${path}/held`, { metadata: { finalizers: ['example.com/other'] } }, MERGE);
    await asker.ask('PATCH', `${path}/held`, { metadata: { deletionTimestamp: null } }, MERGE);
    await asker.ask('POST', path, make('held'));
    await asker.ask('PATCH', `${path}/held`, { metadata: { finalizers: ['example.com/hold'] } }, MERGE);
    await asker.ask('PATCH', `${path}/held`, { metadata: { finalizers: null } }, MERGE);
    await asker.ask('GET', `${path}/held`);
    // collections
    for (const name of ['x1', 'x2', 'x3'])
      await asker.ask('POST', path, make(name, { labels: { batch: name === 'x3' ? 'two' : 'one' } }));
    await asker.ask('DELETE', `${path}?labelSelector=batch%3Done&dryRun=All`);
    await asker.ask('DELETE', `${path}?labelSelector=batch%3Done`);
    await asker.ask('DELETE', `${path}?fieldSelector=metadata.name%3Dx3`);
    await asker.ask('DELETE', `${path}?labelSelector=%3D`);
    await asker.ask('DELETE', `${path}?fieldSelector=spec.x%3D1`);
    for (const name of ['y1', 'y2', 'y3']) await asker.ask('POST', path, make(name));
    await asker.ask('DELETE', `${path}?limit=2`);
    await asker.ask('DELETE', path, { propagationPolicy: 'Nothing' });
    await asker.ask('DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' });
    await asker.ask('GET', path);
    await asker.ask('POST', path, make('z', { finalizers: ['example.com/hold'] }));
    await asker.ask('DELETE', path);
    await asker.ask('PATCH', `${path}/z`, { metadata: { finalizers: null } }, MERGE);
    // status
    if (core) continue;
    await asker.ask('POST', collection('gateways', NS), gateway('g', { http: 80 }));
    await asker.ask('DELETE', `${collection('gateways', NS)}/g/status`);
    await asker.ask('DELETE', `${collection('gateways', NS)}/g`);
  }
  // namespaces
  await asker.ask('DELETE', `${namespaces}/default`);
  await asker.ask('DELETE', `${namespaces}/default?dryRun=All`);
  await asker.ask('DELETE', `${namespaces}/conversation-nothing`);
  await asker.ask('POST', namespaces, namespace(`${NS}-2`));
  await asker.ask('POST', collection('httproutes', `${NS}-2`), route('a', { finalizers: ['example.com/hold'] }));
  await asker.ask('DELETE', `${namespaces}/${NS}-2?dryRun=All`);
  await asker.ask('DELETE', `${namespaces}/${NS}-2`, {
    preconditions: { uid: '11111111-1111-1111-1111-111111111111' },
  });
  await asker.ask('DELETE', `${namespaces}/${NS}-2`);
  await asker.ask('GET', `${namespaces}/${NS}-2`);
  await asker.ask('DELETE', `${namespaces}/${NS}-2`);
  await asker.ask('POST', collection('httproutes', `${NS}-2`), route('b'));
  await asker.ask('POST', collection('services', `${NS}-2`), service('b'));
  await asker.ask('PATCH', `${collection('httproutes', `${NS}-2`)}/c?fieldManager=m`, route('c'), {
    'content-type': 'application/apply-patch+yaml',
  });
}
