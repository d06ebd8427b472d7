import { type Asker, collection, MERGE, namespace, route, service } from '../asker.ts';

const NS = 'conversation-watches';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PARTIAL = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';

/** Watches: where they begin, what they tell, how they end. */
export async function ask(asker: Asker): Promise<void> {
  await asker.ask('POST', collection('namespaces', ''), namespace(NS));
  for (const path of [collection('httproutes', NS), collection('services', NS)]) {
    const make = path.endsWith('services') ? service : route;
    const label = (name: string, labels: object): ReturnType<Asker['ask']> =>
      asker.ask('PATCH', `${path}/${name}`, { metadata: { labels } }, MERGE);
    await asker.ask('POST', path, make('a', { labels: { tier: 'low' } }));
    await asker.ask('POST', path, make('b', { labels: { tier: 'high' } }));
    const rv = (await asker.ask('GET', path)).body.metadata.resourceVersion ?? '';

    const where = [
      'watch=1',
      'watch=1&resourceVersion=0',
      'watch=1&resourceVersion=RV',
      'watch=1&resourceVersion=RV&fieldSelector=metadata.name%3Dc',
      'watch=1&resourceVersion=RV&labelSelector=tier%3Dlow',
      'watch=1&labelSelector=tier%3Dlow',
      'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=0',
      'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=RV',
      'watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
      'watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=RV',
    ];
    // built-in kinds are watched as custom resources are
    for (const each of path.endsWith('services') ? where.filter((_, index) => index % 4 === 0) : where) {
      const now = (await asker.ask('GET', path)).body.metadata.resourceVersion ?? '';
      const query = each.replace('RV', now);
      await asker.note(each);
      const watch = await asker.watch(`${path}?${query}`);
      // what is there comes first
      await new Promise((resolve) => setTimeout(resolve, 200));
      await asker.ask('POST', path, make('c', { labels: { tier: 'low' } }));
      await label('c', { tier: 'high' });
      await label('c', { tier: 'low' });
      await label('c', { tier: null });
      await label('b', { step: String(where.indexOf(each)) });
      await asker.ask('DELETE', `${path}/c`);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await watch.close();
    }
    for (const accept of [TABLE, PARTIAL, 'application/json;stream=watch', `${TABLE},application/json`]) {
      await asker.note(accept);
      const watch = await asker.watch(
        `${path}?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
        { accept },
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      await asker.ask('POST', path, make('c'));
      await asker.ask('DELETE', `${path}/c`);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await watch.close();
    }
    for (const include of ['None', 'Object']) {
      const watch = await asker.watch(`${path}?watch=1&includeObject=${include}`, { accept: TABLE });
      await watch.until(2);
      await watch.close();
    }
    await asker.note('timeouts');
    for (const query of [
      'watch=1&timeoutSeconds=1',
      `watch=1&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=0`,
    ]) {
      const watch = await asker.watch(`${path}?${query}`);
      await watch.until(1000);
    }
    // a watch of one object, as kubectl get -w NAME makes it
    const one = await asker.watch(`${path}?watch=1&fieldSelector=metadata.name%3Da`);
    await label('a', { x: 'y' });
    await label('b', { x: 'y' });
    await one.until(2);
    await one.close();
    // refused at once
    for (const query of [
      'watch=1&resourceVersion=x',
      'watch=1&resourceVersion=-1',
      'watch=1&labelSelector=%3D',
      'watch=1&fieldSelector=spec.x%3D1',
      'watch=1&sendInitialEvents=true',
      'watch=1&sendInitialEvents=true&resourceVersionMatch=Exact',
      `watch=1&resourceVersionMatch=NotOlderThan`,
      `watch=1&resourceVersionMatch=Exact&resourceVersion=${rv}`,
      'watch=1&sendInitialEvents=x',
      'watch=1&timeoutSeconds=x',
      'watch=1&allowWatchBookmarks=x&timeoutSeconds=x',
      'watch=1&limit=1&timeoutSeconds=x',
      'watch=1&continue=x&resourceVersion=x',
    ])
      await asker.ask('GET', `${path}?${query}`);
    for (const accept of ['application/yaml', 'image/png'])
      await asker.ask('GET', `${path}?watch=1&timeoutSeconds=1`, undefined, { accept });
  }
}
