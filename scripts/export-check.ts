// Takes exports of a running product to a real API server, as people do:
//   KUBECONFIG=… KUBECTL=kubectl node scripts/export-check.ts [CONSOLE-URL]
// Everything at once and what each route and policy needs, as YAML and as JSON, with and without endpoint slices, and as the page would
// leave out what a cluster refuses. Each text is applied with `--dry-run=server`, so that nothing but missing namespaces is written, and
// what the cluster would store is compared with what is stored here. Exit 1 when something is refused or differs.
import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { choiceKey, exportPath, neededBy, offered, type ExportChoice } from '../components/transfer/export-url.ts';
import type { KubeObject } from '../server/model/object.ts';

const url = process.argv[2] ?? 'http://127.0.0.1:7080';
const program = process.env.KUBECTL ?? 'kubectl';
const LISTS = [
  '/api/v1/namespaces',
  '/api/v1/services',
  '/apis/discovery.k8s.io/v1/endpointslices',
  '/apis/gateway.networking.k8s.io/v1/gatewayclasses',
  '/apis/gateway.networking.k8s.io/v1/gateways',
  '/apis/gateway.networking.k8s.io/v1/httproutes',
  '/apis/gateway.networking.k8s.io/v1/grpcroutes',
  '/apis/gateway.networking.k8s.io/v1beta1/referencegrants',
  '/apis/gateway.envoyproxy.io/v1alpha1/backendtrafficpolicies',
];

function kubectl(args: readonly string[], input = ''): { code: number; out: string; said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { code: status ?? 1, out: stdout, said: stderr };
}

async function list(path: string): Promise<KubeObject[]> {
  const answer = (await (await fetch(url + path)).json()) as { kind: string; apiVersion: string; items: KubeObject[] };
  const named = { apiVersion: answer.apiVersion, kind: answer.kind.replace(/List$/, '') };
  return answer.items.map((item) => ({ ...item, ...named }));
}

/** What a person has written of an object, without what a server adds. */
function written(object: KubeObject): unknown {
  const { name, namespace, labels, annotations } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('kubectl.kubernetes.io/'));
  const { metadata: _, status: __, ...rest } = object as KubeObject & { status?: unknown };
  return { ...rest, metadata: { name, namespace, labels: labels ?? {}, annotations: Object.fromEntries(kept) } };
}

/** Fields that a cluster allots, and each cluster otherwise. */
function comparable(object: KubeObject): unknown {
  const copy = structuredClone(written(object)) as {
    apiVersion: string;
    kind: string;
    spec?: Record<string, unknown>;
    metadata: { labels: Record<string, unknown> };
  };
  if (copy.kind === 'Service')
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'])
      delete copy.spec?.[field];
  if (copy.kind === 'Namespace') {
    delete copy.metadata.labels['kubernetes.io/metadata.name'];
    delete copy.spec;
  }
  // a kind that is served in two versions is written in one of them and listed in the other
  copy.apiVersion = copy.apiVersion.split('/')[0]!;
  return JSON.parse(JSON.stringify(copy));
}

const all = offered(await Promise.all(LISTS.map(list))).flatMap(({ objects }) => objects);
const byKey = new Map(
  all.map((object) => [`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
);
const loopback = (object: KubeObject) =>
  object.kind === 'EndpointSlice' && /"addresses":\["(127\.|::1)/.test(JSON.stringify(object));
const roots = all.filter(({ kind }) => ['HTTPRoute', 'GRPCRoute', 'BackendTrafficPolicy'].includes(kind));
const choices: { title: string; choice: ExportChoice }[] = [];
for (const format of ['yaml', 'json'] as const) {
  const everything = all.filter((object) => !loopback(object)).map(choiceKey);
  choices.push({
    title: `everything but loopback, ${format}`,
    choice: { objects: everything, endpointSlices: true, format },
  });
  choices.push({
    title: `everything without slices, ${format}`,
    choice: { objects: null, endpointSlices: false, format },
  });
  for (const root of roots) {
    const needed = neededBy([root], all).filter((object) => !loopback(object));
    choices.push({
      title: `${root.kind} ${root.metadata.name} and ${needed.length} needed, ${format}`,
      choice: { objects: [root, ...needed].map(choiceKey), endpointSlices: false, format },
    });
  }
}

let failures = 0;
for (const name of new Set(all.flatMap(({ metadata }) => metadata.namespace ?? [])))
  if (kubectl(['get', 'namespace', name]).code !== 0) kubectl(['create', 'namespace', name]);
for (const { title, choice } of choices) {
  const text = await (await fetch(url + exportPath(choice))).text();
  const { code, out, said } = kubectl(['apply', '--dry-run=server', '-o', 'json', '-f', '-'], text);
  const read = (out === '' ? {} : JSON.parse(out)) as KubeObject & { items?: KubeObject[] };
  const taken = read.items ?? (read.kind ? [read] : []);
  const different = taken.filter((object) => {
    const ours = byKey.get(`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`);
    return !ours || !isDeepStrictEqual(comparable(ours), comparable(object));
  });
  const bad = code !== 0 || taken.length === 0 || different.length > 0;
  if (bad) failures++;
  console.log(`${bad ? 'FAILED' : 'taken '} ${title}: ${taken.length} objects`);
  if (code !== 0) console.log(said.trim());
  for (const object of different)
    console.log(`  differs: ${object.kind} ${object.metadata.name}`, JSON.stringify(comparable(object)));
}
console.log(`${choices.length - failures} of ${choices.length} exports are taken and stored alike`);
process.exitCode = failures === 0 ? 0 : 1;
