import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, SettingsError } from './settings-error.ts';

const SHORTEST = 20;
const FEWEST_DIFFERENT = 8;
/** Longer ones would not fit into the head of a request beside everything else. */
const LONGEST = 1024;

const MAKE_ONE = 'Make one with: openssl rand -hex 32';

/**
 * The token that requests must bring: `SWITCHYARD_TOKEN`, or the content of the file `SWITCHYARD_TOKEN_FILE` (a Kubernetes or systemd
 * secret) without the line break at its end.
 * @param root what a relative path is relative to
 * @returns null when none is asked for
 * @throws SettingsError when both are set, the file cannot be read, or the token could be guessed or not be sent. Never shows the token
 */
export function readToken(environment: Environment, root: string): string | null {
  const direct = environment.SWITCHYARD_TOKEN ?? '';
  const named = environment.SWITCHYARD_TOKEN_FILE ?? '';
  if (direct !== '' && named !== '')
    throw new SettingsError('SWITCHYARD_TOKEN and SWITCHYARD_TOKEN_FILE are both set. Keep one of them.');
  if (direct !== '') return checked(direct, 'SWITCHYARD_TOKEN');
  if (named === '') return null;
  const file = path.resolve(root, named);
  return checked(readSecret(file), `The token in ${file} (SWITCHYARD_TOKEN_FILE)`);
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SettingsError(`SWITCHYARD_TOKEN_FILE is ${file}, which cannot be read: ${code ?? message}.`);
  }
}

function checked(token: string, what: string): string {
  if (token.length < SHORTEST)
    throw new SettingsError(`${what} has ${token.length} characters; at least ${SHORTEST} are needed. ${MAKE_ONE}`);
  if (token.length > LONGEST)
    throw new SettingsError(`${what} has ${token.length} characters; at most ${LONGEST} are possible. ${MAKE_ONE}`);
  // it has to travel in a header, where blanks and other characters do not survive
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new SettingsError(
      `${what} holds a blank, a line break or a character that is not ASCII, which no header can carry. ${MAKE_ONE}`,
    );
  if (new Set(token).size < FEWEST_DIFFERENT)
    throw new SettingsError(
      `${what} could be guessed: it has fewer than ${FEWEST_DIFFERENT} different characters. ${MAKE_ONE}`,
    );
  return token;
}
