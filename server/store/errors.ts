/** The database cannot be used or did not take a write. The message names the file and says what to do; nothing was half applied. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** What an error says, without a stack. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const lines = error.message.split('\n').filter((line) => line.trim() !== '');
  return `${(lines.at(-1) ?? error.name).trim()}${code}`;
}

/** Everything that an error and its causes say, for telling kinds of failure apart. */
function fullText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return `${error.name} ${code} ${error.message} ${meta} ${error.cause === undefined ? '' : fullText(error.cause)}`;
}

/** Turns an error of SQLite or of the file system into one that an operator can act on. */
export function explain(file: string, doing: 'open' | 'write', error: unknown): StoreUnavailable {
  const text = fullText(error);
  const reason = reasonOf(error);
  const verb = doing === 'open' ? 'opened' : 'written';
  const kept =
    doing === 'write' ? ' Nothing of this change was saved, and everything that was saved before is still there.' : '';
  let advice = 'Check the file and its folder, then start again.';
  if (/SQLITE_FULL|disk is full|ENOSPC/i.test(text)) {
    advice = 'The disk is full: free some space and try again.';
  } else if (/SQLITE_CORRUPT|SQLITE_NOTADB|malformed|not a database|is damaged/i.test(text)) {
    advice =
      'The file is damaged. Move it away together with its -wal and -shm files and start again; then import your last export. ' +
      'The sqlite3 tool can often rescue what it holds (.recover).';
  } else if (/SQLITE_READONLY|readonly|EACCES|EPERM|EROFS|CANTOPEN|unable to open/i.test(text)) {
    advice =
      'It may not be read or written: check the owner and the rights of the file and its folder, or set SWITCHYARD_DATA to another folder.';
  } else if (/SQLITE_BUSY|SQLITE_LOCKED|is locked|Unique constraint|P2002/i.test(text)) {
    advice = 'Another process uses this database: stop it, only one console may write to it.';
  } else if (/SQLITE_IOERR/i.test(text)) {
    advice = 'The disk reports an error: check it, then start again.';
  }
  return new StoreUnavailable(`The database ${file} cannot be ${verb}: ${reason}. ${advice}${kept}`, { cause: error });
}
