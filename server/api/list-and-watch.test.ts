import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES, route, type Served, serve } from './serve.fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await serve(20);
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await served.call('POST', ROUTES, route(name, {}, { labels: { tier: name < 'c' ? 'low' : 'high' } }));
});
afterAll(() => served.close());

interface List {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: { metadata: { name: string } }[];
}

async function names(query: string): Promise<string[]> {
  const { body } = await served.call('GET', `${ROUTES}?${query}`);
  return (body as unknown as List).items.map(({ metadata }) => metadata.name);
}

describe('list', () => {
  test.each([
    ['labelSelector=tier%3Dlow', ['a', 'b']],
    ['labelSelector=tier!%3Dlow', ['c', 'd', 'e']],
    ['labelSelector=tier in (low, high),tier notin (low)', ['c', 'd', 'e']],
    ['labelSelector=!tier', []],
    ['fieldSelector=metadata.name%3Dd', ['d']],
    ['fieldSelector=metadata.namespace%3Ddefault,metadata.name!%3Dd', ['a', 'b', 'c', 'e']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test.each([
    ['labelSelector=%3D', `found '=', expected: !, identifier, or 'end of string'`],
    ['fieldSelector=spec.x%3D1', 'field label not supported: spec.x'],
    ['limit=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['labelSelector=%3D&limit=x&timeoutSeconds=y', 'strconv.ParseInt: parsing "y": invalid syntax'],
    ['fieldSelector=spec.x%3D1,spec.a%3D1', 'field label not supported: spec.a'],
    ['fieldSelector=a&resourceVersionMatch=Exact', `invalid selector: 'a'; can't understand 'a'`],
  ])('%s is refused', async (query, message) => {
    const { code, body } = await served.call('GET', `${ROUTES}?${query}`);
    expect([code, body.message]).toEqual([400, message]);
  });

  test('a page that a selector has thinned out says that more may come, unless one object is named', async () => {
    const page = async (query: string): Promise<List['metadata']> =>
      ((await served.call('GET', `${ROUTES}?${query}`)).body as unknown as List).metadata;
    const thinned = await page('labelSelector=tier%3Dlow&limit=2');
    expect(thinned.continue).not.toBe('');
    expect(thinned).not.toHaveProperty('remainingItemCount');
    expect(await page('fieldSelector=metadata.name%3Da&limit=1')).toMatchObject({ continue: '' });
    expect(await page('fieldSelector=%3D&limit=1')).toMatchObject({ remainingItemCount: 4 });
  });

  test('of one kind in another shape than lists have is refused, and so are the metadata of a list for an object', async () => {
    const as = (shape: string): Record<string, string> => ({
      accept: `application/json;as=${shape};v=v1;g=meta.k8s.io`,
    });
    const list = await served.call('GET', ROUTES, undefined, as('PartialObjectMetadata'));
    expect([list.code, list.body.message]).toEqual([
      406,
      'you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)',
    ]);
    const none = await served.call('GET', `${ROUTES}/nobody`, undefined, as('PartialObjectMetadataList'));
    expect(none.code).toBe(404);
    const deleted = await served.call('DELETE', `${ROUTES}?dryRun=All`, undefined, as('PartialObjectMetadataList'));
    expect(deleted.body.kind).toBe('PartialObjectMetadataList');
  });

  test('pages show the state of the first one', async () => {
    const first = (await served.call('GET', `${ROUTES}?limit=2`)).body as unknown as List;
    expect(first.metadata.remainingItemCount).toBe(3);
    await served.call('POST', ROUTES, route('cc'));
    await served.call('DELETE', `${ROUTES}/d`);
    const second = (await served.call('GET', `${ROUTES}?limit=9&continue=${first.metadata.continue}`))
      .body as unknown as List;
    expect(second.items.map(({ metadata }) => metadata.name)).toEqual(['c', 'd', 'e']);
    expect(second.metadata).toEqual({ continue: '', resourceVersion: first.metadata.resourceVersion });
    await served.call('DELETE', `${ROUTES}/cc`);
    await served.call('POST', ROUTES, route('d', {}, { labels: { tier: 'high' } }));
  });

  test('comes as a Table or as metadata alone when that is asked for', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const table = await served.call('GET', `${ROUTES}?limit=1`, undefined, { accept });
    expect(table.body).toMatchObject({
      kind: 'Table',
      columnDefinitions: [{ name: 'Name' }, { name: 'Hostnames' }, { name: 'Age' }],
      rows: [
        {
          cells: ['a', '["www.example.com"]', expect.stringMatching(/^\d+s$/)],
          object: { kind: 'PartialObjectMetadata' },
        },
      ],
    });
    const partial = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
    const metadata = await served.call('GET', ROUTES, undefined, { accept: partial });
    expect(metadata.body).toMatchObject({ kind: 'PartialObjectMetadataList', items: { length: 5 } });
  });

  test('a version of the future is 504', async () => {
    const future = await served.call('GET', `${ROUTES}?resourceVersion=9999&resourceVersionMatch=NotOlderThan`);
    expect(future.body).toMatchObject({ code: 504, details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } });
  });
});

interface Seen {
  type: string;
  object: { kind: string; code?: number; metadata: { name?: string; resourceVersion: string; annotations?: object } };
}

/** Reads a watch until it ends, or until enough came. */
async function watch(query: string, enough: number, meanwhile?: () => Promise<unknown>): Promise<Seen[]> {
  const abort = new AbortController();
  const response = await fetch(`${served.url}${ROUTES}?watch=1&${query}`, { signal: abort.signal });
  const seen: Seen[] = [];
  let text = '';
  const changes = meanwhile?.();
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const lines = (text + decoder.decode(chunk)).split('\n');
    text = lines.pop() ?? '';
    seen.push(...lines.map((line) => JSON.parse(line) as Seen));
    if (seen.length >= enough) break;
  }
  abort.abort();
  await changes;
  return seen;
}

const told = (events: Seen[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trim());

describe('watch', () => {
  test('begins with what is there, and goes on with changes', async () => {
    const events = await watch('fieldSelector=metadata.name%3Dw', 3, async () => {
      await served.call('POST', ROUTES, route('w'));
      await served.call(
        'PATCH',
        `${ROUTES}/w`,
        { metadata: { labels: { a: 'b' } } },
        { 'content-type': 'application/merge-patch+json' },
      );
      await served.call('DELETE', `${ROUTES}/w`);
    });
    expect(told(events)).toEqual(['ADDED w', 'MODIFIED w', 'DELETED w']);
    expect(events[2]?.object.metadata.resourceVersion).toBe(String(served.store.revision));
    expect(told(await watch('', 5)).sort()).toEqual(['ADDED a', 'ADDED b', 'ADDED c', 'ADDED d', 'ADDED e']);
  });

  test('goes on after a resourceVersion without a gap', async () => {
    const from = served.store.revision;
    await served.call('POST', ROUTES, route('missed'));
    expect(told(await watch(`resourceVersion=${from}`, 1))).toEqual(['ADDED missed']);
    await served.call('DELETE', `${ROUTES}/missed`);
  });

  test('tells an object that leaves the selector as deleted', async () => {
    const patch = { metadata: { labels: { tier: 'high' } } };
    const from = served.store.revision;
    const events = await watch(`labelSelector=tier%3Dlow&resourceVersion=${from}`, 1, () =>
      served.call('PATCH', `${ROUTES}/b`, patch, { 'content-type': 'application/merge-patch+json' }),
    );
    expect(told(events)).toEqual(['DELETED b']);
  });

  test('sends a bookmark before it ends', async () => {
    const query = `allowWatchBookmarks=true&timeoutSeconds=3&resourceVersion=${served.store.revision}`;
    const events = await watch(query, 1);
    expect(events).toMatchObject([
      { type: 'BOOKMARK', object: { kind: 'HTTPRoute', metadata: { resourceVersion: String(served.store.revision) } } },
    ]);
  });

  test('marks the end of initial events', async () => {
    const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const events = await watch(query, 6);
    expect(events.at(-1)).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
  });

  test('says Expired for a version that is not kept any more', async () => {
    for (let index = 0; index < 30; index += 1) {
      await served.call('POST', ROUTES, route('churn'));
      await served.call('DELETE', `${ROUTES}/churn`);
    }
    const events = await watch('resourceVersion=1', 99);
    expect(events).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
    const list = await served.call('GET', `${ROUTES}?resourceVersion=1&resourceVersionMatch=Exact`);
    expect(list.body).toMatchObject({ code: 410, reason: 'Expired' });
    expect((await served.call('GET', `${ROUTES}?watch=1&resourceVersion=x`)).code).toBe(500);
  });
});
