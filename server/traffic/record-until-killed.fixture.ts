// A process that records a sample for every half second of a time that runs faster, and prints the times; a test kills it.
import { setTimeout as sleep } from 'node:timers/promises';
import { History } from './history.ts';
import { openHistoryLogs } from './history-logs.ts';

const logs = await openHistoryLogs(process.argv[2] ?? '', (message) => console.error(message));
const history = await History.restore(logs);
let at = Number(process.argv[3]);
history.mark(at, at, 'begun');
for (;;) {
  at += 500;
  const rules = [{ ruleId: 'r', requests: 5, statuses: [0, 0, 5, 0, 0, 0], own: [] }];
  history.push({ at, intervalMs: 500, endpoints: [], rules, listeners: [] });
  process.stdout.write(`${at}\n`);
  await sleep(20);
  // as in life, the disk keeps up
  await Promise.all([logs.seconds.flush(), logs.tens.flush(), logs.marks.flush()]);
}
