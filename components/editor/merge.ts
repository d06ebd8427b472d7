import { DocumentModel, EditRefused, type Patch, type Path } from './document-model.ts';
import { diffLines } from './line-diff.ts';
import { applyEdit } from './text-edit.ts';
import { isSame } from './values.ts';

/** Two texts that were made from one, as one text. */
export interface Merged {
  text: string;
  /** Lines (from 1) where both sides changed the same thing: both are in the text, between marks. Empty when everything fits. */
  conflicts: number[];
}

/** What stands before, between and behind the two sides of a conflict. The text is no YAML until they are gone. */
export const MARKS = { mine: '<<<<<<< yours', middle: '=======', theirs: '>>>>>>> ' } as const;

/** A piece of the base that one side replaced: lines `start` up to `end` (from 0) by others. */
interface Hunk {
  start: number;
  end: number;
  lines: string[];
}

/**
 * Merges by lines, so that comments and spacing of both sides stay. Where lines of both sides meet but the fields that they changed differ, the
 * changed fields of one are written into the text of the other. What both changed differently is kept twice, between marks. Nothing is lost.
 * @param name of the other side, for example `revision 1483`
 */
export function mergeTexts(base: string, mine: string, theirs: string, name: string): Merged {
  if (mine === base || mine === theirs) return { text: theirs, conflicts: [] };
  if (theirs === base) return { text: mine, conflicts: [] };
  const byLines = mergeLines(base, mine, theirs, name);
  const byFields = mergeFields(base, mine, theirs);
  if (byLines.conflicts.length === 0) {
    const read = new DocumentModel(byLines.text);
    // lines that fit beside each other may still not mean what both sides meant
    if (byFields === null || (read.problems.length === 0 && isSame(read.value, new DocumentModel(byFields).value)))
      return byLines;
  }
  if (byFields !== null && isSame(notes(mine), notes(base))) return { text: byFields, conflicts: [] };
  if (byLines.conflicts.length > 0) return byLines;
  return conflict(mine, theirs, name);
}

function rawLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Comments of a text, which no field holds. */
function notes(text: string): string[] {
  return text.match(/(?:^|\s)#.*$/gm) ?? [];
}

function hunksOf(base: string, changed: string): Hunk[] {
  const raw = rawLines(changed);
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const line of diffLines(base, changed)) {
    if (line.type === 'same') {
      open = null;
      at = line.before!;
      continue;
    }
    if (open === null) hunks.push((open = { start: at, end: at, lines: [] }));
    if (line.type === 'removed') open.end = at = line.before!;
    else open.lines.push(raw[line.after! - 1] ?? '');
  }
  return hunks;
}

function mergeLines(base: string, mine: string, theirs: string, name: string): Merged {
  const raw = rawLines(base);
  const newline = mine.includes('\r\n') ? '\r\n' : '\n';
  const [own, other] = [hunksOf(base, mine), hunksOf(base, theirs)];
  const out: string[] = [];
  const conflicts: number[] = [];
  let at = 0;
  const whole = (lines: readonly string[]): string[] =>
    lines.map((line, i) => (i === lines.length - 1 && !line.endsWith('\n') ? line + newline : line));
  while (own.length > 0 || other.length > 0) {
    const start = Math.min(own[0]?.start ?? Infinity, other[0]?.start ?? Infinity);
    // everything that touches belongs together
    let end = start;
    const [a, b]: [Hunk[], Hunk[]] = [[], []];
    for (;;) {
      const [x, y] = [own[0], other[0]];
      if (x && touches(x, start, end, a.length + b.length)) a.push(own.shift()!);
      else if (y && touches(y, start, end, a.length + b.length)) b.push(other.shift()!);
      else break;
      end = Math.max(end, a.at(-1)?.end ?? 0, b.at(-1)?.end ?? 0);
    }
    out.push(...raw.slice(at, start));
    const [left, right] = [replaced(raw, a, start, end), replaced(raw, b, start, end)];
    if (b.length === 0 || isSame(left, right)) out.push(...left);
    else if (a.length === 0) out.push(...right);
    else {
      conflicts.push(out.length + 1);
      out.push(
        MARKS.mine + newline,
        ...whole(left),
        MARKS.middle + newline,
        ...whole(right),
        MARKS.theirs + name + newline,
      );
    }
    at = end;
  }
  out.push(...raw.slice(at));
  // a side that had no last break was last in the text, and may not be any more
  const text = out.map((line, i) => (i < out.length - 1 && !line.endsWith('\n') ? line + newline : line)).join('');
  return { text, conflicts };
}

/** Whether a hunk belongs to the stretch of the base from `start` to `end`; neighbours that only meet do not, but places of insertion do. */
function touches(hunk: Hunk, start: number, end: number, held: number): boolean {
  if (held === 0) return hunk.start === start;
  return hunk.start < end || (hunk.start === end && (hunk.start === hunk.end || start === end));
}

function replaced(base: readonly string[], hunks: readonly Hunk[], start: number, end: number): string[] {
  const lines: string[] = [];
  let at = start;
  for (const hunk of hunks) {
    lines.push(...base.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  lines.push(...base.slice(at, end));
  return lines;
}

/** Their text with the fields that changed here written into it; null where both changed the same, or where that cannot be written. */
function mergeFields(base: string, mine: string, theirs: string): string | null {
  const [from, own, other] = [base, mine, theirs].map((text) => new DocumentModel(text)) as [
    DocumentModel,
    DocumentModel,
    DocumentModel,
  ];
  if ([from, own, other].some(({ problems }) => problems.length > 0)) return null;
  const patches = changes(from.value, own.value, []);
  const theirsToo = changes(from.value, other.value, []);
  // a text that is another document altogether has no fields in common
  if ([...patches, ...theirsToo].some(({ path }) => path.length === 0)) return null;
  const meets = (a: Path, b: Path): boolean => a.every((step, i) => i >= b.length || step === b[i]);
  for (const patch of patches)
    for (const their of theirsToo) if (meets(patch.path, their.path) && !isSame(patch, their)) return null;
  try {
    const edit = other.patch(patches.filter((patch) => !theirsToo.some((their) => isSame(patch, their))));
    const text = edit ? applyEdit(theirs, edit) : theirs;
    // what is removed here may have had a comment of theirs
    const kept = notes(text);
    return notes(theirs).every((note) => kept.includes(note)) ? text : null;
  } catch (error) {
    if (error instanceof EditRefused) return null;
    throw error;
  }
}

function changes(before: unknown, after: unknown, path: Path): Patch[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item, i) => changes(item, after[i], [...path, i]));
  const maps = [before, after].every((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!maps) return [{ op: 'set', path, value: after }];
  const [old, next] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [
    ...Object.keys(old).flatMap((key): Patch[] =>
      Object.hasOwn(next, key) ? [] : [{ op: 'remove', path: [...path, key] }],
    ),
    ...Object.keys(next).flatMap((key): Patch[] =>
      Object.hasOwn(old, key)
        ? changes(old[key], next[key], [...path, key])
        : [{ op: 'set', path: [...path, key], value: next[key] }],
    ),
  ];
}

/** Both texts as wholes, where nothing finer can be told. */
function conflict(mine: string, theirs: string, name: string): Merged {
  const line = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return {
    text: `${MARKS.mine}\n${line(mine)}${MARKS.middle}\n${line(theirs)}${MARKS.theirs}${name}\n`,
    conflicts: [1],
  };
}
