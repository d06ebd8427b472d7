import path from 'node:path';
import { Demo } from './demo.ts';

// a log on a full disk, or a terminal that is gone, must not end the process
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

const data = process.env.SWITCHYARD_DATA;
if (data === undefined) {
  console.error('SWITCHYARD_DATA is not set: the supervisor starts this process.');
  process.exit(1);
}
const demo = new Demo();
await demo.listen(path.join(data, 'demo.sock'));
for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.on(name, () => {
    demo.close();
    process.exit(0);
  });
}
