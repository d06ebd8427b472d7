import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCertificate } from './certificate.fixture.ts';
import { projectRoot } from './settings.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'switchyard-refusals-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the product with these settings alone; its exit code and output. */
function start(environment: Record<string, string>): Promise<{ code: number; output: string }> {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    PORT: '0',
    SWITCHYARD_DATA: path.join(folder, 'data'),
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/supervisor/main.ts'], { cwd: projectRoot, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

test.each([
  [
    'a host that others reach',
    () => ({ SWITCHYARD_HOST: '0.0.0.0' }),
    /Missing: SWITCHYARD_TOKEN .*; SWITCHYARD_TLS_CERT and/,
  ],
  [
    'a host that others reach, in the clear',
    () => ({ SWITCHYARD_HOST: '::', SWITCHYARD_TOKEN: TOKEN }),
    /Missing: SWITCHYARD_TLS_CERT and SWITCHYARD_TLS_KEY\. /,
  ],
  ['a token that could be guessed', () => ({ SWITCHYARD_TOKEN: 'secret' }), /SWITCHYARD_TOKEN has 6 characters/],
  [
    'an old certificate',
    () => writeCertificate(folder, { from: new Date('2020-01-01'), to: new Date('2021-01-01') }),
    /console\.crt \(SWITCHYARD_TLS_CERT\) expired on 2021-01-01/,
  ],
])('%s: the start is refused with the reason, and nothing is started or made', async (_what, settings, reason) => {
  const { code, output } = await start(settings());
  expect(output).toMatch(reason);
  expect(output).toMatch(/^switchyard: [^\n]+\n$/);
  expect(output).not.toContain(TOKEN);
  expect(code).toBe(1);
  expect(existsSync(path.join(folder, 'data'))).toBe(false);
});
