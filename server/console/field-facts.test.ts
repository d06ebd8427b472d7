import { expect, test } from 'vitest';
import { fieldFacts } from './field-facts.ts';

test('the schema says what a field does and what holds without it', () => {
  const path = 'spec.healthCheck.passive.consecutive5XxErrors';
  const facts = fieldFacts('backendtrafficpolicy', [path, 'spec.retry.retryOn.triggers[0]', 'spec.nothing']);
  expect(Object.keys(facts)).toEqual([path, 'spec.retry.retryOn.triggers[0]']);
  expect(facts[path]).toMatchObject({ description: expect.stringMatching(/./), default: 5 });
});

test('a kind that is not served is said', () => {
  expect(() => fieldFacts('Pod', [])).toThrow('the kind Pod is not served');
});
