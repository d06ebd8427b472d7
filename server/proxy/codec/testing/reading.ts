/** A message as a reader understood it, in values that two readers can be compared by. Texts are Latin-1. */
export interface ReadMessage {
  /** `METHOD TARGET`, or the status. */
  line: string;
  /** Names in lower case; values without white space around them. */
  fields: [string, string][];
  /** What came of the body. */
  body: string;
  /** The whole message has come. */
  whole: boolean;
  /** The connection serves another message behind it; null: it is not to be compared. */
  keepsAlive: boolean | null;
  /** What comes behind it is not HTTP, or was not looked at. */
  isLast?: boolean;
}

/** What a reader made of some bytes. */
export interface Reading {
  /** Messages whose head was taken, in order. */
  messages: ReadMessage[];
  /** Why the reader refused to go on; null when it waits for more. */
  refused: string | null;
}

/**
 * How two readings disagree, or null: each message that `ours` takes is to mean the same to `other`, up to the first that `ours` refuses or that
 * ends the connection.
 */
export function disagreement(ours: Reading, other: Reading): string | null {
  for (const [i, mine] of ours.messages.entries()) {
    // a message that is refused in its body is refused
    if (!mine.whole && ours.refused !== null) return null;
    const theirs = other.messages[i];
    if (theirs === undefined) {
      if (!mine.whole && other.refused !== null) return null;
      return `message ${i} is taken by us alone (${other.refused ?? 'the other waits'})`;
    }
    for (const part of ['line', 'fields', 'whole', 'keepsAlive'] as const) {
      if (part === 'keepsAlive' && mine.keepsAlive === null) continue;
      // the other may have refused the rest of the body
      if (part === 'whole' && !mine.whole && other.refused !== null) continue;
      const [a, b] = [JSON.stringify(mine[part]), JSON.stringify(theirs[part])];
      if (a !== b) return `${part} of message ${i}: ours ${a}, the other ${b}`;
    }
    if (mine.whole ? mine.body !== theirs.body : !isPrefix(mine.body, theirs.body)) {
      return `body of message ${i}: ours ${JSON.stringify(mine.body)}, the other ${JSON.stringify(theirs.body)}`;
    }
    if (mine.keepsAlive === false || mine.isLast) return null;
  }
  const extra = other.messages.length - ours.messages.length;
  return extra > 0 && ours.refused === null ? `${extra} messages are taken by the other alone` : null;
}

function isPrefix(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
