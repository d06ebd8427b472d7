// Creations: manifests that are changed here and there, limits of the schema, and texts that are no documents.
import { type Draft, type DraftObject, isDraftObject, NUMBERS, STRANGE_NAMES, TEXTS } from '../values.ts';
import { type Case, type Ground, manifest, pathOf, query, type Strategy } from '../case.ts';
import { atEdge, mutate, placesOf, set, strange } from '../mutate.ts';
import { json, yaml } from '../render.ts';

function post(ground: Ground, title: string, body: string | Buffer, type = 'application/json'): Case {
  return { title, steps: [{ method: 'POST', path: pathOf(ground) + query(ground.roll), body, type }] };
}

/** An official manifest with some changes. */
export const changed: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground);
  for (let count = roll.pick([0, 1, 1, 1, 2, 3]); count > 0; count--) mutate(document, kind.schema, roll);
  return post(ground, 'changed', json(document, roll.chance(0.1) ? ' ' : ''));
};

/** A manifest that says that it is of another kind, and so gets no defaults. */
export const otherKind: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground);
  for (let count = roll.pick([0, 0, 1, 2]); count > 0; count--) mutate(document, kind.schema, roll);
  document.kind = roll.pick([`${kind.kind}List`, 'Status', 'Nonsense']);
  return post(ground, 'other kind', json(document));
};

/** A document of the schema alone, each value at a limit. */
export const edges: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground);
  const { spec } = kind.schema.properties;
  document.spec = roll.chance(0.3) ? atEdge(spec, roll) : (document.spec ?? {});
  const places = placesOf({ spec: document.spec }, kind.schema);
  for (let count = roll.pick([1, 1, 2]); count > 0 && places.length > 0; count--) {
    const place = roll.pick(places);
    const holder = place.key === 'spec' && 'spec' in place.holder ? document : place.holder;
    set({ ...place, holder }, atEdge(place.schema, roll));
  }
  return post(ground, 'edges', json(document));
};

/** The same as YAML. */
export const asYaml: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground);
  for (let count = roll.pick([0, 0, 1, 1, 2]); count > 0; count--) mutate(document, kind.schema, roll);
  return post(
    ground,
    'yaml',
    yaml(document, roll),
    roll.pick(['application/yaml', 'application/yaml', 'application/yaml; charset=utf-8']),
  );
};

/** Parts of JSON that are cut, doubled or put where they do not belong. */
export const brokenJson: Strategy = (ground) => {
  const { roll } = ground;
  const text = json(manifest(ground), roll.chance(0.3) ? ' ' : '');
  return post(ground, 'broken JSON', damaged(text, roll), roll.pick(['application/json', 'application/json', '']));
};

/** Parts of YAML that are cut, doubled or put where they do not belong. */
export const brokenYaml: Strategy = (ground) => {
  const { roll } = ground;
  return post(ground, 'broken YAML', damaged(yaml(manifest(ground), roll), roll), 'application/yaml');
};

const PARTS =
  '{|}|[|]|,|:|"|\\|\\u12|\\ud800|\\udc00\\ud800|\\x41|0|-|+|.|e|null|true|nul|NaN|Infinity|//x|/*x*/|\'|\t|\n|\r|\u0000|\u00a0|\ufeff|01|1.|.5|1e|-a|"a":1,|"spec":{},|"kind":"X",|{"a":1}|---\n|- |? |: |& a|&a |*a|!!str |!x |!!binary |!!int |!!null || \n|>\n|%YAML 1.2\n|@|`|# |<<: |"\\q"|\u0007|\u0085|=|~|...\n|\n  \n|{a: b}|[a,b]|a: b'.split(
    '|',
  );

function damaged(text: string, roll: Ground['roll']): string | Buffer {
  let out = text;
  for (let count = roll.pick([1, 1, 2]); count > 0; count--) {
    const at = roll.below(out.length + 1);
    const to = Math.min(out.length, at + roll.pick([1, 1, 2, 5, 40]));
    out = roll.pick([
      out.slice(0, at) + roll.pick(PARTS) + out.slice(at),
      out.slice(0, at) + roll.pick(PARTS) + out.slice(at),
      out.slice(0, at) + roll.pick(PARTS) + out.slice(to),
      out.slice(0, at) + out.slice(to),
      out.slice(0, at),
      out.slice(0, to) + out.slice(at),
      out + roll.pick(PARTS),
      roll.pick(PARTS) + out,
    ]);
  }
  if (!roll.chance(0.15)) return out;
  const bytes = Buffer.from(out);
  const at = roll.below(bytes.length + 1);
  const bad = roll.pick([
    [0xff],
    [0xc3],
    [0xed, 0xa0, 0x80],
    [0xc0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xfe, 0xff],
    [0x80],
  ]);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(bad), bytes.subarray(at)]);
}

/** Members that stand twice, unknown ones at any depth, and numbers and texts in hard spellings. */
export const doubled: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground);
  const names = [
    'spec',
    'metadata',
    ...(kind.kind === 'HTTPRoute' ? ['rules', 'matches', 'name'] : ['name', 'type', 'kind']),
  ];
  let text = json(document);
  for (let count = roll.pick([1, 1, 2, 3]); count > 0; count--) {
    const open = [...text.matchAll(/\{/g)].map(({ index }) => index);
    const at = roll.pick(open) + 1;
    const found = [...text.slice(at).matchAll(/"([\w.]+)":/g)].map(([, name = '']) => name).slice(0, 6);
    const name = roll.pick([...found, ...names, ...(roll.chance(0.3) ? STRANGE_NAMES : [])]);
    const value = json(roll.pick<Draft>([strange(roll), roll.pick(NUMBERS), roll.pick(TEXTS)]));
    const comma = text[at] === '}' ? '' : ',';
    text = `${text.slice(0, at)}${JSON.stringify(name)}:${value}${comma}${text.slice(at)}`;
  }
  return post(ground, 'doubled', text);
};

/** Unknown members: many of them, some with long names. */
export const unknown: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground);
  const objects = [document, ...placesOf(document, kind.schema).map(({ holder }) => holder)].filter(isDraftObject);
  for (let count = roll.pick([1, 2, 3, 12, 60, 120]); count > 0; count--) {
    const holder: DraftObject = roll.pick(objects);
    const name = roll.chance(0.5) ? `x${count}` : roll.pick(STRANGE_NAMES);
    set({ holder, key: name, schema: undefined }, strange(roll));
  }
  return post(ground, 'unknown', json(document));
};
