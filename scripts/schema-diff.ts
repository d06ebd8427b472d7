// Compares the schemas of our custom resources with the official CRDs: `npm run schema:diff [-- FOLDER] [--rules 2000]`.
// FOLDER holds CRDs as YAML; without it those of the installed oracle are taken. With --rules, expressions that are worded differently are
// evaluated over that many values each. Exit 1 when something differs, 2 when nothing can be compared.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { Kind } from '../server/model/kind.ts';
import { kinds } from '../server/model/registry.ts';
import { versions } from '../server/model/versions.ts';
import { compareKind, type Definition } from './schema-diff.compare.ts';
import { compareRules } from './schema-diff.rules.ts';

const oracle =
  process.env.SWITCHYARD_ORACLE_HOME ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'switchyard-oracle');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { rules: { type: 'string' } } });
const folder = positionals[0] ?? path.join(oracle, 'build/admit/crds');

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

/** Lines about rules that decide otherwise, or of which only one side was seen. */
function ruleLines(kind: Kind, definition: Definition, count: number): string[] {
  const version = definition.spec.versions.find(({ name }) => name === kind.version);
  const rules = compareRules(kind, version?.schema.openAPIV3Schema, count);
  const worded = rules.filter(({ sameText }) => !sameText);
  console.log(`${kind.kind}: ${rules.length - worded.length} rules as officially worded, ${worded.length} evaluated`);
  return worded.flatMap(({ path: at, message, difference, agreed }) => {
    if (difference !== undefined)
      return [
        `${kind.kind}: ${at}: rule: ${message}: ${difference.ours}, officially ${difference.official}, for ${JSON.stringify(difference.value)}`,
      ];
    const unseen = (['true', 'false'] as const).filter((result) => agreed[result] === 0);
    return unseen.map((result) => `${kind.kind}: ${at}: rule: ${message}: never ${result} in ${count} values`);
  });
}

let count = 0;
for (const kind of kinds.filter(({ core }) => !core)) {
  const definition = definitions.find(({ spec }) => spec.group === kind.group && spec.names.kind === kind.kind);
  const { differences, fields, rules } =
    definition === undefined
      ? { differences: [`${kind.kind}: no official definition in ${folder}`], fields: 0, rules: 0 }
      : compareKind(kind, definition);
  if (definition !== undefined && values.rules !== undefined)
    differences.push(...ruleLines(kind, definition, Number(values.rules)));
  console.log(`${kind.kind}: ${fields} fields, ${rules} rules, ${differences.length} differences`);
  for (const difference of differences) console.log(`  ${difference}`);
  count += differences.length;
}
console.log(`Gateway API ${versions.gatewayApi}, Envoy Gateway ${versions.envoyGateway}: ${count} differences`);
process.exit(count === 0 ? 0 : 1);
