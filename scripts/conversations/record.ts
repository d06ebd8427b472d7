/**
 * Records what a client and a real API server say to each other, as server/api/conversations replays it:
 *   KUBECONFIG=FILE node scripts/conversations/record.ts NAME.jsonl[.gz] -- COMMAND...
 * COMMAND talks to $SERVER (its kubeconfig is then $KUBECONFIG). KUBECONFIG=FILE names the real server, with a token. The recording is
 * server/api/conversations/NAME.jsonl, compressed where its name ends so. Exit code is that of COMMAND.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Entry, Exchange } from '../../server/api/conversations/recording.ts';
import { parse } from 'yaml';
import type { Json } from '../../server/model/schema/types.ts';
import { reduceBody, reduceEvent } from '../../server/api/conversations/reduce.ts';
import { findPlural, kinds } from '../../server/model/registry.ts';
import { removeConversations } from './tidy.ts';
import { startRecorder, upstreamOf } from './recorder.ts';

const [name, dashes, ...command] = process.argv.slice(2);
const [program, ...parameters] = command;
if (name === undefined || dashes !== '--' || program === undefined || process.env.KUBECONFIG === undefined) {
  console.error('record: KUBECONFIG=FILE node scripts/conversations/record.ts NAME.jsonl[.gz] -- COMMAND...');
  process.exit(2);
}

const upstream = upstreamOf(process.env.KUBECONFIG);
await removeConversations(upstream);
const recorder = await startRecorder(upstream);
const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-record-'));
const kubeconfig = path.join(folder, 'kubeconfig');
writeFileSync(
  kubeconfig,
  `apiVersion: v1
kind: Config
current-context: recorded
contexts: [{name: recorded, context: {cluster: recorded, user: recorded}}]
clusters: [{name: recorded, cluster: {server: "${recorder.url}"}}]
users: [{name: recorded, user: {}}]
`,
);
const child = spawn(program, parameters, {
  stdio: 'inherit',
  env: { ...process.env, KUBECONFIG: kubeconfig, SERVER: recorder.url },
});
const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
const entries = await recorder.stop();
rmSync(folder, { recursive: true, force: true });

/** True for what the server said about a kind that is not served here. */
function otherKind({ path: url, answer }: Exchange): boolean {
  const parts = (url.split('?')[0] ?? '').split('/').slice(1);
  const [group, version, rest] =
    parts[0] === 'api' ? ['', parts[1] ?? '', parts.slice(2)] : [parts[1] ?? '', parts[2] ?? '', parts.slice(3)];
  if ((parts[0] !== 'api' && parts[0] !== 'apis') || version === '') return false;
  const known = kinds.some(
    (kind) => kind.group === group && [kind.version, ...(kind.otherVersions ?? [])].includes(version),
  );
  if ((rest[0] ?? '') === '' && known) return false;
  const plural = rest[0] === 'namespaces' && rest.length > 2 ? (rest[2] ?? '') : (rest[0] ?? '');
  if (findPlural(group, version, plural) !== undefined || ['status', 'finalize'].includes(plural)) return false;
  const body = answer?.body;
  const text = body === undefined ? '' : 'json' in body ? JSON.stringify(body.json) : 'text' in body ? body.text : '';
  return !text.includes('404 page not found') && !text.includes('the server could not find the requested resource');
}

const bodies = new Map<string, number>();
const lines = entries.map((entry: Entry, index) => {
  if ('end' in entry) entry.events = entry.events.map(reduceEvent);
  if (!('method' in entry)) return JSON.stringify(entry);
  if (otherKind(entry)) {
    const { answer: _answer, body: _body, ...request } = entry;
    return JSON.stringify(request);
  }
  const { answer } = entry;
  if (answer?.body === undefined) return JSON.stringify(entry);
  const type = answer.headers['content-type'];
  if (type === 'application/yaml' && 'text' in answer.body)
    answer.body = { json: parse(answer.body.text) as Json, yaml: true };
  if ('base64' in answer.body) answer.body.base64 = '';
  if ('json' in answer.body) answer.body.json = reduceBody(entry.path, answer.body.json);
  const text = JSON.stringify(answer.body);
  const first = bodies.get(text);
  if (first !== undefined && text.length > 200) {
    delete answer.body;
    return JSON.stringify({ ...entry, sameBodyAs: first });
  }
  if (first === undefined) bodies.set(text, index);
  return JSON.stringify(entry);
});
const file = path.join(import.meta.dirname, '../../server/api/conversations', name);
const text = `${lines.join('\n')}\n`;
writeFileSync(file, name.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
console.error(
  `record: ${lines.length} entries, ${Math.round(lines.join('\n').length / 1000)} kB in ${path.relative('.', file)}`,
);
process.exit(code);
