// Writes the reference pages: `npm run docs`. With --check nothing is written; exit 1 when a page is not what the model says.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { referencePages } from './docs.pages.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const folder = path.join(import.meta.dirname, '../docs/reference');
const pages = referencePages();

const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = present.filter((name) => !pages.has(name));
const changed = [...pages].filter(
  ([name, text]) => !present.includes(name) || readFileSync(path.join(folder, name), 'utf8') !== text,
);
for (const name of [...stale, ...changed.map(([changedName]) => changedName)]) console.log(`docs/reference/${name}`);
if (!values.check) {
  mkdirSync(folder, { recursive: true });
  for (const name of stale) rmSync(path.join(folder, name));
  for (const [name, text] of changed) writeFileSync(path.join(folder, name), text);
}
process.exit(values.check && stale.length + changed.length > 0 ? 1 : 0);
