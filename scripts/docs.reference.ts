// Reference pages, made from what the model says about each kind.
import { apiVersionsOf } from '../server/model/api-version.ts';
import { formField, limitsText, type FieldPath, type FormField } from '../server/model/form-fields.ts';
import type { Kind } from '../server/model/kind.ts';
import type { Rule, Schema } from '../server/model/schema/types.ts';
import { versions } from '../server/model/versions.ts';
import { actingNotes, type Notes } from './docs.acting.ts';

/** Name of a kind's page in its folder. */
export function pageName(kind: Kind): string {
  return `${kind.kind.toLowerCase()}.md`;
}

/** The page that lists the pages. */
export function indexPage(kinds: readonly Kind[]): string {
  const rows = kinds.map((kind) => `- [${kind.kind}](${pageName(kind)}): ${kind.description}`);
  return `# Kinds

Fields, limits, rules and columns of every kind that is served, for Gateway API ${versions.gatewayApi} and Envoy Gateway ${versions.envoyGateway}. Made
from \`server/model\` by \`npm run docs\`.

${rows.join('\n')}
`;
}

/** The page of one kind. */
export function referencePage(kind: Kind): string {
  const notes = actingNotes(kind);
  const { properties } = kind.schema;
  const fields = Object.entries(properties).filter(([name]) => name !== 'apiVersion' && name !== 'kind');
  const everywhere = notes.get('') ?? [];
  return [
    `# ${kind.kind}`,
    kind.description,
    identity(kind),
    ...everywhere,
    '## Columns',
    'What `kubectl get` prints; those in brackets only with `-o wide`.',
    kind.columns
      .map(({ name, description, priority }) => `- ${priority === 0 ? name : `(${name})`}: ${description}`)
      .join('\n'),
    '## Fields',
    ...(kind.schema.rules === undefined ? [] : [rulesOf(kind.schema.rules, '').join('\n')]),
    fields.flatMap(([name, member]) => field(kind, member, [name], name, notes, 0)).join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function identity(kind: Kind): string {
  const [version = '', ...older] = apiVersionsOf(kind);
  const facts = [
    `\`${version}\`${older.length === 0 ? '' : `, also as ${older.map((one) => `\`${one}\``).join(', ')}`}`,
    kind.namespaced ? 'in a namespace' : 'of the whole cluster',
    `\`kubectl get ${kind.plural}\`${kind.shortNames.length === 0 ? '' : ` or \`${kind.shortNames.join('`, `')}\``}`,
    ...(kind.categories.length === 0 ? [] : [`category ${kind.categories.join(', ')}`]),
  ];
  return `${facts.join('; ')}.`;
}

/** Lines of one field and of all that is inside it. */
function field(kind: Kind, schema: Schema, path: FieldPath, place: string, notes: Notes, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const name = place.slice(place.lastIndexOf('.') + 1);
  const inner = innermost(schema);
  const lines = [
    `${indent}- \`${name}\` (${factsOf(kind, schema, path)}): ${schema.description}`,
    ...meaningsOf(schema, indent),
    ...ownRules(schema).flatMap((rules) => rulesOf(rules, `${indent}  `)),
    ...notesOf(place, notes, indent),
  ];
  if (inner.schema.type !== 'object') return lines;
  const [below, at] = [[...path, ...inner.steps], `${place}${inner.suffix}`];
  const members = Object.entries(inner.schema.properties).flatMap(([member, own]) =>
    field(kind, own, [...below, member], `${at}.${member}`, notes, depth + 1),
  );
  return [...lines, ...members];
}

/** What is at the end of lists and maps, with the steps that lead there. */
function innermost(schema: Schema): { schema: Schema; steps: FieldPath; suffix: string } {
  if (schema.type === 'list') {
    const inner = innermost(schema.items);
    return { ...inner, steps: [0, ...inner.steps], suffix: `[]${inner.suffix}` };
  }
  if (schema.type === 'map') {
    const inner = innermost(schema.values);
    return { ...inner, steps: ['key', ...inner.steps], suffix: `{}${inner.suffix}` };
  }
  return { schema, steps: [], suffix: '' };
}

function factsOf(kind: Kind, schema: Schema, path: FieldPath): string {
  const known = formField(kind.schema, path);
  const limits = known === undefined ? '' : limitsText(known);
  const own = [
    typeText(schema),
    ...(known?.required ? ['required'] : []),
    ...(limits === '' ? [] : [code(limits, known)]),
  ];
  if (schema.type === 'list' || schema.type === 'map') {
    const inner = formField(kind.schema, [...path, ...innermost(schema).steps]);
    const each = inner === undefined || inner.control === 'group' ? '' : limitsText(inner);
    if (each !== '') own.push(`each ${code(each, inner)}`);
    if (schema.type === 'list' && schema.mapKeys !== undefined)
      own.push(`one for each ${schema.mapKeys.join(' and ')}`);
    if (schema.type === 'list' && schema.listType === 'set') own.push('each once');
  }
  if (schema.default !== undefined) own.push(`default \`${JSON.stringify(schema.default)}\``);
  return own.join('; ');
}

/** A pattern is code, since it may hold what Markdown reads otherwise. */
function code(limits: string, field: FormField | undefined): string {
  const { pattern } = field ?? {};
  return pattern === undefined ? limits : limits.replace(`matches ${pattern}`, () => `matches \`${pattern}\``);
}

function typeText(schema: Schema): string {
  switch (schema.type) {
    case 'list':
      return `list of ${typeText(schema.items)}`;
    case 'map':
      return `map of ${typeText(schema.values)}`;
    case 'string':
    case 'integer': {
      const values = schema.enum ?? [];
      if (values.length > 0) return values.map((value) => `\`${value}\``).join(', ');
      if (schema.format === 'date-time') return 'time';
      if (schema.format === 'byte') return 'base64';
      return schema.type === 'string' ? 'text' : 'number';
    }
    case 'int-or-string':
      return 'number or text';
    case 'boolean':
      return 'true or false';
    case 'any':
      return 'anything';
    default:
      return schema.type;
  }
}

function meaningsOf(schema: Schema, indent: string): string[] {
  if (schema.type !== 'string' || schema.meanings === undefined) return [];
  return Object.entries(schema.meanings).map(([value, meaning]) => `${indent}  - \`${value}\`: ${String(meaning)}`);
}

/** Rules of a field and of the elements of its lists. */
function ownRules(schema: Schema): (readonly Rule[])[] {
  const own = schema.rules === undefined ? [] : [schema.rules];
  if (schema.type === 'list') return [...own, ...ownRules(schema.items)];
  return schema.type === 'map' ? [...own, ...ownRules(schema.values)] : own;
}

function rulesOf(rules: readonly Rule[], indent: string): string[] {
  return [...new Set(rules.map(({ message }) => message))].map((message) => `${indent}- Rule: ${quoted(message)}`);
}

/** Messages hold signs that Markdown reads otherwise. */
function quoted(message: string): string {
  return /[*_`<>|]/.test(message) ? `\`\` ${message} \`\`` : message;
}

function notesOf(place: string, notes: Notes, indent: string): string[] {
  const own = [place, `${place}[]`, `${place}{}`].flatMap((at) => notes.get(at) ?? []);
  return own.map((message) => `${indent}  - Does not act: ${message}`);
}
