import { admit } from '../../server/model/admission.ts';
import { schemaAt } from '../../server/model/form-fields.ts';
import type { Kind } from '../../server/model/kind.ts';
import type { Patch } from './document-model.ts';
import { fieldPath, parseFieldPath, valueAt, without, withValue, type Path } from './values.ts';

/** A change after which the API no longer says it, and says nothing else instead. */
export interface Fix {
  /** What the link says: `Remove slowStart`, `switch to LeastRequest`. */
  label: string;
  patches: Patch[];
}

/** Where a refusal comes from, and ways out. */
export interface Remedy {
  /** The field whose presence or value the refusal is about; always there in the document. */
  blamed: Path;
  fixes: Fix[];
}

/** What is asked about: a refusal as the API puts it. */
interface Refusal {
  field: string;
  message: string;
}

const REMOVALS = 2;
const SWITCHES = 1;

/** How many copies of an object are judged at most, about 0.5 ms each. */
const TRIALS = 80;

/** What says which requests or objects are meant: it may be to blame, and is never removed by a link. */
const REACH = new Set(['matches', 'hostnames', 'parentRefs', 'targetRef', 'targetRefs', 'targetSelectors']);

/**
 * Finds the field that causes a refusal of a whole block, by trying: a field is to blame when the API takes the object without it, the deepest
 * such field first; failing that, a choice is to blame when another value ends the refusal. Rules need no table of fields for that, and each
 * fix is known to work. Values that are refused themselves are named by the API, and have no remedy here.
 * @returns null where the API names a single value, or nothing helps
 */
export function remedyFor(kind: Kind, value: unknown, refusal: Refusal): Remedy | null {
  const judge = new Judge(kind, value);
  const path = parseFieldPath(refusal.field);
  const block = valueAt(value, path);
  if (!judge.says(refusal) || typeof block !== 'object' || block === null) return null;
  const culprits = path.length === 0 ? [] : culpritsIn(judge, path, refusal);
  const choices = choicesIn(kind, value, path);
  const switches = choices.flatMap(({ at, values }): (Fix & { at: Path })[] =>
    values.flatMap((next) => {
      const patches = judge.repaired([{ op: 'set', path: at, value: next }], refusal);
      return patches ? [{ at, label: `switch to ${next}`, patches }] : [];
    }),
  );
  const blamed = culprits.at(-1) ?? switches[0]?.at ?? namedIn(refusal.message, value, path);
  if (!blamed) return null;
  const removable = culprits.filter((at) => typeof at.at(-1) === 'string' && !at.some((step) => REACH.has(`${step}`)));
  const fixes = [
    ...removable.slice(-REMOVALS).map((at) => ({
      label: `remove ${nameOf(at, path)}`,
      patches: [{ op: 'remove' as const, path: at }],
    })),
    ...switches.slice(0, SWITCHES).map(({ label, patches }) => ({ label, patches })),
  ];
  return { blamed, fixes: fixes.map((fix, i) => (i === 0 ? { ...fix, label: capital(fix.label) } : fix)) };
}

/**
 * With which choices beside it the API takes a field: of an object that is one of several types, those under which the field adds no
 * refusal. Empty where every choice does, or where there is none to make.
 */
