import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot, readSettings } from './settings.ts';

test('everything has a default', () => {
  expect(readSettings({})).toMatchObject({
    port: 7080,
    host: '127.0.0.1',
    allowedHosts: [],
    data: path.join(projectRoot, '.switchyard'),
    database: path.join(projectRoot, '.switchyard/switchyard.db'),
    workers: '1',
    pool: '127.77.0.0/16',
    dev: false,
  });
});

test('what is set is used', () => {
  expect(
    readSettings({
      PORT: '0',
      SWITCHYARD_HOST: '[::1]',
      SWITCHYARD_ALLOWED_HOSTS: 'Console.Example.com, other',
      SWITCHYARD_DATA: '/x/data',
      SWITCHYARD_WORKERS: 'auto',
      SWITCHYARD_GATEWAY_POOL: '127.78.0.0/24',
      DATABASE_URL: 'file:/y/z.db',
    }),
  ).toMatchObject({
    port: 0,
    host: '::1',
    allowedHosts: ['console.example.com', 'other'],
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
  [{ SWITCHYARD_WORKERS: '0' }, 'SWITCHYARD_WORKERS'],
  [{ SWITCHYARD_GATEWAY_POOL: '127.77.0.0' }, 'SWITCHYARD_GATEWAY_POOL'],
  [{ DATABASE_URL: 'postgresql://u:secret@h/d' }, 'DATABASE_URL'],
])('%o is refused with a sentence that names %s', (environment, named) => {
  expect(() => readSettings(environment)).toThrow(named);
  expect(() => readSettings(environment)).not.toThrow('secret');
});
