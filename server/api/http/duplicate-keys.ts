/** Strings, and the marks that begin, divide and end objects and lists. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

interface Level {
  /** Keys so far; null for a list. */
  keys: Set<string> | null;
  path: string;
  /** Key or position of the member that is read. */
  step: string;
  index: number;
}

/**
 * Paths of object keys that stand twice in a text, as the API server names them: `spec.rules[0].name`. Of those the last counts.
 * @param text valid JSON
 */
export function duplicateKeys(text: string): string[] {
  const found = new Set<string>();
  const levels: Level[] = [];
  let expectsKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({
        keys: token === '{' ? new Set() : null,
        path: level === undefined ? '' : memberPath(level),
        step: '',
        index: 0,
      });
      expectsKey = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
      expectsKey = false;
    } else if (token === ',' && level !== undefined) {
      level.index += 1;
      expectsKey = level.keys !== null;
    } else if (expectsKey && token.startsWith('"') && level?.keys) {
      level.step = JSON.parse(token) as string;
      if (level.keys.has(level.step)) found.add(memberPath(level));
      level.keys.add(level.step);
      expectsKey = false;
    }
  }
  return [...found];
}

function memberPath({ keys, path, step, index }: Level): string {
  if (keys === null) return `${path}[${index}]`;
  return path === '' ? step : `${path}.${step}`;
}
