// Compares our HTTP API with that of a real API server over requests that change nothing: gets, lists, deletions and patches that only
// pretend, with selectors, limits, versions, options and media types of all sorts:
//   KUBECONFIG=... node scripts/api-compare.ts [--count 2000] [--seed 1] [--show 5]
// Exit 1 when an answer differs. What differs on purpose is in server/api/conversations/wanted.ts, and is not asked.
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { serve } from '../server/api/serve.fixture.ts';
import { apiVersionOf } from '../server/model/api-version.ts';
import type { Kind } from '../server/model/kind.ts';
import { isObject } from '../server/model/schema/normalize.ts';
import { dice } from './dice.ts';
import { type Answer, type Ask, ourServer, realServer } from './parity/ask.ts';
import { apart, comparable } from './parity/compare.ts';
import { makeNamespace } from './parity/play.ts';
import { asked, objectsOf, request } from './parity/requests.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '5' },
  },
});

const served = await serve();
const sides: Ask[] = [realServer(process.env.KUBECONFIG ?? ''), ourServer(served.url)];
const space = `requests-${Date.now().toString(36)}`;

/** A little of each kind that every server takes. */
const SPECS: Record<string, object> = {
  HTTPRoute: { spec: { hostnames: ['a.example.com'], rules: [{ backendRefs: [{ name: 's', port: 80 }] }] } },
  GRPCRoute: { spec: {} },
  Gateway: { spec: { gatewayClassName: 'x', listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }] } },
  ReferenceGrant: {
    spec: { from: [{ group: 'a.b', kind: 'C', namespace: 'a' }], to: [{ group: '', kind: 'Service' }] },
  },
  BackendTrafficPolicy: {
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'o1' }],
      loadBalancer: { type: 'RoundRobin' },
    },
  },
  Service: { spec: { clusterIP: 'None', ports: [{ port: 80 }] } },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.0.1'] }], ports: [{ port: 80, name: '' }] },
};

async function make(ask: Ask, kind: Kind): Promise<void> {
  for (const [index, labels] of [{ app: 'a', tier: 'x' }, { app: 'b' }, {}].entries()) {
    const metadata = { name: `o${index + 1}`, labels };
    const body = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata, ...SPECS[kind.kind] };
    const { code, body: answer } = await ask({
      method: 'POST',
      path: objectsOf(kind, space),
      body: JSON.stringify(body),
    });
    if (code !== 201) throw new Error(`${kind.kind} is refused: ${JSON.stringify(answer)}`);
  }
}

/** An answer without versions, times, ids, tokens, ages, descriptions of columns, and the list of media types that are served. */
function withoutOwn({ code, body, warnings }: Answer): unknown {
  const text = JSON.stringify(body, (key, value: unknown) => {
    if (key === 'resourceVersion' || key === 'description' || key === 'time') return 'SET';
    if (key === 'continue' && value !== '') return 'TOKEN';
    return value;
  })
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replace(/(resourceVersion(?:\\)*":(?:\\)*")\d+/g, '$1SET')
    .replace(/(current|in record \(|too old resource version)[: (]*\d+/g, '$1N')
    .replaceAll(', application/vnd.kubernetes.protobuf', '')
    .replace(/"\d+m?\d*s"/g, '"AGE"');
  return comparable({ code, body: JSON.parse(text) as unknown, warnings }, undefined);
}

for (const ask of sides) {
  await makeNamespace(ask, space);
  for (const kind of asked) await make(ask, kind);
}
const throws = dice(`requests ${values.seed}`);
const codes = new Map<number, number>();
let differ = 0;
for (let index = 0; index < Number(values.count); index += 1) {
  const step = request(throws, space);
  const [theirs, ours] = await Promise.all(sides.map((ask) => ask(step)));
  if (theirs === undefined || ours === undefined) continue;
  codes.set(theirs.code, (codes.get(theirs.code) ?? 0) + 1);
  const [theirForm, ourForm] = [withoutOwn(theirs), withoutOwn(ours)];
  if (isDeepStrictEqual(theirForm, ourForm) || isMeant(theirs)) continue;
  differ += 1;
  if (differ <= Number(values.show))
    console.log(`# ${index} ${JSON.stringify(step)}\n${apart(theirForm, ourForm)}`.slice(0, 2000));
}
for (const ask of sides) await ask({ method: 'DELETE', path: `/api/v1/namespaces/${space}` });
await served.close();
console.log(JSON.stringify({ asked: Number(values.count), codes: Object.fromEntries(codes), differ }));
process.exit(differ === 0 ? 0 : 1);

/** What built-in kinds and custom resources say of media types in words of their own. */
function isMeant({ code, body }: Answer): boolean {
  const message = isObject(body) && typeof body.message === 'string' ? body.message : '';
  return (
    message.includes('content is not a list') ||
    (code === 406 && message.startsWith('406')) ||
    (code === 415 && message.startsWith('415'))
  );
}
