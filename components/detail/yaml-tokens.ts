import { CST, Lexer } from 'yaml';

/** How a piece of YAML is coloured. */
type YamlTone = 'key' | 'string' | 'number' | 'comment' | 'punctuation' | 'plain';

export interface YamlPiece {
  text: string;
  tone: YamlTone;
}

/** Marks of the lexer that stand for no character of the text. */
const SILENT = new Set(['\u0002', '\u0018', '\u001f']);
const LITERAL = /^(?:true|false|null|~|[-+]?(?:\d[\d_]*)?(?:\.\d+)?(?:e[-+]?\d+)?|0x[\da-f]+)$/i;

function toneOf(source: string, plainScalar: boolean): YamlTone {
  if (plainScalar) return LITERAL.test(source) ? 'number' : 'string';
  switch (CST.tokenType(source)) {
    case 'comment':
      return 'comment';
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return 'string';
    case 'space':
    case 'newline':
      return 'plain';
    default:
      return 'punctuation';
  }
}

/** Splits YAML into lines of coloured pieces. The pieces of a line put together are the line, also where the text is not YAML. */
export function yamlLines(text: string): YamlPiece[][] {
  const pieces: YamlPiece[] = [];
  let scalar = false;
  /** Scalar that is a key when a colon follows. */
  let candidate: YamlPiece | null = null;
  let sum = 0;
  for (const source of new Lexer().lex(text)) {
    if (SILENT.has(source)) {
      scalar = source === '\u001f';
      continue;
    }
    sum += source.length;
    const type = scalar ? 'scalar' : CST.tokenType(source);
    const piece: YamlPiece = { text: source, tone: toneOf(source, scalar) };
    pieces.push(piece);
    if (type === 'map-value-ind') {
      if (candidate) candidate.tone = 'key';
      candidate = null;
    } else if (type === 'scalar' || type === 'single-quoted-scalar' || type === 'double-quoted-scalar')
      candidate = piece;
    else if (type !== 'space') candidate = null;
    scalar = false;
  }
  if (sum !== text.length) return text.split('\n').map((line) => [{ text: line, tone: 'plain' }]);
  return splitLines(pieces);
}

function splitLines(pieces: readonly YamlPiece[]): YamlPiece[][] {
  const lines: YamlPiece[][] = [[]];
  for (const { text, tone } of pieces) {
    text.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, tone });
    });
  }
  // a text that ends with a line break has no line behind it
  if (lines.length > 1 && lines.at(-1)?.length === 0) lines.pop();
  return lines;
}
