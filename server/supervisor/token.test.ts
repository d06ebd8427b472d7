import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readToken } from './token.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'switchyard-token-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('it comes from the environment, or from a file without its last line break', () => {
  expect(readToken({}, folder)).toBe(null);
  expect(readToken({ SWITCHYARD_TOKEN: '', SWITCHYARD_TOKEN_FILE: '' }, folder)).toBe(null);
  expect(readToken({ SWITCHYARD_TOKEN: TOKEN }, folder)).toBe(TOKEN);
  for (const end of ['', '\n', '\r\n']) {
    writeFileSync(path.join(folder, 'token'), TOKEN + end);
    expect(readToken({ SWITCHYARD_TOKEN_FILE: 'token' }, folder)).toBe(TOKEN);
    expect(readToken({ SWITCHYARD_TOKEN_FILE: path.join(folder, 'token') }, '/')).toBe(TOKEN);
  }
});

test.each([
  ['short', '19 characters', 'abcdefghijklmnopqrs'],
  ['one that repeats itself', 'could be guessed', 'abcabcabcabcabcabcabcabc'],
  ['one with a blank', 'a blank', 'correct horse battery staple'],
  ['one with another alphabet', 'not ASCII', 'пароль-пароль-пароль-пароль'],
  ['two lines', 'a line break', `${TOKEN}\n${TOKEN}`],
  ['too long for a header', 'at most 1024', TOKEN.repeat(40)],
])('%s is refused for the reason, without showing it', (_what, reason, token) => {
  const read = (): unknown => readToken({ SWITCHYARD_TOKEN: token }, folder);
  expect(read).toThrow(reason);
  expect(read).toThrow('openssl rand -hex 32');
  expect(read).not.toThrow(token);
  writeFileSync(path.join(folder, 'bad'), `${token}\n`);
  const fromFile = (): unknown => readToken({ SWITCHYARD_TOKEN_FILE: 'bad' }, folder);
  expect(fromFile).toThrow(reason);
  expect(fromFile).toThrow(path.join(folder, 'bad'));
});

test('a file that is missing, and both settings at once, are refused by name', () => {
  expect(() => readToken({ SWITCHYARD_TOKEN_FILE: 'nowhere' }, folder)).toThrow(
    `SWITCHYARD_TOKEN_FILE is ${path.join(folder, 'nowhere')}, which cannot be read: ENOENT`,
  );
  expect(() => readToken({ SWITCHYARD_TOKEN: TOKEN, SWITCHYARD_TOKEN_FILE: 'token' }, folder)).toThrow('both set');
});
