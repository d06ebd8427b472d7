/** An object as a client sees it: the number that was written into it, and its resourceVersion. */
export interface Sighting {
  kind: string;
  name: string;
  /** Number of the write; null for deleted. */
  write: number | null;
  /** resourceVersion; 0 where the answer did not say. */
  revision: number;
}

interface Entry {
  /** Newest state that was acknowledged. */
  known: Sighting | null;
  /** Writes after it that got no answer: each may be there or not. */
  maybe: Set<number | null>;
}

/** What the product acknowledged, and whether it still says so. */
export class Ledger {
  acknowledged = 0;
  unanswered = 0;
  readonly problems: string[] = [];
  readonly #entries = new Map<string, Entry>();
  /** What each revision was: it must never be anything else. */
  readonly #revisions = new Map<number, string>();
  /** Revisions of acknowledged writes, by kind. */
  readonly #acknowledgedOf = new Map<string, Set<number>>();

  /** Notes an answer. */
  acknowledge(sighting: Sighting): void {
    this.acknowledged++;
    this.#entries.set(idOf(sighting), { known: sighting, maybe: new Set() });
    if (sighting.revision === 0) return;
    this.see(sighting, 'an answer');
    const revisions = this.#acknowledgedOf.get(sighting.kind) ?? new Set();
    this.#acknowledgedOf.set(sighting.kind, revisions.add(sighting.revision));
  }

  /** Notes a write without an answer. */
  leaveOpen(kind: string, name: string, write: number | null): void {
    this.unanswered++;
    const id = idOf({ kind, name });
    const entry = this.#entries.get(id) ?? { known: null, maybe: new Set() };
    entry.maybe.add(write);
    this.#entries.set(id, entry);
  }

  /** Notes what an answer or a watch says about a revision. */
  see(sighting: Sighting, where: string): void {
    const text = `${idOf(sighting)} ${sighting.write ?? 'deleted'}`;
    const before = this.#revisions.get(sighting.revision);
    if (before !== undefined && before !== text)
      this.problems.push(`revision ${sighting.revision} is ${text} in ${where}, and was ${before} before`);
    this.#revisions.set(sighting.revision, text);
  }

  /** The newest revision that anybody was told of. */
  get newest(): number {
    return Math.max(0, ...this.#revisions.keys());
  }

  /** Compares with a list of everything of a kind, while nobody writes. What is there is known from then on. */
  compare(kind: string, listed: Sighting[], listRevision: number): void {
    if (listRevision < this.newest)
      this.problems.push(`the list of ${kind} is at ${listRevision}, after revision ${this.newest} was given`);
    const found = new Map(listed.map((sighting) => [idOf(sighting), sighting]));
    for (const [id, { known, maybe }] of this.#entries) {
      if (!id.startsWith(`${kind}/`)) continue;
      const now = found.get(id) ?? { kind, name: id.slice(kind.length + 1), write: null, revision: 0 };
      if (now.revision !== 0) this.see(now, 'a list');
      const same = (known?.write ?? null) === now.write;
      if (!same && !maybe.has(now.write))
        this.problems.push(
          `${id} was acknowledged with write ${known?.write} at ${known?.revision}, and is ${now.write} at ${now.revision}`,
        );
      else if (same && known !== null && known.revision !== 0 && now.write !== null && known.revision !== now.revision)
        this.problems.push(`${id} was acknowledged at revision ${known.revision}, and is at ${now.revision}`);
      this.#entries.set(id, { known: now, maybe: new Set() });
    }
    for (const id of found.keys())
      if (!this.#entries.has(id)) this.problems.push(`${id} is there, and nobody wrote it`);
  }

  /** Acknowledged revisions of a kind that a watch has not seen. */
  missing(kind: string, seen: ReadonlySet<number>): number[] {
    return [...(this.#acknowledgedOf.get(kind) ?? [])].filter((revision) => !seen.has(revision));
  }
}

function idOf({ kind, name }: { kind: string; name: string }): string {
  return `${kind}/${name}`;
}
