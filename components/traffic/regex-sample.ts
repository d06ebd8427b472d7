/** What stands for one character of each class that is written with a backslash. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '0',
  D: 'a',
  w: 'a',
  W: '-',
  s: ' ',
  S: 'a',
  b: '',
  B: '',
  A: '',
  z: '',
};

/**
 * A short text that a regular expression takes as a whole, as routes match (RE2); null where none was found: of each choice the first is tried,
 * and of each repetition the least.
 */
export function regexSample(pattern: string): string | null {
  // RE2 takes flags at the start, JavaScript does not
  const bare = pattern.replace(/^\(\?[a-zA-Z]+\)/, '');
  try {
    const { text, rest } = choice(bare);
    return rest === '' && new RegExp(`^(?:${bare})$`).test(text) ? text : null;
  } catch {
    return null;
  }
}

interface Step {
  text: string;
  rest: string;
}

/** `a|b|c` up to the end or the bracket that closes it. */
function choice(pattern: string): Step {
  const first = sequence(pattern);
  let { rest } = first;
  while (rest.startsWith('|')) ({ rest } = sequence(rest.slice(1)));
  return { text: first.text, rest };
}

function sequence(pattern: string): Step {
  let text = '';
  let rest = pattern;
  while (rest !== '' && rest[0] !== '|' && rest[0] !== ')') {
    const one = atom(rest);
    const [said = '', least = ''] = /^(?:[*?+]|\{(\d+)(?:,\d*)?\})[?+]?/.exec(one.rest) ?? [];
    const times = said === '' || said[0] === '+' ? 1 : said[0] === '{' ? Number(least) : 0;
    text += one.text.repeat(times);
    rest = one.rest.slice(said.length);
  }
  return { text, rest };
}

function atom(pattern: string): Step {
  const [head = ''] = pattern;
  const tail = pattern.slice(1);
  if (head === '(') {
    const inner = choice(tail.replace(/^\?(?:[a-zA-Z]*:|P?<\w+>)/, ''));
    return { text: inner.text, rest: inner.rest.slice(1) };
  }
  if (head === '[') return oneOf(tail);
  if (head === '^' || head === '$') return { text: '', rest: tail };
  if (head === '.') return { text: 'a', rest: tail };
  if (head === '\\') return { text: CLASSES[tail[0] ?? ''] ?? tail[0] ?? '', rest: tail.slice(1) };
  return { text: head, rest: tail };
}

/** A character of a set, whose opening bracket is behind. */
function oneOf(pattern: string): Step {
  const end = /^\^?\]?(?:\\.|\[:\w+:\]|[^\]])*\]/.exec(pattern)?.[0].length ?? pattern.length;
  const set = new RegExp(`^[${pattern.slice(0, end)}$`);
  const text = Array.from('a0-/_.~AZz9 :').find((letter) => set.test(letter));
  const [first = ''] = pattern.replace('^', '');
  return { text: text ?? first, rest: pattern.slice(end) };
}
