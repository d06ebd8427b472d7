import { YamlError } from './error.ts';
import { GoList, GoMap, goSyntax, type GoValue, setMember, toJson, Unwritable } from './go-value.ts';
import type { Node } from './nodes.ts';
import { resolve } from './resolve.ts';

/** What a document says. */
export interface DecodedYaml {
  value: GoValue;
  /** `line N: key "K" already set in map` for keys that stand twice; the last of them counts. */
  duplicates: string[];
  /** What JSON has nothing for. */
  unwritable: Unwritable;
}

/** A collection that is being read, or an alias on the way into it. */
type Frame =
  | { type: 'alias'; node: AliasNode }
  | { type: 'sequence'; node: Node & { items: Node[] }; at: number; list: GoList }
  | {
      type: 'mapping';
      node: Node & { items: Node[] };
      at: number;
      map: GoMap;
      key: GoValue | undefined;
      merges: Node[];
    };

type AliasNode = Extract<Node, { type: 'alias' }>;

/** Reads the value of a node. Source: Go's yaml decoder. @throws YamlError */
export function decodeNode(root: Node): DecodedYaml {
  return new Decoder().decode(root);
}

class Decoder {
  readonly #frames: Frame[] = [];
  readonly #open = new Set<AliasNode>();
  readonly #duplicates: string[] = [];
  readonly #unwritable = new Unwritable();
  #aliasDepth = 0;
  // the document counts too
  #count = 1;
  #aliasCount = 0;

  decode(root: Node): DecodedYaml {
    let value = this.#enter(root);
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1))
      value = value === undefined ? this.#advance(frame) : this.#deliver(frame, value);
    return { value: value ?? null, duplicates: this.#duplicates, unwritable: this.#unwritable };
  }

  /** Begins to read a node; gives the value of a scalar. @param into map that a mapping is merged into */
  #enter(node: Node, into?: GoMap): GoValue | undefined {
    this.#count += 1;
    if (this.#aliasDepth > 0) this.#aliasCount += 1;
    if (this.#aliasCount > 100 && this.#count > 1000 && this.#aliasCount / this.#count > allowedRatio(this.#count))
      throw new YamlError('document contains excessive aliasing');
    if (node.type === 'scalar') return node.tag === '' && !node.implicit ? node.text : resolve(node.tag, node.text);
    if (node.type === 'alias') {
      if (this.#open.has(node)) throw new YamlError(`anchor '${node.name}' value contains itself`);
      this.#open.add(node);
      this.#aliasDepth += 1;
      this.#frames.push({ type: 'alias', node });
      return this.#enter(node.target, into);
    }
    if (node.type === 'sequence') this.#frames.push({ type: 'sequence', node, at: 0, list: new GoList() });
    else this.#frames.push({ type: 'mapping', node, at: 0, map: into ?? new GoMap(), key: undefined, merges: [] });
    return undefined;
  }

  /** Goes on with a collection; gives its value when all of it is read. */
  #advance(frame: Frame): GoValue | undefined {
    if (frame.type === 'alias') throw new RangeError('an alias has no parts');
    const next = frame.node.items[frame.at];
    if (frame.type === 'sequence') {
      if (next !== undefined) return this.#enter(next);
      this.#frames.pop();
      return frame.list;
    }
    const merge = frame.merges.pop();
    if (merge !== undefined) return this.#enter(mergeable(merge), frame.map);
    if (next === undefined) {
      this.#frames.pop();
      return frame.map;
    }
    if (frame.key !== undefined) return this.#enter(frame.node.items[frame.at + 1] ?? next);
    if (!isMerge(next)) return this.#enter(next);
    frame.merges = mergesOf(frame.node.items[frame.at + 1] ?? next);
    frame.at += 2;
    return undefined;
  }

  /** Gives a value to the collection that it belongs to; what is undefined then makes that collection go on. */
  #deliver(frame: Frame, value: GoValue): GoValue | undefined {
    if (frame.type === 'alias') {
      this.#frames.pop();
      this.#open.delete(frame.node);
      this.#aliasDepth -= 1;
      return value;
    }
    if (frame.type === 'sequence') {
      frame.at += 1;
      frame.list.items.push(value);
      frame.list.json.push(toJson(value, this.#unwritable));
      return undefined;
    }
    // what was merged is in the map already
    if (value === frame.map) return undefined;
    if (frame.key === undefined) {
      if (value instanceof GoList || value instanceof GoMap) throw new YamlError(`invalid map key: ${goSyntax(value)}`);
      frame.key = value;
      return undefined;
    }
    if (frame.map.has(frame.key)) {
      const line = frame.node.items[frame.at + 1]?.line ?? 0;
      this.#duplicates.push(`line ${line + 1}: key ${goSyntax(frame.key)} already set in map`);
    }
    setMember(frame.map, frame.key, value, this.#unwritable);
    frame.key = undefined;
    frame.at += 2;
    return undefined;
  }
}

/** How much of what is read may come from aliases: almost all of small documents, little of large ones. */
function allowedRatio(count: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (count <= low) return 0.99;
  return count >= high ? 0.1 : 0.99 - 0.89 * ((count - low) / (high - low));
}

function isMerge(node: Node): boolean {
  return node.type === 'scalar' && node.text === '<<' && (node.implicit || node.tag === 'tag:yaml.org,2002:merge');
}

/** The mappings that a merge takes from, the one that counts most last. */
function mergesOf(node: Node): Node[] {
  return node.type === 'sequence' ? [...node.items] : [node];
}

function mergeable(node: Node): Node {
  const target = node.type === 'alias' ? node.target : node;
  if (target.type !== 'mapping') throw new YamlError('map merge requires map or sequence of maps as the value');
  return node;
}
