import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificate } from './certificate.fixture.ts';
import { readTls, tlsNotes } from './tls-files.ts';

const DAY_MS = 24 * 3600 * 1000;
let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'switchyard-tls-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes both files and reads them as the settings would. */
function read(cert: string, key: string): ReturnType<typeof readTls> {
  writeFileSync(path.join(folder, 'a.crt'), cert);
  writeFileSync(path.join(folder, 'a.key'), key);
  return readTls({ SWITCHYARD_TLS_CERT: 'a.crt', SWITCHYARD_TLS_KEY: 'a.key' }, folder);
}

test('a pair that fits is read, with the certificates of authorities behind it', () => {
  const { cert, key } = makeCertificate();
  const chain = cert + makeCertificate().cert;
  expect(read(chain, key)).toEqual({
    paths: { cert: path.join(folder, 'a.crt'), key: path.join(folder, 'a.key') },
    cert: chain,
    key,
  });
  expect(readTls({}, folder)).toBe(null);
});

test('one without the other is refused by name', () => {
  expect(() => readTls({ SWITCHYARD_TLS_CERT: 'a.crt' }, folder)).toThrow('without SWITCHYARD_TLS_KEY');
  expect(() => readTls({ SWITCHYARD_TLS_KEY: 'a.key' }, folder)).toThrow('without SWITCHYARD_TLS_CERT');
});

test('a file that is not there is named', () => {
  const { key } = makeCertificate();
  writeFileSync(path.join(folder, 'a.key'), key);
  expect(() => readTls({ SWITCHYARD_TLS_CERT: 'no.crt', SWITCHYARD_TLS_KEY: 'a.key' }, folder)).toThrow(
    `SWITCHYARD_TLS_CERT is ${path.join(folder, 'no.crt')}, which does not exist`,
  );
});

test('files that do not hold what they should are named, and swapped ones too', () => {
  const { cert, key } = makeCertificate();
  expect(() => read('nothing', key)).toThrow(/a\.crt \(SWITCHYARD_TLS_CERT\) does not hold a certificate/);
  expect(() => read('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', key)).toThrow(
    /a\.crt \(SWITCHYARD_TLS_CERT\) does not hold a certificate/,
  );
  expect(() => read(key, cert)).toThrow(/a\.crt \(SWITCHYARD_TLS_CERT\) does not hold a certificate/);
  expect(() => read(cert, cert)).toThrow(/a\.key \(SWITCHYARD_TLS_KEY\) does not hold a private key/);
});

test('a key of another certificate and an encrypted key are refused with what to do', () => {
  const { cert } = makeCertificate();
  expect(() => read(cert, makeCertificate().key)).toThrow('is not that of the first certificate');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const encrypted = privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' });
  expect(() => read(cert, encrypted.toString())).toThrow(/is encrypted.*openssl pkey/);
});

test('a certificate that expired or is not valid yet is refused with the day', () => {
  const past = makeCertificate({ from: new Date('2020-01-01'), to: new Date('2021-02-03') });
  expect(() => read(past.cert, past.key)).toThrow('expired on 2021-02-03. Renew it');
  const future = makeCertificate({ from: new Date(Date.now() + DAY_MS), to: new Date(Date.now() + 2 * DAY_MS) });
  expect(() => read(future.cert, future.key)).toThrow('Check the clock');
});

test('names that it does not hold, and an end that is near, are noted', () => {
  const good = makeCertificate({ names: ['*.example.com', '127.0.0.1'] });
  expect(tlsNotes(read(good.cert, good.key)!, ['console.example.com', '127.0.0.1'])).toEqual([]);
  const soon = makeCertificate({ to: new Date(Date.now() + 3 * DAY_MS) });
  expect(tlsNotes(read(soon.cert, soon.key)!, ['localhost', 'other.example', '10.0.0.1'])).toEqual([
    expect.stringContaining('expires on'),
    expect.stringContaining('does not name other.example, 10.0.0.1'),
  ]);
});
