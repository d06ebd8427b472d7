import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { explain, StoreUnavailable } from './errors.ts';

/**
 * The database file: `DATABASE_URL` (`file:PATH`) wins over `switchyard.db` in the data folder.
 * @throws StoreUnavailable for an address that is not a file
 */
export function storeFile(dataFolder: string, databaseUrl: string | undefined): string {
  if (databaseUrl === undefined || databaseUrl === '') return path.resolve(dataFolder, 'switchyard.db');
  const scheme = /^([a-z+]+):/i.exec(databaseUrl)?.[1];
  if (scheme !== 'file') {
    throw new StoreUnavailable(
      `DATABASE_URL must be file:PATH, not ${scheme ?? databaseUrl}: this version keeps its objects in an SQLite file. ` +
        'Unset it to use the data folder.',
    );
  }
  return path.resolve(
    databaseUrl
      .slice('file:'.length)
      .replace(/^\/\/(?=\/)/, '')
      .replace(/\?.*$/, ''),
  );
}

/** Makes the folder (0700 when it is new) and the file (0600), so that nobody else reads what operators write. */
export function prepareFile(file: string): void {
  const folder = path.dirname(file);
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
    }
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw explain(file, 'open', error);
  }
}
