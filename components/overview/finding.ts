import type { KubeObject } from '../../server/model/object.ts';
import type { Path } from '../editor/values.ts';
import { findingKinds, type FindingName } from './finding-kinds.ts';

/** Something that needs the reader. */
export interface Finding {
  id: string;
  level: 'bad' | 'warn';
  /** See finding-kinds.ts. */
  code: string;
  kind: string;
  namespace: string;
  name: string;
  /** Goes on after the object's name: `has no effect`. */
  sentence: string;
  evidence: string;
  link: { label: string; href: string };
  /** Where in the object it stands. */
  place?: Path;
  /** One change that would mend it: the value that belongs at `place`. */
  fix?: { label: string; value: string };
  /** RFC 3339, '' when not known. */
  since: string;
}

/** Objects by kind, as far as they were read. */
export type ObjectsByKind = Record<string, readonly KubeObject[] | undefined>;

/** Code and level of a kind of finding. */
export function codeOf(name: FindingName): Pick<Finding, 'code' | 'level'> {
  const { code, level } = findingKinds[name];
  return { code, level };
}

const RANK = { bad: 0, warn: 1 };

/** Errors first, then warnings, the newest first inside each. */
export function byUrgency(a: Finding, b: Finding): number {
  return (
    RANK[a.level] - RANK[b.level] || (a.since < b.since ? 1 : a.since > b.since ? -1 : 0) || (a.id < b.id ? -1 : 1)
  );
}
