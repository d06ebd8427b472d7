// A process that records a sample every half second of a time that runs ten times as fast, and prints the times; a test kills it.
import { History } from './history.ts';
import { openHistoryLogs } from './history-logs.ts';

const history = await History.restore(
  await openHistoryLogs(process.argv[2] ?? '', (message) => console.error(message)),
);
let at = Number(process.argv[3]);
history.mark(at, at, 'begun');
setInterval(() => {
  at += 500;
  const rules = [{ ruleId: 'r', requests: 5, statuses: [0, 0, 5, 0, 0, 0], own: [] }];
  history.push({ at, intervalMs: 500, endpoints: [], rules, listeners: [] });
  process.stdout.write(`${at}\n`);
}, 50);
