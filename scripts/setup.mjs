// Brings a clone to the state that `npm start`, `npm run dev` and `npm test` need: dependencies, database client, built pages.
// Runs before each of them, with what the machine has (Node 20 and npm are enough), and does nothing when all is fresh.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compressStatic } from './compress-static.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const say = (line) => console.log(`setup: ${line}`);

/** Where the pages and what they import live; tests beside the code do not count. */
const PAGE_SOURCES = [
  'app',
  'components',
  'public',
  'server/model',
  'server/routing',
  'server/balancing',
  'server/gateway',
  'server/contract',
  'next.config.js',
  'proxy.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Ends the set-up with a message that says what to do. */
class SetupError extends Error {}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function* filesBelow(entry) {
  const full = at(entry);
  if (!existsSync(full)) return;
  let children;
  try {
    children = readdirSync(full, { withFileTypes: true });
  } catch {
    yield entry;
    return;
  }
  for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = `${entry}/${child.name}`;
    if (child.isDirectory()) yield* filesBelow(name);
    else if (!/\.test\.tsx?$/.test(child.name)) yield name;
  }
}

/** One hash over names and contents. */
export function fingerprint(entries) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const entry of entries) {
    for (const file of filesBelow(entry))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(at(file)))
        .update('\0');
  }
  return hash.digest('hex');
}

/** Node for everything after the installation: the one from package.json, else the one that runs this script. */
export function nodeForProduct() {
  const bundled = at('node_modules/.bin/node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new SetupError(
    `Node ${process.versions.node} runs here, and npm brought no Node 24 for ${process.platform}-${process.arch}. ` +
      'Install Node 24 or newer (https://nodejs.org) and try again.',
  );
}

/** Runs a command; its output is shown, and kept so that a failure can be judged. */
function run(command, args, environment = {}, quiet = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (target) => (chunk) => {
      output += chunk.toString();
      if (!quiet) target.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, code, output }));
  });
}

async function step(what, work) {
  say(`${what} ...`);
  const start = performance.now();
  await work();
  say(`${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const installStamp = at('node_modules/.switchyard-install');

/** True when every package that the lock asks for on any platform is there in the version asked for. */
function installedByHand() {
  const hidden = read(at('node_modules/.package-lock.json'));
  if (hidden === null) return false;
  const wanted = JSON.parse(read(at('package-lock.json'))).packages;
  const present = JSON.parse(hidden).packages;
  return Object.entries(wanted).every(
    ([key, entry]) => key === '' || entry.optional === true || present[key]?.version === entry.version,
  );
}

function npm(args) {
  const cli = process.env.npm_execpath;
  const node = process.env.npm_node_execpath;
  if (cli !== undefined && existsSync(cli)) {
    return run(node !== undefined && existsSync(node) ? node : process.execPath, [cli, ...args]);
  }
  return run('npm', args);
}

async function install() {
  const lock = fingerprint(['package-lock.json']);
  if (read(installStamp) === lock) return;
  if (existsSync(installStamp) || !installedByHand()) {
    await step('Installing dependencies (npm ci, about 600 MB to fetch, one to two minutes)', async () => {
      const clean = await npm(['ci', '--no-fund', '--no-audit']);
      if (!clean.ok) await installFromIncompleteRegistry(clean);
    });
  }
  mkdirSync(path.dirname(installStamp), { recursive: true });
  writeFileSync(installStamp, lock);
}

/** `npm ci` refuses a lock when the registry lacks packages of other platforms; `npm install` takes it, but rewrites it. */
async function installFromIncompleteRegistry(clean) {
  if (!/EUSAGE|Missing: |E404|404 Not Found/.test(clean.output)) {
    throw new SetupError(`npm ci ended with code ${clean.code}; its messages are above.`);
  }
  say(
    'This registry lacks packages that the lock names (of other platforms, as a rule). Installing with npm install instead.',
  );
  const before = readFileSync(at('package-lock.json'));
  try {
    const loose = await npm(['install', '--no-save', '--no-fund', '--no-audit']);
    if (!loose.ok) throw new SetupError(`npm install ended with code ${loose.code}; its messages are above.`);
  } finally {
    writeFileSync(at('package-lock.json'), before);
  }
}

async function generate() {
  if (!existsSync(at('prisma/schema.prisma'))) return;
  const stamp = at('server/generated/.stamp');
  const wanted = fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  if (read(stamp) === wanted) return;
  await step('Generating the database client', async () => {
    const result = await run(
      nodeForProduct(),
      [at('node_modules/prisma/build/index.js'), 'generate'],
      // generating needs no schema engine, and Prisma would try to download one
      { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' },
      true,
    );
    if (!result.ok) throw new SetupError(`prisma generate ended with code ${result.code}:\n${result.output}`);
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  });
}

async function build() {
  if (!existsSync(at('app'))) return;
  const stamp = at('.next/switchyard-build');
  const wanted = fingerprint(PAGE_SOURCES);
  if (existsSync(at('.next/BUILD_ID')) && read(stamp) === wanted) return;
  await step('Building the pages (about 2 GB of memory, one to two minutes the first time)', async () => {
    rmSync(stamp, { force: true });
    const result = await run(nodeForProduct(), [at('node_modules/next/dist/bin/next'), 'build'], {
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    });
    if (!result.ok) throw new SetupError(`next build ended with code ${result.code}; its messages are above.`);
    await compressStatic();
    // Next completes tsconfig.json on its first build
    writeFileSync(stamp, fingerprint(PAGE_SOURCES));
  });
}

function sayWhatIsNeeded() {
  if (existsSync(at('node_modules'))) return;
  const disk = statfsSync(root);
  const freeDisk = (disk.bavail * disk.bsize) / 1e9;
  const available = /MemAvailable:\s+(\d+)/.exec(read('/proc/meminfo') ?? '');
  const freeMemory = available ? Number(available[1]) / 1e6 : freemem() / 1e9;
  say(
    'First start: this installs and builds once, two to four minutes. It takes about 2 GB of disk and 2 GB of memory.',
  );
  say(`This machine has ${freeDisk.toFixed(1)} GB of disk and ${freeMemory.toFixed(1)} GB of memory free.`);
  if (freeDisk < 2.2) say('That is little disk: if a step fails, free some and start again.');
  if (freeMemory < 2) say('That is little memory: if the build is killed, close other programs and start again.');
}

/** @param {'start' | 'dev' | 'test'} purpose `dev` compiles pages on demand and needs no build. */
export async function setUp(purpose) {
  sayWhatIsNeeded();
  await install();
  await generate();
  if (purpose !== 'dev') await build();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const purpose = process.argv[2] ?? 'start';
  setUp(purpose).catch((error) => {
    console.error(`setup: ${error instanceof SetupError ? error.message : (error?.stack ?? error)}`);
    process.exitCode = 1;
  });
}
