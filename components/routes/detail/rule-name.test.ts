import { expect, it } from 'vitest';
import { nameFor } from './rule-name.ts';

it('a rule is named after its path, unlike any other rule', () => {
  const path = (value: string) => ({ matches: [{ path: { type: 'PathPrefix' as const, value } }] });
  const rules = [
    { spec: path('/Checkout/pay/x') },
    { spec: { name: 'checkout-pay' } },
    { spec: {} },
    { spec: path('/') },
  ];
  expect([0, 2, 3].map((index) => nameFor(rules, index))).toEqual(['checkout-pay-2', 'rule-3', 'rule-4']);
});
