// Compares how our proxy carries calls of gRPC and other requests of HTTP/2 with how Envoy does, configured by Envoy Gateway from the same
// objects:
//   node scripts/grpc-compare.ts ORACLE_RUN [--count 300] [--seed 1] [--port-base 24000] [--slow] [--show 20] [--only TEXT]
// ORACLE_RUN is the command that serves a file with Envoy. --slow asks what takes as long as time limits, too. Exit 1 when an answer differs.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { StoredObject } from '../server/model/object.ts';
import { translate } from '../server/gateway/translate.ts';
import { TestProxy } from '../server/proxy/testing/proxy.ts';
import { dice } from './dice.ts';
import { ask } from './grpc-compare/ask.ts';
import { openBackends } from './grpc-compare/backends.ts';
import { anyOf, named, slow } from './grpc-compare/questions.ts';
import { wanted } from './grpc-compare/wanted.ts';
import { objects } from './grpc-compare/world.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    'port-base': { type: 'string', default: '24000' },
    slow: { type: 'boolean', default: false },
    show: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
});
const [command] = positionals;
if (command === undefined) {
  console.error('grpc-compare: name the command that serves a file with Envoy');
  process.exit(2);
}

const ADDRESS = '127.78.62.1';

/** Objects as a store holds them, in the order of their age. */
function stored(): StoredObject[] {
  return objects().map((object, index) => {
    const { metadata, ...rest } = object as StoredObject;
    const times = {
      creationTimestamp: '2026-01-01T00:00:00Z',
      uid: String(index),
      resourceVersion: '1',
      generation: 1,
    };
    return { ...rest, metadata: { ...metadata, ...times } };
  });
}

async function startOurs(): Promise<{ url: URL; stop: () => Promise<void> }> {
  const translated = translate(stored(), { revision: 1, pool: '127.78.62.0/24', bindings: [] });
  const [gateway] = translated.snapshot.gateways;
  if (gateway === undefined) throw new Error('the Gateway is not served');
  const port = Number(values['port-base']) + 900;
  const snapshot = {
    ...translated.snapshot,
    gateways: [
      { ...gateway, address: ADDRESS, mirrorLoopback: false, ports: gateway.ports.map((one) => ({ ...one, port })) },
    ],
  };
  const proxy = await TestProxy.start();
  await proxy.console.serve(snapshot);
  return { url: new URL(`http://${ADDRESS}:${port}`), stop: () => proxy.stop() };
}

async function startTheirs(file: string): Promise<{ url: URL; stop: () => void }> {
  const child = spawn(command ?? '', [file, '--port-base', values['port-base'], '--concurrency', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<URL>((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`the oracle ended: ${text}`)));
    child.stdout.on('data', (piece: Buffer) => {
      text += piece.toString();
      const found = /^listener \S+ (\S+)/m.exec(text);
      if (found !== null && /^ready/m.test(text)) resolve(new URL(found[1]!));
    });
  });
  return { url, stop: () => child.kill('SIGINT') };
}

const folder = await mkdtemp(path.join(tmpdir(), 'grpc-compare-'));
const file = path.join(folder, 'world.yaml');
await writeFile(
  file,
  objects()
    .map((object) => JSON.stringify(object))
    .join('\n---\n'),
);
const closeBackends = await openBackends();
const theirs = await startTheirs(file);
const ours = await startOurs();
const roll = dice(values.seed);
const questions = [...named(), ...Array.from({ length: Number(values.count) }, () => anyOf(roll))].filter(
  ({ name }) => values.only === undefined || name.includes(values.only),
);
const counts = { asked: 0, equal: 0, wanted: 0, differ: 0 };

async function compare(question: (typeof questions)[number], index: number): Promise<void> {
  const sides = [ours, theirs].map(async ({ url }, side) => {
    const session = connect(url.href);
    session.on('error', () => {});
    const given = await ask(session, url, question, `${index}-${side}`);
    session.destroy();
    return given;
  });
  const [mine, envoys] = (await Promise.all(sides)) as [string[], string[]];
  counts.asked++;
  if (mine.toSorted().join('\n') === envoys.toSorted().join('\n')) {
    counts.equal++;
    return;
  }
  if (wanted(question, mine, envoys)) {
    counts.wanted++;
    return;
  }
  counts.differ++;
  if (counts.differ > Number(values.show)) return;
  console.log(
    `${question.name}: HTTP/${question.version} ${question.method} ${question.host}${question.path} ${question.headers.join(' ').slice(0, 120)}`,
  );
  for (const line of envoys) if (!mine.includes(line)) console.log(`  envoy ${decodeURIComponent(line).slice(0, 400)}`);
  for (const line of mine) if (!envoys.includes(line)) console.log(`  ours  ${decodeURIComponent(line).slice(0, 400)}`);
}

for (const [index, question] of questions.entries()) await compare(question, index);
if (values.slow) await Promise.all(slow().map((question, index) => compare(question, 100_000 + index)));
console.log(JSON.stringify(counts));
theirs.stop();
await ours.stop();
closeBackends();
await rm(folder, { recursive: true, force: true });
process.exit(counts.differ === 0 ? 0 : 1);
