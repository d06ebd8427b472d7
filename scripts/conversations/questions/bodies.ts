import { APPLY, type Asker, collection, MERGE, namespace, PATCH, route, service, STRATEGIC, YAML } from '../asker.ts';

const NS = 'conversation-bodies';

/** Bodies that are of no type that is served, that are no objects, or other ones. */
export async function ask(asker: Asker): Promise<void> {
  const routes = collection('httproutes', NS);
  const services = collection('services', NS);
  await asker.ask('POST', collection('namespaces', ''), namespace(NS));
  await asker.ask('POST', routes, route('a', { labels: { a: 'b' }, annotations: { note: 'x' } }));
  await asker.ask('POST', services, service('a', { labels: { a: 'b' } }, { selector: { app: 'x' } }));

  const json = JSON.stringify(route('c'));
  for (const type of [
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/vnd.kubernetes.protobuf',
    'application/cbor',
    'application/merge-patch+json',
    'text/json',
    'application/json;a',
    '',
    'nonsense',
  ]) {
    await asker.ask('POST', `${routes}?dryRun=All`, json, { 'content-type': type });
    await asker.ask('PUT', `${routes}/c`, json, { 'content-type': type });
    await asker.ask('POST', `${services}?dryRun=All`, JSON.stringify(service('c')), { 'content-type': type });
    await asker.ask('PATCH', `${routes}/a?dryRun=All`, '{}', { 'content-type': type });
    await asker.ask('PATCH', `${services}/a?dryRun=All`, '{}', { 'content-type': type });
    await asker.ask('DELETE', `${routes}/c`, '{}', { 'content-type': type });
    await asker.ask('DELETE', `${services}/c`, '{}', { 'content-type': type });
  }
  const yaml =
    'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: c}\nspec:\n  hostnames: [c.example.com]\n';
  await asker.ask('POST', `${routes}?dryRun=All`, yaml, YAML);
  await asker.ask('POST', `${routes}?dryRun=All`, `${yaml}---\nkind: Nothing\n`, YAML);
  await asker.ask('POST', `${routes}?dryRun=All`, `---\n${yaml}`, YAML);
  await asker.ask('POST', `${routes}?dryRun=All`, json, YAML);
  for (const [path, one] of [
    [routes, route('c')],
    [services, service('c')],
  ] as const) {
    for (const body of [
      '',
      ' ',
      '{',
      '{"apiVersion":',
      '{"apiVersion":"v1"',
      '{}',
      '[]',
      'null',
      '1',
      '"text"',
      '{"a":1}',
      'nonsense',
      `${JSON.stringify(one)}x`,
      `${JSON.stringify(one)}{}`,
      '{"kind":1}',
      '{"apiVersion":"v1","kind":"Nothing"}',
      '{"apiVersion":"nothing/v1","kind":"Nothing"}',
      '{"apiVersion":"a/b/c","kind":"HTTPRoute"}',
      JSON.stringify({ ...one, kind: undefined }),
      JSON.stringify({ ...one, apiVersion: undefined }),
      JSON.stringify({ ...one, kind: 'httproute' }),
      JSON.stringify({ ...one, kind: 'GRPCRoute' }),
      JSON.stringify({ ...one, apiVersion: 'gateway.networking.k8s.io/v1beta1' }),
      JSON.stringify({ ...one, metadata: 1 }),
      JSON.stringify({ ...one, metadata: null }),
      JSON.stringify({ ...one, spec: 1 }),
      JSON.stringify({ ...one, spec: [] }),
      JSON.stringify({ ...one, spec: null }),
    ]) {
      await asker.ask('POST', `${path}?dryRun=All`, body);
      await asker.ask('PUT', `${path}/a?dryRun=All`, body);
    }
    for (const body of [
      '',
      '{',
      'null',
      '1',
      '[]',
      '{}',
      '"x"',
      '[1]',
      '[{}]',
      '[{"op":"x","path":"/a"}]',
      '[{"op":"add"}]',
      '{"kind":"X"}',
      '{"metadata":{"name":"zz"}}',
    ])
      for (const type of [MERGE, PATCH, STRATEGIC, APPLY])
        await asker.ask('PATCH', `${path}/a?dryRun=All&fieldManager=m`, body, type);
    for (const body of ['x: [', '- a', 'a: b: c', '\tx: 1', '&a x', 'x: *b'])
      await asker.ask('POST', `${path}?dryRun=All`, body, YAML);
  }
}
