// Everything that must hold before a change goes in: linter, formatter, compiler, unit and integration tests, browser specs.
// Runs all of them even when one fails, and ends with the totals of the tests.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeForProduct } from './setup.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const bin = at('node_modules/.bin');
const environment = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH}`,
  NEXT_TELEMETRY_DISABLED: '1',
};

let passed = 0;
let failed = 0;
let skipped = 0;
const broken = [];

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
}

async function step(name, work) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const ok = await work();
  if (!ok) broken.push(name);
  console.log(`== ${name}: ${ok ? 'ok' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return ok;
}

function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** A run that ended badly without a failed test (a crash, an unhandled error) counts as one failure. */
function count(ok, results) {
  passed += results.passed;
  failed += ok ? results.failed : Math.max(1, results.failed);
  skipped += results.skipped;
}

async function unitTests() {
  const file = at('test-results/unit.json');
  rmSync(file, { force: true });
  mkdirSync(path.dirname(file), { recursive: true });
  const ok = await run(nodeForProduct(), [
    at('node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const result = report(file);
  const unloadable = (result?.testResults ?? []).filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  count(ok, {
    passed: result?.numPassedTests ?? 0,
    failed: (result?.numFailedTests ?? 0) + unloadable,
    skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
  });
  return ok;
}

async function browserSpecs() {
  if (!(await run('sh', [at('scripts/ensure-chromium.sh')]))) {
    count(false, { passed: 0, failed: 1, skipped: 0 });
    return false;
  }
  const file = at('test-results/e2e.json');
  rmSync(file, { force: true });
  const ok = await run(nodeForProduct(), [at('node_modules/@playwright/test/cli.js'), 'test']);
  const stats = report(file)?.stats;
  count(ok, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  });
  return ok;
}

await step('lint', () => run(path.join(bin, 'oxlint'), ['--type-aware', '--deny-warnings']));
await step('format', () => run(path.join(bin, 'oxfmt'), ['--check', '.']));
await step('types', () => run(path.join(bin, 'tsc'), ['--noEmit']));
await step('unit and integration tests', unitTests);
const specs = existsSync(at('e2e')) ? readdirSync(at('e2e')).filter((name) => name.endsWith('.spec.ts')) : [];
if (specs.length > 0) await step('browser specs', browserSpecs);

console.log('');
if (skipped > 0) console.log(`${skipped} skipped`);
if (broken.length > 0) console.log(`failed: ${broken.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = broken.length === 0 ? 0 : 1;
