import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCertificate } from './certificate.fixture.ts';
import { projectRoot, readSettings } from './settings.ts';

test('everything has a default', () => {
  expect(readSettings({})).toMatchObject({
    port: 7080,
    host: '127.0.0.1',
    allowedHosts: [],
    token: null,
    tls: null,
    data: path.join(projectRoot, '.switchyard'),
    database: path.join(projectRoot, '.switchyard/switchyard.db'),
    workers: '1',
    pool: '127.77.0.0/16',
    watchdog: 30,
    dev: false,
  });
});

test('what is set is used', () => {
  expect(
    readSettings({
      PORT: '0',
      SWITCHYARD_HOST: '[::1]',
      SWITCHYARD_ALLOWED_HOSTS: 'Console.Example.com., other, [2001:db8::1]',
      SWITCHYARD_DATA: '/x/data',
      SWITCHYARD_WORKERS: 'auto',
      SWITCHYARD_GATEWAY_POOL: '127.78.0.0/24',
      DATABASE_URL: 'file:/y/z.db',
    }),
  ).toMatchObject({
    port: 0,
    host: '::1',
    allowedHosts: ['console.example.com', 'other', '2001:db8::1'],
    data: '/x/data',
    database: '/y/z.db',
    workers: 'auto',
    pool: '127.78.0.0/24',
  });
});

test.each([
  [{ PORT: 'x' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ SWITCHYARD_HOST: '0.0.0.0' }, 'TLS'],
  [{ SWITCHYARD_HOST: '127.0.0.1.example.com' }, 'SWITCHYARD_HOST'],
  [{ SWITCHYARD_ALLOWED_HOSTS: 'https://console.example.com' }, 'SWITCHYARD_ALLOWED_HOSTS'],
  [{ SWITCHYARD_ALLOWED_HOSTS: 'a.example.com:7080' }, 'SWITCHYARD_ALLOWED_HOSTS'],
  [{ SWITCHYARD_WORKERS: '0' }, 'SWITCHYARD_WORKERS'],
  [{ SWITCHYARD_ACCESS_LOG: '/nowhere/at/all/access.log' }, 'SWITCHYARD_ACCESS_LOG'],
  [{ SWITCHYARD_ACCESS_LOG: '/tmp' }, 'SWITCHYARD_ACCESS_LOG'],
  [{ SWITCHYARD_TRANSPORT: 'fast' }, 'SWITCHYARD_TRANSPORT'],
  [{ SWITCHYARD_WATCHDOG: '1m' }, 'SWITCHYARD_WATCHDOG'],
  [{ SWITCHYARD_GATEWAY_POOL: '127.77.0.0' }, 'SWITCHYARD_GATEWAY_POOL'],
  [{ DATABASE_URL: 'postgresql://u:secret@h/d' }, 'DATABASE_URL'],
])('%o is refused with a sentence that names %s', (environment, named) => {
  expect(() => readSettings(environment)).toThrow(named);
  expect(() => readSettings(environment)).not.toThrow('secret');
});

describe('a host that other machines reach', () => {
  const SWITCHYARD_TOKEN = '0123456789abcdef0123456789abcdef';
  let folder: string;
  let tls: ReturnType<typeof writeCertificate>;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'switchyard-settings-'));
    tls = writeCertificate(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['0.0.0.0', '::', '[::]', '10.1.2.3', 'console.example.com', '127.1', '0x7f.1', '127.0.0.1.example.com'])(
    '%s needs a token and TLS, and the refusal names what is missing',
    (SWITCHYARD_HOST) => {
      const reason = (environment: Record<string, string>): string => {
        try {
          readSettings({ SWITCHYARD_HOST, ...environment });
          return '';
        } catch (error) {
          return /Missing: [^.]*/.exec((error as Error).message)?.[0] ?? String(error);
        }
      };
      const certificate = 'SWITCHYARD_TLS_CERT and SWITCHYARD_TLS_KEY';
      expect(reason({})).toBe(`Missing: SWITCHYARD_TOKEN (or SWITCHYARD_TOKEN_FILE); ${certificate}`);
      expect(reason({ ...tls })).toBe('Missing: SWITCHYARD_TOKEN (or SWITCHYARD_TOKEN_FILE)');
      expect(reason({ SWITCHYARD_TOKEN })).toBe(`Missing: ${certificate}`);
      expect(reason({ SWITCHYARD_TOKEN, ...tls })).toBe('');
    },
  );

  test('its own name is allowed in a Host, that of every address is not', () => {
    const allowed = (SWITCHYARD_HOST: string): string[] =>
      readSettings({ SWITCHYARD_HOST, SWITCHYARD_TOKEN, SWITCHYARD_ALLOWED_HOSTS: 'a.example', ...tls }).allowedHosts;
    expect(allowed('Console.Example.com')).toEqual(['a.example', 'console.example.com']);
    expect(allowed('[2001:db8::1]')).toEqual(['a.example', '2001:db8::1']);
    expect(allowed('0.0.0.0')).toEqual(['a.example']);
    expect(allowed('[::]')).toEqual(['a.example']);
  });

  test('token and TLS may be used on loopback, each alone', () => {
    expect(readSettings({ SWITCHYARD_TOKEN })).toMatchObject({ token: SWITCHYARD_TOKEN, tls: null });
    expect(readSettings({ ...tls })).toMatchObject({ token: null, tls: { paths: { cert: tls.SWITCHYARD_TLS_CERT } } });
  });
});
