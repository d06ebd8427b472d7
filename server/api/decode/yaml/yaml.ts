import { compareTexts, goJson } from '../../../model/schema/go-json.ts';
import { isObject } from '../../../model/schema/normalize.ts';
import { type DecodedJson, isHead } from '../json.ts';
import { decodeNode } from './decode.ts';
import { YamlError } from './error.ts';
import { NoJsonError, toJson, Unwritable } from './go-value.ts';
import { firstDocument } from './nodes.ts';

/** YAML that was read as an API server reads it: by way of JSON. */
export interface YamlDocument {
  decoded: DecodedJson;
  /** The JSON. */
  text: () => string;
  /** What is said of keys that stand twice; undefined where none does. */
  duplicates: string | undefined;
}

/**
 * Reads the first YAML document of a body; further ones are ignored, and where there is none it is null. Source: sigs.k8s.io/yaml
 * YAMLToJSON with go.yaml.in/yaml/v2.
 * @throws YamlError whose message is the whole of it
 */
export function decodeYaml(bytes: Buffer): YamlDocument {
  try {
    const root = firstDocument(bytes);
    const { value, duplicates, unwritable } = root === undefined ? nothing() : decodeNode(root);
    const json = toJson(value, unwritable);
    unwritable.check();
    const members = isObject(json) ? Object.entries(json).filter(([name]) => isHead(name)) : [];
    members.sort(([a], [b]) => compareTexts(a, b));
    return {
      decoded: { value: json, duplicates: [], outOfRange: undefined, members },
      text: () => goJson(json),
      duplicates: duplicates.length === 0 ? undefined : `yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`,
    };
  } catch (error) {
    if (!(error instanceof YamlError) || error instanceof NoJsonError) throw error;
    throw new YamlError(`yaml: ${error.message}`);
  }
}

function nothing(): ReturnType<typeof decodeNode> {
  return { value: null, duplicates: [], unwritable: new Unwritable() };
}
