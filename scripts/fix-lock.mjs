// Run after every change of dependencies: adds entries for optional packages of other platforms that npm left out of the lock,
// since `npm ci` refuses a lock without them.
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const packages = lock.packages;
let added = 0;

function resolvedFrom(key, name) {
  for (let dir = key; ;) {
    if (packages[`${dir ? `${dir}/` : ''}node_modules/${name}`]) return true;
    if (!dir) return false;
    dir = dir.includes('/node_modules/') ? dir.slice(0, dir.lastIndexOf('/node_modules/')) : '';
  }
}

for (const [key, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (resolvedFrom(key, name) || !/^\d/.test(version)) continue;
    const os = /darwin|win32|android|freebsd|openharmony|aix|netbsd|openbsd|sunos|linux/.exec(name)?.[0];
    const cpu = /arm64|x64|ia32|arm|ppc64|riscv64|s390x|loong64|wasm32/.exec(name.replace('linuxmusl', 'linux'))?.[0];
    packages[`node_modules/${name}`] = {
      version,
      optional: true,
      ...(os ? { os: [os] } : {}),
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
    };
    added++;
  }
}

lock.packages = Object.fromEntries(
  Object.keys(packages)
    .sort()
    .map((key) => [key, packages[key]]),
);
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} entries added`);
