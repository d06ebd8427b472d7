import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { SettingsError } from './settings-error.ts';

const FOLDER = 0o700;
const FILE = 0o600;
const STICKY = 0o1000;
/** Beginnings of the names that Switchyard gives; anything else in the folder is somebody's and is left alone. */
const OURS = [
  'switchyard.db',
  'snapshot.json',
  'sessions.json',
  'supervisor.lock',
  'proxy.',
  'demo.',
  'logs',
  'traffic',
];

/**
 * Makes the data folder where there is none, and closes it to other users with what Switchyard keeps in it: folders 0700, files and sockets
 * 0600, whatever they were before. Links in it are left alone and not followed.
 * @throws SettingsError when it is no folder, is one that all users share, or it or something of ours in it belongs to another user
 */
export function closeDataFolder(folder: string): void {
  let found: Stats;
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER });
    found = statSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SettingsError(
      code === 'EEXIST' || code === 'ENOTDIR'
        ? `The data folder ${folder} (SWITCHYARD_DATA) is a file, or lies below one. Give the path of a folder.`
        : `The data folder ${folder} (SWITCHYARD_DATA) cannot be made: ${code ?? message}.`,
    );
  }
  if ((found.mode & STICKY) !== 0)
    throw new SettingsError(
      `The data folder ${folder} (SWITCHYARD_DATA) is one that all users share. Give a folder of its own, for example ${path.join(folder, 'switchyard')}.`,
    );
  close(folder, found);
  for (const name of readdirSync(folder))
    if (OURS.some((start) => name.startsWith(start))) closeContent(path.join(folder, name));
}

function closeContent(file: string): void {
  // a proxy that runs may have removed it meanwhile
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isSymbolicLink()) return;
  close(file, found);
  if (found.isDirectory()) for (const name of readdirSync(file)) closeContent(path.join(file, name));
}

function close(file: string, found: Stats): void {
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user)
    throw new SettingsError(
      `${file} belongs to the user with number ${found.uid}, and Switchyard runs as ${user}: what it keeps would be another user's to read ` +
        'and change. Start it as that user, give the folder away with chown -R, or choose another one, also one below it, with SWITCHYARD_DATA.',
    );
  const mode = found.isDirectory() ? FOLDER : FILE;
  if ((found.mode & 0o777) === mode) return;
  try {
    chmodSync(file, mode);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new SettingsError(`${file} cannot be closed to other users: ${code ?? message}.`);
  }
}
