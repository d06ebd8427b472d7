import { describe, expect, it } from 'vitest';
import { labelledText } from './label-text.ts';

const TEXT = `# the shop's own words
kind: HTTPRoute
metadata:
  name: shop # since spring
  namespace: default
spec:
  parentRefs: [{name: eg}]
`;

describe('labelledText', () => {
  it('sets a label and leaves everything else as it was written', () => {
    const once = labelledText(TEXT, 'team', 'shop');
    expect(once).toBe(TEXT.replace('  namespace: default\n', '  namespace: default\n  labels:\n    team: shop\n'));
    expect(labelledText(once!, 'team', 'shop')).toBeNull();
    expect(labelledText(once!, 'example.com/tier', '1')).toContain('    team: shop\n    example.com/tier: "1"\n');
  });

  it('takes a label away, and the empty list of labels with the last', () => {
    const two = labelledText(labelledText(TEXT, 'team', 'shop')!, 'tier', 'a')!;
    const one = labelledText(two, 'tier', null)!;
    expect(one).toBe(labelledText(TEXT, 'team', 'shop'));
    expect(labelledText(one, 'team', null)).toBe(TEXT);
    expect(labelledText(TEXT, 'team', null)).toBeNull();
  });
});
