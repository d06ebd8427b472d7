// Compares the schemas of our custom resources with the official CRDs: `npm run schema:diff [-- FOLDER]`.
// FOLDER holds CRDs as YAML; without it those of the installed oracle are taken. Exit 1 when something differs, 2 when nothing can be compared.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kinds } from '../server/model/registry.ts';
import { versions } from '../server/model/versions.ts';
import { compareKind, type Definition } from './schema-diff.compare.ts';

const oracle =
  process.env.SWITCHYARD_ORACLE_HOME ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'switchyard-oracle');
const folder = process.argv[2] ?? path.join(oracle, 'build/admit/crds');

if (!existsSync(folder)) {
  console.error(`schema:diff: no folder ${folder}: name one that holds the official CRDs as YAML files`);
  process.exit(2);
}

const definitions = readdirSync(folder)
  .filter((name) => /\.ya?ml$/.test(name))
  .flatMap((name) => parseAllDocuments(readFileSync(path.join(folder, name), 'utf8')))
  .map((document): unknown => document.toJS())
  .filter((value): value is Definition & { kind: string } => {
    const kind = (value as { kind?: unknown } | null)?.kind;
    return kind === 'CustomResourceDefinition';
  });

let count = 0;
for (const kind of kinds.filter(({ core }) => !core)) {
  const definition = definitions.find(({ spec }) => spec.group === kind.group && spec.names.kind === kind.kind);
  const { differences, fields, rules } =
    definition === undefined
      ? { differences: [`${kind.kind}: no official definition in ${folder}`], fields: 0, rules: 0 }
      : compareKind(kind, definition);
  console.log(`${kind.kind}: ${fields} fields, ${rules} rules, ${differences.length} differences`);
  for (const difference of differences) console.log(`  ${difference}`);
  count += differences.length;
}
console.log(`Gateway API ${versions.gatewayApi}, Envoy Gateway ${versions.envoyGateway}: ${count} differences`);
process.exit(count === 0 ? 0 : 1);
