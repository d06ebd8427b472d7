import type { Verdict } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import type { DocumentModel } from './document-model.ts';
import type { Fix, Remedy } from './remedies.ts';
import { fieldPath, parseFieldPath, type Path } from './values.ts';

/** Something to say about the text, at a line where it has one. */
export interface EditorProblem {
  severity: 'error' | 'warning';
  /** Field path as the API writes it, '' for the whole object. */
  field: string;
  message: string;
  /** From 1, null for none. */
  line: number | null;
  column: number | null;
  /** The field that it is shown at, where the API names the block around it. */
  blamed?: Path;
  /** Ways out. */
  fixes?: readonly Fix[];
}

/** Everything that is wrong with a text, errors first: what YAML says while it cannot be read, else what the API would say. */
export function problemsOf(document: DocumentModel, verdict: Verdict | null): EditorProblem[] {
  if (document.problems.length > 0)
    return document.problems.map(({ message, line, column }) => ({
      severity: 'error',
      field: '',
      message,
      line,
      column,
    }));
  if (!verdict) return [];
  const place = (field: string, line: number | null) =>
    line ?? (field === '' ? null : document.nearestLine(parseFieldPath(field)));
  return [
    ...verdict.problems.map(({ field, message, line, column }): EditorProblem => ({
      severity: 'error',
      field,
      message,
      line: place(field, line),
      column,
    })),
    ...verdict.notActing.map(({ path, message, line }): EditorProblem => ({
      severity: 'warning',
      field: path,
      message,
      line: place(path, line),
      column: null,
    })),
    ...verdict.warnings.map((message): EditorProblem => ({
      severity: 'warning',
      field: '',
      message,
      line: null,
      column: null,
    })),
  ];
}

/**
 * What would make the text another object than the one that is edited: objects keep kind, namespace and name.
 * @param key null for a new object, which may choose its name
 */
export function identityProblems(document: DocumentModel, kind: string, key: ObjectKey | null): EditorProblem[] {
  if (document.problems.length > 0 || document.text.trim() === '') return [];
  const found: EditorProblem[] = [];
  const expect = (path: Path, wanted: string, message: string) => {
    const value = document.get(path);
    if (typeof value !== 'string' || value === wanted) return;
    const at = document.position(path);
    found.push({
      severity: 'error',
      field: fieldPath(path),
      message,
      line: at?.line ?? null,
      column: at?.column ?? null,
    });
  };
  expect(['kind'], kind, `This page edits a ${kind}. Another kind has a page of its own, and Import takes any.`);
  if (key) {
    expect(
      ['metadata', 'name'],
      key.name,
      `An object keeps its name, ${key.name}. Duplicate it to have it under another.`,
    );
    expect(['metadata', 'namespace'], key.namespace, `An object keeps its namespace, ${key.namespace}.`);
  }
  return found;
}

/** Problems of a field: those of its path, and with `below` those of everything inside it. */
export function problemsAt(problems: readonly EditorProblem[], path: Path, below = false): EditorProblem[] {
  const own = path.join('/');
  return problems.filter(({ field, blamed }) => {
    const other = (blamed ?? parseFieldPath(field)).join('/');
    return field !== '' && (other === own || (below && other.startsWith(`${own}/`)));
  });
}

/** Brings refusals of whole blocks to the field that causes them, with ways out. `remedyFor` answers null where there is neither. */
export function withRemedies(
  problems: readonly EditorProblem[],
  document: DocumentModel,
  remedyFor: (value: unknown, refusal: { field: string; message: string }) => Remedy | null,
): EditorProblem[] {
  return problems.map((problem) => {
    if (problem.severity !== 'error' || problem.field === '') return problem;
    const remedy = remedyFor(document.value, { field: problem.field, message: withoutField(problem) });
    if (!remedy) return problem;
    const line = document.nearestLine(remedy.blamed) ?? problem.line;
    return { ...problem, ...remedy, line, column: document.position(remedy.blamed)?.column ?? problem.column };
  });
}

function withoutField({ field, message }: EditorProblem): string {
  const lead = `${field}: `;
  return field !== '' && message.startsWith(lead) ? message.slice(lead.length) : message;
}

/**
 * A message without the field path that some of the API's messages start with, since the field is shown beside it, and without the words
 * that stand before a rule's own where there is no value to quote.
 */
export function messageAlone(problem: EditorProblem): string {
  return withoutField(problem).replace(/^Invalid value: (?=[A-Za-z][a-z])(?!(?:true|false|null):)/, '');
}
