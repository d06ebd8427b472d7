// Backups of the database, and what to do with a damaged one; docs/operations.md says when.
//   npm run backup -- [FILE]     copies the database, also while the product runs
//   npm run restore -- FILE      puts a backup in its place, while the product is stopped
//   npm run salvage -- DAMAGED FILE   writes what can be read of a damaged database into a new one
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { backUp, restore } from '../server/store/backup.ts';
import { salvage } from '../server/store/salvage.ts';
import { closeDataFolder } from '../server/supervisor/data-folder.ts';
import { takeLock } from '../server/supervisor/lock.ts';
import { readSettings } from '../server/supervisor/settings.ts';

/** Files are for their owner alone. */
process.umask(0o077);

async function run([command, ...files]: string[]): Promise<void> {
  const [first, second] = files.map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
  if (command === 'backup' && files.length <= 1) return backupTo(first);
  if (command === 'restore' && first !== undefined && files.length === 1) return restoreFrom(first);
  if (command === 'salvage' && first !== undefined && second !== undefined) return salvageTo(first, second);
  throw new Error('usage: npm run backup -- [FILE] | npm run restore -- FILE | npm run salvage -- DAMAGED FILE');
}

async function backupTo(given: string | undefined): Promise<void> {
  const { data, database } = readSettings(process.env);
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const target = given ?? path.join(data, 'backups', `switchyard-${time}.db`);
  const { objects, revision } = await backUp(database, target);
  console.log(`backup: ${objects} objects at revision ${revision} are in ${target}`);
}

async function restoreFrom(backup: string): Promise<void> {
  const { data, database } = readSettings(process.env);
  closeDataFolder(data);
  const taken = takeLock(data, '');
  if ('holder' in taken)
    throw new Error(`Switchyard runs with the data folder ${data} (process ${taken.holder.pid}): stop it first.`);
  try {
    const { objects, revision, aside } = await restore(backup, database, snapshotRevision(data));
    console.log(`restore: ${objects} objects of ${backup} are in ${database}; revisions go on behind ${revision}`);
    if (aside !== null) console.log(`restore: what was there before is in ${aside}`);
  } finally {
    taken.lock.release();
  }
}

/** Revision of the snapshot that the proxy served last; 0 when there is none. */
function snapshotRevision(data: string): number {
  try {
    const [, body = ''] = readFileSync(path.join(data, 'snapshot.json'), 'utf8').split('\n');
    const { revision } = JSON.parse(body) as { revision: number };
    return Number.isSafeInteger(revision) ? revision : 0;
  } catch {
    return 0;
  }
}

function salvageTo(damaged: string, target: string): void {
  const { rows, missing } = salvage(damaged, target);
  console.log(`salvage: ${rows} revisions are in ${target}; npm run restore -- ${target} puts them in service`);
  if (missing.length > 0) {
    const shown = missing.slice(0, 20).join(', ');
    console.log(
      `salvage: ${missing.length} revisions are missing (${shown}${missing.length > 20 ? ', ...' : ''}). Numbers whose write failed are among them; ` +
        'otherwise an object may be in an older state, or there although it was deleted. Compare with your last export.',
    );
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
