// Kills parts of the whole product while it writes, watches and serves, and compares what was acknowledged with what is there.
//   node scripts/fire.ts [--kills 100] [--seed 1]     needs the built pages (npm run build)
import { parseArgs } from 'node:util';
import { fire } from './fire/fire.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const figures = await fire(Number(values.kills), Number(values.seed), (line) => console.log(line));
console.log(JSON.stringify(figures, null, 2));
process.exitCode = figures.problems.length === 0 ? 0 : 1;
