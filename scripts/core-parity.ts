/**
 * Compares our answers about core kinds with those of a real API server: `node scripts/core-parity.ts [COUNT] [SEED] [--record]`.
 * Needs a server that runs (its kubeconfig in KUBECONFIG, with a token, as the oracle's cluster/up prints it).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import { serve } from '../server/api/serve.fixture.ts';
import { type Case, cases, type Step } from './core-parity.cases.ts';

interface Answer {
  code: number;
  body: Record<string, unknown>;
  warnings: string[];
}

type Ask = (method: string, path: string, body: string | undefined, type: string) => Promise<Answer>;

const config = readFileSync(process.env.KUBECONFIG ?? '', 'utf8');
const server = /server: "?([^"}\s]+)/.exec(config)?.[1] ?? '';
const token = /token: ([^}\s]+)/.exec(config)?.[1] ?? '';
const ca = Buffer.from(/certificate-authority-data: ([^}\s]+)/.exec(config)?.[1] ?? '', 'base64');

/** Texts of Warning headers. */
function warningsOf(values: string[]): string[] {
  return values.flatMap((value) =>
    [...value.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1')),
  );
}

const real: Ask = (method, path, body, type) =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type, 'user-agent': 'parity/1' };
    const call = request(server + path, { method, ca, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => {
        const raw = response.headers.warning;
        const warnings = warningsOf(raw === undefined ? [] : [raw]);
        resolve({ code: response.statusCode ?? 0, body: parsed(text), warnings });
      });
    });
    call.on('error', reject);
    call.end(body);
  });

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}

const VOLATILE = ['uid', 'resourceVersion', 'creationTimestamp', 'selfLink'];

/** What has to be equal. */
function comparable({ code, body, warnings }: Answer): unknown {
  const object = structuredClone(body) as Record<string, Record<string, unknown>>;
  const ownWords =
    /a cluster refuses such an EndpointSlice|traffic|HTTP\/1\.1|here:|are used|is used|There are no|ConsistentHash/;
  const kept = warnings.filter((text) => !ownWords.test(text) || text.startsWith('unknown')).toSorted();
  if (body.kind === 'Status') {
    const { details, message, reason } = body as {
      details?: Record<string, unknown>;
      message?: string;
      reason?: string;
    };
    const causes = ((details?.causes ?? []) as Record<string, string>[])
      .map(({ field, message: said, reason: why }) => `${field}: ${said} (${why})`)
      .toSorted();
    const words = (message ?? '').split(/[[\], ]+/).toSorted();
    const { uid: _uid, ...rest } = details ?? {};
    return { code, reason, causes, words, details: { ...rest, causes: undefined }, warnings: kept };
  }
  const { metadata, spec } = object;
  for (const field of VOLATILE) delete metadata?.[field];
  for (const entry of (metadata?.managedFields ?? []) as Record<string, unknown>[]) delete entry.time;
  for (const field of ['clusterIP', 'clusterIPs'])
    if (spec !== undefined && spec.clusterIP !== 'None') delete spec[field];
  delete spec?.healthCheckNodePort;
  for (const port of (spec?.ports ?? []) as Record<string, unknown>[]) delete port.nodePort;
  return { code, object, warnings: kept };
}

/** Differences that are wanted: what a cluster allots, and loopback addresses. */
function isWanted(theirs: Answer): boolean {
  const text = JSON.stringify(theirs.body);
  // a generated name differs, and nothing can be said of what follows
  return /"generateName":|failed to allocate|already allocated|may not be in the loopback range|HealthCheck NodePort/.test(
    text,
  );
}

/** The members that differ, of both. */
function apart(a: unknown, b: unknown, path = ''): string {
  const members = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;
  const plain = [a, b].some((value) => typeof value !== 'object' || value === null || Array.isArray(value));
  if (plain)
    return `${path}\n  theirs ${JSON.stringify(a)?.slice(0, 700)}\n  ours   ${JSON.stringify(b)?.slice(0, 700)}`;
  return [...new Set([...Object.keys(members(a)), ...Object.keys(members(b))])]
    .filter((key) => key !== 'words' && !isDeepStrictEqual(members(a)[key], members(b)[key]))
    .map((key) => apart(members(a)[key], members(b)[key], `${path}.${key}`))
    .join('\n');
}

