/** One line of a unified diff. Line numbers count from 1; null on the side where the line does not exist. */
export interface DiffLine {
  type: 'same' | 'added' | 'removed';
  before: number | null;
  after: number | null;
  text: string;
}

/** Lines of a text without their breaks. A last break makes no line of its own. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Shortest diff of two texts by lines (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, section 3). */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const result: DiffLine[] = [];
  const push = (type: DiffLine['type'], i: number, j: number): void => {
    result.push({
      type,
      before: type === 'added' ? null : i + 1,
      after: type === 'removed' ? null : j + 1,
      text: (type === 'added' ? b[j] : a[i]) ?? '',
    });
  };
  for (let i = 0; i < head; i++) push('same', i, i);
  let [x, y] = [head, head];
  for (const step of script(a.slice(head, a.length - tail), b.slice(head, b.length - tail))) {
    push(step, x, y);
    if (step !== 'added') x++;
    if (step !== 'removed') y++;
  }
  for (let i = tail; i > 0; i--) push('same', a.length - i, b.length - i);
  return result;
}

function script(a: readonly string[], b: readonly string[]): DiffLine['type'][] {
  const max = a.length + b.length;
  const frontier = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let d = 0; d <= max; d++) {
    trace.push(new Map(frontier));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (frontier.get(k - 1) ?? -1) < (frontier.get(k + 1) ?? -1));
      let x = down ? (frontier.get(k + 1) ?? 0) : (frontier.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      frontier.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(trace, a.length, b.length);
    }
  }
  return [];
}

function backtrack(trace: readonly Map<number, number>[], fromX: number, fromY: number): DiffLine['type'][] {
  const steps: DiffLine['type'][] = [];
  let [x, y] = [fromX, fromY];
  for (let d = trace.length - 1; d >= 0; d--) {
    const frontier = trace[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && (frontier.get(k - 1) ?? -1) < (frontier.get(k + 1) ?? -1));
    const previousK = down ? k + 1 : k - 1;
    const previousX = frontier.get(previousK) ?? 0;
    const previousY = previousX - previousK;
    while (x > previousX && y > previousY) {
      steps.push('same');
      x--;
      y--;
    }
    if (d === 0) break;
    steps.push(down ? 'added' : 'removed');
    x = previousX;
    y = previousY;
  }
  return steps.toReversed();
}

/** Counts of a diff. */
export function diffCounts(diff: readonly DiffLine[]): { added: number; removed: number } {
  return {
    added: diff.filter((line) => line.type === 'added').length,
    removed: diff.filter((line) => line.type === 'removed').length,
  };
}

/** Lines (from 1, in the new text) that are new or changed, and lines after which something was taken away. */
export function changedLines(diff: readonly DiffLine[]): { changed: number[]; removedAfter: number[] } {
  const changed: number[] = [];
  const removedAfter: number[] = [];
  let last = 0;
  diff.forEach((line, i) => {
    if (line.after !== null) last = line.after;
    if (line.type === 'added') changed.push(line.after!);
    const replaced = diff[i + 1]?.type === 'added' || diff[i - 1]?.type === 'added';
    if (line.type === 'removed' && diff[i + 1]?.type !== 'removed' && !replaced) removedAfter.push(last);
  });
  return { changed, removedAfter };
}

/** Lines that a diff leaves out, since nothing near them is changed. `at`: index in the diff of the first of them. */
export interface Gap {
  type: 'gap';
  at: number;
  lines: number;
}

/** A line of a diff side by side: what stood at the left, what stands at the right; null for nothing. */
export interface SplitRow {
  before: DiffLine | null;
  after: DiffLine | null;
}

/** Puts removed lines beside those that were added in their place. */
export function splitRows(lines: readonly (DiffLine | Gap)[]): (SplitRow | Gap)[] {
  const rows: (SplitRow | Gap)[] = [];
  let [removed, added]: [DiffLine[], DiffLine[]] = [[], []];
  const flush = (): void => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++)
      rows.push({ before: removed[i] ?? null, after: added[i] ?? null });
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.type === 'removed') removed.push(line);
    else if (line.type === 'added') added.push(line);
    else {
      flush();
      rows.push(line.type === 'gap' ? line : { before: line, after: line });
    }
  }
  flush();
  return rows;
}

/** The parts of a diff that show changes with `context` lines around them, and the gaps between. */
export function hunks(diff: readonly DiffLine[], context = 3): (DiffLine | Gap)[] {
  const near = diff.map((_, i) => diff.slice(Math.max(0, i - context), i + context + 1).some((l) => l.type !== 'same'));
  const shown: (DiffLine | Gap)[] = [];
  diff.forEach((line, i) => {
    const last = shown.at(-1);
    if (near[i]) shown.push(line);
    else if (last?.type === 'gap') last.lines++;
    else shown.push({ type: 'gap', at: i, lines: 1 });
  });
  return shown;
}
