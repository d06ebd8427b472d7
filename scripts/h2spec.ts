// Asks h2spec, the conformance suite of HTTP/2, about a listener of our proxy, and says how each case went:
//   node scripts/h2spec.ts [H2SPEC] [--failed]
// H2SPEC is the command, by default the one on the PATH: go install github.com/summerwind/h2spec/cmd/h2spec@latest. Exit 1 when a case
// fails.
import { spawn } from 'node:child_process';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { httpBackend } from '../server/proxy/testing/backends.ts';
import { TestProxy } from '../server/proxy/testing/proxy.ts';
import { forward, snapshotOf } from '../server/proxy/testing/snapshot.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { failed: { type: 'boolean', default: false } },
});
const [command = 'h2spec'] = positionals;
const HOST = '127.78.63.1';
const PORT = 24_980;

/** A case of the suite's report. */
interface Case {
  place: string;
  about: string;
  outcome: 'passed' | 'failed' | 'skipped';
}

/** Cases of a report in the form of JUnit. */
function casesOf(report: string): Case[] {
  return [
    ...report.matchAll(/<testcase package="([^"]*)" classname="([^"]*)"[^>]*?(\/>|>([\s\S]*?)<\/testcase>)/g),
  ].map(([, place = '', about = '', , inside = '']) => ({
    place,
    about: about.replaceAll('&#39;', "'").replaceAll('&#34;', '"'),
    outcome: /<(failure|error)/.test(inside) ? 'failed' : inside.includes('<skipped') ? 'skipped' : 'passed',
  }));
}

const folder = await mkdtemp(path.join(tmpdir(), 'h2spec-'));
const report = path.join(folder, 'report.xml');
const backend = await httpBackend('127.78.63.2', (request, response) => {
  request.resume();
  request.on('end', () => response.end('a body that is long enough to be cut into frames'));
});
const proxy = await TestProxy.start();
await proxy.console.serve(
  snapshotOf([{ path: '/', action: forward({ type: 'RoundRobin' }, [backend.endpoint]) }], {
    address: HOST,
    port: PORT,
  }),
);
const child = spawn(command, ['-h', HOST, '-p', String(PORT), '-o', '3', '-j', report], { stdio: 'ignore' });
const failed = await new Promise<string>((resolve) => {
  child.once('error', (error) => resolve(`${command} cannot be started: ${error.message}`));
  child.once('exit', () => resolve(''));
});
if (failed !== '') console.error(failed);
const found = failed === '' ? casesOf(await readFile(report, 'utf8')) : [];
await proxy.stop();
backend.close();
await rm(folder, { recursive: true, force: true });

for (const { place, about, outcome } of found) {
  if (!values.failed || outcome !== 'passed') console.log(`${outcome.padEnd(7)} ${place}: ${about}`);
}
const count = (wanted: Case['outcome']): number => found.filter(({ outcome }) => outcome === wanted).length;
console.log(
  JSON.stringify({ cases: found.length, passed: count('passed'), skipped: count('skipped'), failed: count('failed') }),
);
process.exit(found.length > 0 && count('failed') === 0 ? 0 : 1);
