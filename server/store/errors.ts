import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isFull, spaceOf } from './disk.ts';

/** What kind of trouble it is: `closed` passes by itself, the others need somebody. */
export type StoreTrouble =
  | 'full'
  | 'damaged'
  | 'foreign'
  | 'refused'
  | 'in use'
  | 'moved'
  | 'broken'
  | 'closed'
  | 'other';

/** The database cannot be used or did not take a write. The message names the file and says what to do; nothing was half applied. */
export class StoreUnavailable extends Error {
  readonly trouble: StoreTrouble;

  constructor(message: string, trouble: StoreTrouble = 'other', options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
    this.trouble = trouble;
  }
}

/** What an error of Prisma's adapter says that the database said. */
interface DriverCause {
  driverAdapterError?: { cause?: { originalMessage?: string } };
}

/** What an error says, without a stack. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const driver = 'meta' in error ? (error.meta as DriverCause | undefined)?.driverAdapterError : undefined;
  if (driver?.cause?.originalMessage !== undefined) return driver.cause.originalMessage;
  const lines = error.message.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? error.name).trim().replace(/\.$/, '');
}

/** Everything that an error and its causes say, for telling kinds of failure apart. */
function fullText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const errcode = 'errcode' in error ? String(error.errcode) : '';
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return `${error.name} ${code} ${errcode} ${error.message} ${meta} ${error.cause === undefined ? '' : fullText(error.cause)}`;
}

function troubleOf(error: unknown): StoreTrouble {
  if (error instanceof StoreUnavailable && error.trouble !== 'other') return error.trouble;
  const text = fullText(error);
  if (/SQLITE_FULL|disk is full|ENOSPC|EDQUOT/i.test(text)) return 'full';
  if (/SQLITE_CORRUPT|SQLITE_NOTADB|malformed|not a database/i.test(text)) return 'damaged';
  if (/SQLITE_READONLY|readonly|EACCES|EPERM|EROFS|EISDIR|CANTOPEN|unable to open/i.test(text)) return 'refused';
  if (/SQLITE_BUSY|SQLITE_LOCKED|is locked|SocketTimeout|Unique constraint|P2002|P2025/i.test(text)) return 'in use';
  if (/SQLITE_IOERR|disk I\/O/i.test(text)) return 'broken';
  return 'other';
}

/** The last copy that `npm run backup` made where it does by default. */
function newestBackup(file: string): string | null {
  const folder = path.join(path.dirname(file), 'backups');
  try {
    const name = readdirSync(folder)
      .filter((entry) => entry.endsWith('.db'))
      .sort()
      .at(-1);
    return name === undefined ? null : path.join(folder, name);
  } catch {
    return null;
  }
}

function adviceOn(trouble: StoreTrouble, file: string, doing: 'open' | 'write'): string {
  switch (trouble) {
    case 'full': {
      const then = doing === 'write' ? 'and writes go on by themselves' : 'and start again';
      return `${spaceOf(file)}: free some space, ${then}.`;
    }
    case 'damaged': {
      const backup = newestBackup(file);
      const which = backup === null ? 'npm run restore -- FILE' : `npm run restore -- ${backup}`;
      return (
        `The file was left as it is. Bring a backup back (${which}), rescue what can be read (npm run salvage), or move it away together with ` +
        'its -wal and -shm files, start again and import your last export. docs/operations.md says how.'
      );
    }
    case 'foreign':
      return 'The file was left as it is.';
    case 'moved':
      return 'Everything is still in memory: save an export, put the file back or restore a backup, and start again.';
    case 'refused':
      return (
        'It may not be read or written: check the owner and the rights of the file and its folder, and whether the file system is read-only, ' +
        'or set SWITCHYARD_DATA to another folder.'
      );
    case 'in use':
      return 'Another process uses this database: stop it, only one console may write to it, and start this one again.';
    case 'broken':
      return 'The disk reports an error: check it and the log of the kernel.';
    default:
      return 'Check the file and its folder, then start again.';
  }
}

/**
 * Turns an error of SQLite or of the file system into one that an operator can act on.
 * @param fate what became of a write: nothing was saved, or nobody knows
 */
export function explain(
  file: string,
  doing: 'open' | 'write',
  error: unknown,
  fate: 'not saved' | 'unknown' = 'not saved',
): StoreUnavailable {
  const said = troubleOf(error);
  // SQLite has no room for its index and calls it an error of the disk
  const trouble = (said === 'broken' || said === 'refused') && isFull(file) ? 'full' : said;
  const verb = doing === 'open' ? 'opened' : 'written';
  const kept =
    doing === 'open'
      ? ''
      : fate === 'not saved'
        ? ' Nothing of this change was saved, and everything that was saved before is still there.'
        : ' It is not known whether this change was saved; everything that was saved before is still there.';
  const message = `The database ${file} cannot be ${verb}: ${reasonOf(error)}. ${adviceOn(trouble, file, doing)}${kept}`;
  return new StoreUnavailable(message, trouble, { cause: error });
}
