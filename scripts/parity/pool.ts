// Manifests to start from: the official ones of Gateway API and Envoy Gateway, read from the Go module cache, and our examples.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { apiVersionsOf } from '../../server/model/api-version.ts';
import { parseDocuments } from '../../server/model/documents.ts';
import type { Kind } from '../../server/model/kind.ts';
import { cloneJson, isObject } from '../../server/model/schema/normalize.ts';
import type { JsonObject } from '../../server/model/schema/types.ts';
import type { Recording } from '../../server/model/shared/recordings.ts';

const OFFICIAL = [
  'sigs.k8s.io/gateway-api@v1.6.1/{examples,conformance,site,geps}/**/*.yaml',
  'github.com/envoyproxy/gateway@v1.9.1/{examples,internal,site,test}/**/*.yaml',
];

/** Largest object that is taken, in characters of its JSON: a comparison of many small ones says more. */
const LARGEST = 20_000;

/**
 * Manifests by kind; the same order whenever the same modules are there.
 * @param own leaves out the official ones
 */
export function pool(kinds: readonly Kind[], own: boolean): Map<string, JsonObject[]> {
  const found = new Map<string, Map<string, JsonObject>>(kinds.map(({ kind }) => [kind, new Map()]));
  const take = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(take);
    if (!isObject(value)) return;
    const kind = kinds.find(
      (one) => one.kind === value.kind && apiVersionsOf(one).includes(value.apiVersion as string),
    );
    if (kind === undefined) return Object.values(value).forEach(take);
    const text = JSON.stringify(value);
    if (text.length <= LARGEST) found.get(kind.kind)?.set(text, cloneJson(value) as JsonObject);
  };
  for (const file of own ? [] : officialFiles()) for (const value of readYaml(readFileSync(file, 'utf8'))) take(value);
  for (const kind of kinds) {
    for (const { yaml } of kind.examples) for (const { value } of parseDocuments(yaml)) take(value);
    for (const { document } of recorded(kind)) take(document);
  }
  return new Map([...found].map(([kind, documents]) => [kind, [...documents.values()]]));
}

function officialFiles(): string[] {
  const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  return OFFICIAL.flatMap((pattern) => globSync(pattern, { cwd: cache }).toSorted()).map((file) =>
    path.join(cache, file),
  );
}

function readYaml(text: string): unknown[] {
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false });
    return Array.isArray(documents)
      ? documents.filter(({ errors }) => errors.length === 0).map((one): unknown => one.toJS())
      : [];
  } catch {
    return [];
  }
}

function recorded({ kind }: Kind): Recording[] {
  const name = kind.toLowerCase();
  const file = path.join(import.meta.dirname, `../../server/model/${name}/${name}.recorded.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recording[]) : [];
}
