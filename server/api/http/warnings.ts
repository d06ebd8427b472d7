import type { ServerResponse } from 'node:http';

/** So many characters all warnings of an answer may have, and each where that is too little. */
const MOST_IN_ALL = 4096;
const MOST_OF_EACH = 256;

/** Who warns: `-` of what a cluster warns of too, the product of what it does not act on. Source: RFC 7234 section 5.5, warn-agent. */
export type WarnAgent = '-' | 'switchyard';

/** Sets a `Warning: 299 - "..."` header for each text. */
export function addWarnings(response: ServerResponse, warnings: readonly string[], agent: WarnAgent = '-'): void {
  for (const text of written(warnings)) {
    const quoted = text.replace(/["\\]/g, '\\$&');
    response.appendHeader('warning', `299 ${agent} "${Buffer.from(quoted).toString('latin1')}"`);
  }
}

/**
 * What is written of warnings: each text once, none that a header cannot hold, and where they are too long in all only the beginning of
 * each. Source: apiserver endpoints/filters warning recorder.
 */
export function written(warnings: readonly string[]): string[] {
  const texts = [...new Set(warnings)].filter((text) => text !== '');
  let out: string[] = [];
  let length = 0;
  let cutting = false;
  const write = (text: string): void => {
    out.push(text);
    length += lengthOf(text);
  };
  for (const [index, text] of texts.entries()) {
    if (cutting && length >= MOST_IN_ALL) break;
    const shown = cutting ? beginning(text) : text;
    if (!isWritable(shown)) continue;
    if (cutting || length + lengthOf(shown) <= MOST_IN_ALL) {
      write(shown);
      continue;
    }
    // once more from the first, cut
    cutting = true;
    [out, length] = [[], 0];
    for (const early of texts.slice(0, index + 1).map(beginning)) if (isWritable(early)) write(early);
  }
  return out;
}

/** Control characters would end a header. */
function isWritable(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}

function lengthOf(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function beginning(text: string): string {
  return text.length <= MOST_OF_EACH ? text : Array.from(text).slice(0, MOST_OF_EACH).join('');
}
