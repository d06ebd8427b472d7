/**
 * Asks a server what no ordinary client asks: `SERVER=URL node scripts/conversations/questions.ts TOPIC`, as the command of record.ts.
 * Topics are the files in questions/.
 */
import { Asker } from './asker.ts';

const [topic] = process.argv.slice(2);
const { SERVER } = process.env;
if (topic === undefined || SERVER === undefined) {
  console.error('questions: SERVER=URL node scripts/conversations/questions.ts TOPIC');
  process.exit(2);
}
const { ask } = (await import(`./questions/${topic}.ts`)) as { ask: (asker: Asker) => Promise<void> };
await ask(new Asker(SERVER));
