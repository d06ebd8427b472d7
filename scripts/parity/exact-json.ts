/** JSON with whole numbers that a double cannot hold as their text, so that they differ where they differ. @throws SyntaxError */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const keep = function (_key: string, value: unknown, context?: { source?: string }): unknown {
    const exact = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '');
    return exact ? `number ${context?.source}` : value;
  };
  return JSON.parse(text, keep);
}
