/** Text to import, and where the files in it begin. */
export interface Manifests {
  text: string;
  /** In the order of their lines; `line` counts from 1. What stands above the first was typed. */
  files: readonly { name: string; line: number }[];
}

export const NOTHING: Manifests = { text: '', files: [] };

/** Joins texts with document markers where they do not bring their own; every text stays byte for byte. */
export function joinDocuments(texts: readonly string[]): string {
  return texts.reduce((joined, text) => joined + between(joined, text) + text, '');
}

/** What has to stand between two texts so that they are documents of their own. */
function between(before: string, text: string): string {
  if (before === '') return '';
  const end = before.endsWith('\n') ? '' : '\n';
  return /^---(\s|$)/.test(text) ? end : `${end}---\n`;
}

/** Adds a file behind what is there. */
export function appended(known: Manifests, { name, text }: { name: string; text: string }): Manifests {
  const { text: before, files } = known.text.trim() === '' ? NOTHING : known;
  const start = before + between(before, text);
  return { text: start + text, files: [...files, { name, line: newlines(start) + 1 }] };
}

/** The same files in a text that was changed in one place, as typing and pasting do; none, where the start of one went. */
export function edited(known: Manifests, text: string): Manifests {
  const before = known.text.split('\n');
  const after = text.split('\n');
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same++;
  let tail = 0;
  while (tail < most - same && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const moved = after.length - before.length;
  const files = known.files.flatMap((file) => {
    if (file.line <= same + 1) return file;
    return file.line > before.length - tail ? { ...file, line: file.line + moved } : [];
  });
  return { text, files: files.length === known.files.length ? files : [] };
}

/** A line of the text as people find it: `line 12`, of a file `shop.yaml, line 3`. */
export function placeText({ files }: Manifests, line: number): string {
  const file = files.findLast((entry) => entry.line <= line);
  return file ? `${file.name}, line ${line - file.line + 1}` : `line ${line}`;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
