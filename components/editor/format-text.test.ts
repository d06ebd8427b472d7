import { describe, expect, it } from 'vitest';
import { formatText } from './format-text.ts';

describe('formatting a text', () => {
  it('evens out spaces and keeps words, comments, order, quotes and anchors', () => {
    const text = `# top
kind:   Gateway
metadata:
    name:  "a"   # mine
spec:
    listeners:
        - &one {name: b,   port: 80}
        -   name: 'c'
            port: 81

    other: *one
`;
    expect(formatText(text)).toBe(`# top
kind: Gateway
metadata:
  name: "a" # mine
spec:
  listeners:
  - &one {name: b, port: 80}
  - name: 'c'
    port: 81

  other: *one
`);
  });

  it('leaves a formatted text as it is, and has nothing for a text that is not YAML', () => {
    const text = 'kind: A\nspec:\n  list:\n  - a\n  # b\n  - c\n';
    expect(formatText(text)).toBe(text);
    expect(formatText('a: [')).toBeNull();
    expect(formatText('')).toBeNull();
  });
});
