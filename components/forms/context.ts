import { createContext, useContext } from 'react';
import type { FormField } from '../../server/model/form-fields.ts';
import type { ShadowedRule } from '../../server/routing/shadowed.ts';
import type { DocumentModel, Patch } from '../editor/document-model.ts';
import type { RuleGroups } from '../editor/effect.ts';
import type { EditorProblem } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';

/** What every field of a form needs. */
export interface FormContextValue {
  /** The document that the form shows. */
  document: DocumentModel;
  /** Namespace of the object, 'default' where the text names none. */
  namespace: string;
  isNew: boolean;
  /** What the schema says about the field at a path; undefined for metadata. */
  field: (path: Path) => FormField | undefined;
  /** Names of the members of the object at a path, in the order of the schema. */
  members: (path: Path) => readonly string[];
  problems: readonly EditorProblem[];
  /** Rules that balance in another way with the text. */
  groups: readonly RuleGroups[];
  /** Rules of the edited route that never win with the text, or some of whose matches do not, by number of the rule. */
  shadowed: Readonly<Record<number, ShadowedRule>>;
  /** Changes the text. Edits of one `place` that follow each other are one step of the history. Returns why it was refused, null if not. */
  patch: (patches: readonly Patch[], place?: string) => string | null;
  /** Shows a line of the YAML. */
  jump: (line: number) => void;
  undo: () => void;
}

/** Given by the editor around a form. */
export const FormContext = createContext<FormContextValue | null>(null);

/** The form's document and the ways to change it. @throws outside an editor */
export function useForm(): FormContextValue {
  const value = useContext(FormContext);
  if (!value) throw new Error('useForm is called outside an editor');
  return value;
}
