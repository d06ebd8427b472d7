import { describe, expect, it } from 'vitest';
import { DocumentModel } from './document-model.ts';
import { identityProblems, messageAlone, problemsAt, problemsOf } from './problems.ts';

const text = 'kind: Gateway\nmetadata:\n  name: a\n  namespace: n\nspec:\n  listeners:\n  - port: 0\n';
const key = (name: string, namespace = 'n') => ({ group: 'g', kind: 'Gateway', namespace, name });

describe('problems of a text', () => {
  it('has each at its line, errors first', () => {
    const problems = problemsOf(new DocumentModel(text), {
      accepted: false,
      problems: [
        {
          field: 'spec.listeners[0].port',
          reason: 'r',
          message: 'spec.listeners[0].port: too low',
          line: null,
          column: null,
        },
      ],
      warnings: ['old'],
      notActing: [{ path: 'spec.listeners', message: 'not done', line: 6 }],
    });
    expect(problems.map(({ severity, line }) => [severity, line])).toEqual([
      ['error', 7],
      ['warning', 6],
      ['warning', null],
    ]);
    expect(messageAlone(problems[0]!)).toBe('too low');
    expect(problemsAt(problems, ['spec', 'listeners', 0, 'port'])).toHaveLength(1);
    expect(problemsAt(problems, ['spec'], true)).toHaveLength(2);
    expect(problemsOf(new DocumentModel('a: ['), null)[0]).toMatchObject({ severity: 'error', line: 1 });
  });

  it('says when the text became that of another object', () => {
    const document = new DocumentModel(text);
    expect(identityProblems(document, 'Gateway', key('a'))).toEqual([]);
    expect(identityProblems(document, 'Gateway', null)).toEqual([]);
    expect(identityProblems(document, 'Gateway', key('b', 'm')).map(({ field, line }) => [field, line])).toEqual([
      ['metadata.name', 3],
      ['metadata.namespace', 4],
    ]);
    expect(identityProblems(document, 'HTTPRoute', null)).toMatchObject([{ field: 'kind', line: 1 }]);
    expect(identityProblems(new DocumentModel('a: ['), 'Gateway', key('a'))).toEqual([]);
  });
});
