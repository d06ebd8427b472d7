/** A place in a text: lines and columns from 0, the index in characters. */
export interface Mark {
  index: number;
  line: number;
  column: number;
}

/** A text that is no YAML, in the words of Go's yaml package, without its `yaml: `. */
export class YamlError extends Error {}

/** What a scanner finds wrong. Lines are told from the second on. */
export function scannerError(problem: string, at: Mark, context?: Mark): YamlError {
  if (at.line !== 0) return new YamlError(`line ${at.line + 1}: ${problem}`);
  return withContext(problem, context);
}

/** What a parser finds wrong; its lines are counted from 0. */
export function parserError(problem: string, at: Mark, context?: Mark): YamlError {
  if (at.line !== 0) return new YamlError(`line ${at.line}: ${problem}`);
  return withContext(problem, context);
}

function withContext(problem: string, context: Mark | undefined): YamlError {
  const line = context?.line ?? 0;
  return new YamlError(line === 0 ? problem : `line ${line}: ${problem}`);
}
