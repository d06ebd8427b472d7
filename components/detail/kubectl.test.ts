import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { kubectlTo } from '../live/command.ts';
import { kubectlLine } from './kubectl.ts';

describe('kubectlLine', () => {
  it('hands a shell exactly the manifest, whatever stands in it', () => {
    for (const text of ['kind: Gateway\n', "a: '$HOME `date` \\n'\nEOF\nEOF_\nb: 1\n"]) {
      const line = kubectlLine(kubectlTo({ url: 'http://127.0.0.1:7080', tokenNeeded: false }), text);
      expect(line).toMatch(/^kubectl --server http:\/\/127\.0\.0\.1:7080 apply -f - /);
      expect(execFileSync('sh', ['-c', `kubectl() { cat; }\n${line}`], { encoding: 'utf8' })).toBe(text);
    }
  });
});