async function play(ask: Ask, { steps }: Case): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { method, path, body, type } of steps)
    answers.push(
      await ask(
        method,
        path,
        typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
        type ?? 'application/json',
      ),
    );
  return answers;
}

const [count = '300', seed = '1'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const ours = await serve();
const local: Ask = async (method, path, body, type) => {
  const {
    code,
    headers,
    body: value,
    text,
  } = await ours.call(method, path, body, { 'content-type': type, 'user-agent': 'parity/1' });
  return {
    code,
    body: Object.keys(value).length > 0 ? value : parsed(text),
    warnings: warningsOf([headers.get('warning') ?? '']),
  };
};
const space = `parity-${Date.now().toString(36)}`;
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } };
for (const ask of [real, local]) await ask('POST', '/api/v1/namespaces', JSON.stringify(namespace), 'application/json');
let compared = 0;
let documents = 0;
const differing = new Map<string, number>();
const recordings: Record<string, unknown[]> = {};

/** Keeps an answer to a creation for `*.recorded.json` beside the kind. */
function note(kind: string, { path, body }: Step, { code, body: answer, warnings }: Answer): void {
  const list = (recordings[kind] ??= []);
  const text = JSON.stringify(body);
  if (
    code === 409 ||
    list.length >= 80 ||
    /dryRun|Ignore/.test(path) ||
    /"creationTimestamp"|"generateName"/.test(text)
  )
    return;
  const accepted = code < 300;
  const { reason, message, details } = answer as {
    reason?: string;
    message?: string;
    details?: { causes?: unknown[] };
  };
  const object = accepted ? stored(answer) : undefined;
  const said = accepted ? { object } : { code, reason, message, causes: details?.causes ?? [] };
  const strict = path.includes('Strict');
  list.push({ title: `${kind} ${list.length + 1}`, strict, document: body, answer: { accepted, warnings, ...said } });
}

/** An object without what only a server with a store fills in. */
function stored(answer: Record<string, unknown>): unknown {
  const { object } = comparable({ code: 201, body: answer, warnings: [] }) as { object: Record<string, unknown> };
  const { managedFields: _managers, ...metadata } = object.metadata as Record<string, unknown>;
  const whole = Object.entries({ ...object, metadata }).filter(([, member]) => member !== null);
  return Object.fromEntries(whole);
}
for (const one of cases(Number(count), Number(seed), space)) {
  const theirs = await play(real, one);
  const mine = await play(local, one);
  const steps = one.steps.map((_, index) => index).filter((index) => theirs[index] !== undefined);
  documents += 1;
  for (const index of steps) {
    const their = theirs[index];
    const my = mine[index];
    const step = one.steps[index];
    if (their === undefined || my === undefined || step === undefined) continue;
    // a generated name differs; a name that another run has taken says nothing
    if (isWanted(their) || /"generateName":/.test(JSON.stringify(step.body)) || their.code === 409) break;
    compared += 1;
    const [a, b] = [comparable(their), comparable(my)];
    if (index === 0) note(one.kind, step, their);
    if (isDeepStrictEqual(a, b)) continue;
    differing.set(one.kind, (differing.get(one.kind) ?? 0) + 1);
    console.log(
      `\n# ${one.kind}: ${one.title}, step ${index}: ${step.method} ${step.path} ${typeof step.body === 'string' ? step.body : JSON.stringify(step.body)}`,
    );
    console.log(apart(a, b));
    break;
  }
}
if (process.argv.includes('--record'))
  for (const [kind, list] of Object.entries(recordings)) {
    const folder = kind.toLowerCase();
    const text = JSON.stringify(list, null, 1).replaceAll(space, 'default');
    writeFileSync(new URL(`../server/model/${folder}/${folder}.recorded.json`, import.meta.url), `${text}\n`);
  }
console.log(
  `\n${documents} cases, ${compared} answers compared, different: ${JSON.stringify(Object.fromEntries(differing))}`,
);
await real('DELETE', `/api/v1/namespaces/${space}`, undefined, 'application/json');
await ours.close();
process.exitCode = differing.size === 0 ? 0 : 1;