export function worksWith(kind: Kind, value: unknown, path: Path): string[] {
  for (let length = path.length - 1; length > 0; length--) {
    const block = path.slice(0, length);
    const field = path.slice(0, length + 1);
    const [choice] = choicesIn(kind, value, block);
    if (!choice || fieldPath(choice.at) === fieldPath(field) || valueAt(value, field) === undefined) continue;
    const all = [String(valueAt(value, choice.at)), ...choice.values];
    const works = all.filter((next) => {
      const chosen = withValue(value, choice.at, next);
      const bare = refusalsOf(kind, without(chosen, field));
      return [...refusalsOf(kind, chosen)].every((text) => bare.has(text));
    });
    return works.length === all.length ? [] : works;
  }
  return [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A field as seen from the block: `slowStart`, `zoneAware.preferLocal`, `rules[1].name`. */
function nameOf(path: Path, block: Path): string {
  const inside = path.slice(block.length);
  return fieldPath(typeof inside[0] === 'number' ? [...block.slice(-1), ...inside] : inside);
}

/** The field below a block that a message names in words such as `targetRefs[*].kind`, if it is there. */
function namedIn(message: string, value: unknown, block: Path): Path | undefined {
  return [...message.matchAll(/[a-z]\w{3,}(?:\[\*\]|\.\w+)*/gi)]
    .map(([word]) => parseFieldPath(word.charAt(0).toLowerCase() + word.slice(1)))
    .map((inside) => [...block, ...inside.map((step) => (step === '*' ? 0 : step))])
    .find((path) => valueAt(value, path) !== undefined);
}

/** Asks the API's own admission about changed copies of one object. */
class Judge {
  readonly #kind: Kind;
  readonly #value: unknown;
  readonly #before: ReadonlySet<string>;
  #left: number;

  constructor(kind: Kind, value: unknown, trials = TRIALS) {
    this.#kind = kind;
    this.#value = value;
    this.#left = trials;
    this.#before = this.#said(value);
  }

  get value(): unknown {
    return this.#value;
  }

  says({ field, message }: Refusal): boolean {
    return this.#before.has(`${field}\n${message}`);
  }

  /** Whether a refusal ends with a value, and whether others begin. */
  outcome(value: unknown, { field, message }: Refusal): { ends: boolean; clean: boolean } {
    if (this.#left-- <= 0) return { ends: false, clean: false };
    const said = this.#said(value);
    const ends = !said.has(`${field}\n${message}`);
    return { ends, clean: ends && [...said].every((text) => this.#before.has(text)) };
  }

  /** A change with the removals that it needs, null where it does not end the refusal or cannot be made clean. */
  repaired(patches: Patch[], refusal: Refusal, depth = 3): Patch[] | null {
    const value = patches.reduce(applied, this.#value);
    const { ends, clean } = this.outcome(value, refusal);
    if (!ends) return null;
    if (clean) return patches;
    const begun = [...this.#said(value)].find((text) => !this.#before.has(text));
    if (depth === 0 || begun === undefined) return null;
    const [field = '', message = ''] = begun.split('\n');
    const culprit = culpritsIn(new Judge(this.#kind, value, this.#left), parseFieldPath(field), { field, message }).at(
      -1,
    );
    return culprit ? this.repaired([...patches, { op: 'remove', path: culprit }], refusal, depth - 1) : null;
  }

  #said(value: unknown): Set<string> {
    return refusalsOf(this.#kind, value);
  }
}

/** What the API has against an object, each as field and message. */
function refusalsOf(kind: Kind, value: unknown): Set<string> {
  const named = valueAt(value, ['metadata', 'namespace']);
  const namespace = typeof named === 'string' ? named : 'default';
  const admission = admit(kind, value, { operation: 'create', ...(kind.namespaced ? { namespace } : {}) });
  if (admission.accepted) return new Set();
  const { causes = [] } = admission.status.details ?? {};
  return new Set(causes.map((cause) => `${cause.field ?? ''}\n${cause.message}`));
}

function applied(value: unknown, patch: Patch): unknown {
  if (patch.op === 'set') return withValue(value, patch.path, patch.value);
  return patch.op === 'remove' ? without(value, patch.path) : value;
}

/**
 * The deepest fields below a path without which a refusal ends and none begins, in the order of the document. Looks from the end, since what
 * is too much is mostly what came last, and takes no more than two of a list.
 */
function culpritsIn(judge: Judge, path: Path, refusal: Refusal): Path[] {
  const block = valueAt(judge.value, path);
  if (typeof block !== 'object' || block === null) return [];
  const steps = Array.isArray(block) ? [...block.keys()] : Object.keys(block);
  const found: Path[] = [];
  for (const step of steps.toReversed()) {
    if (Array.isArray(block) && found.length >= 2) break;
    const at = [...path, step];
    const { ends, clean } = judge.outcome(without(judge.value, at), refusal);
    if (!ends) continue;
    const deeper = culpritsIn(judge, at, refusal);
    // a list without its only element would say nothing
    const emptied = clean && deeper.length === 1 && deeper[0]?.length === at.length + 1 && isSingle(judge.value, at);
    if (deeper.length > 0 && !emptied) found.unshift(...deeper);
    else if (clean) found.unshift(at);
  }
  return found;
}

function isSingle(value: unknown, path: Path): boolean {
  const list = valueAt(value, path);
  return Array.isArray(list) && list.length === 1;
}

/** Members of the block that are one of a few values, each with the others, in the order of the schema. */
function choicesIn(kind: Kind, value: unknown, path: Path): { at: Path; values: string[] }[] {
  const schema = schemaAt(kind.schema, path);
  if (schema?.type !== 'object') return [];
  return Object.entries(schema.properties).flatMap(([name, member]) => {
    const at = [...path, name];
    if (member.type !== 'string' || member.enum === undefined || valueAt(value, at) === undefined) return [];
    return [{ at, values: member.enum.filter((next) => next !== valueAt(value, at)) }];
  });
}
