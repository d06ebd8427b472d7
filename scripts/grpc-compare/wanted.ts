// Differences from Envoy that are to be, see docs/parity.md.
import type { Question } from './ask.ts';

const field = (question: Question, name: string): string => {
  const at = question.headers.indexOf(name);
  return at < 0 ? '' : (question.headers[at + 1] ?? '');
};

/** Lines that compare equal when the backend saw the same fields in another order. */
function sorted(lines: readonly string[]): string {
  return lines
    .map((line) =>
      line.startsWith('x-seen: ') ? decodeURIComponent(line.slice(8)).split('\n').toSorted().join('\n') : line,
    )
    .toSorted()
    .join('\n');
}

/** Whether an answer differs as it should. */
export function wanted(question: Question, mine: readonly string[], envoys: readonly string[]): boolean {
  // fields that are set anew come last, and those of HTTP/2 in an order of their own
  if (sorted(mine) === sorted(envoys)) return true;
  // gRPC-Web does not act
  if (field(question, 'content-type').startsWith('application/grpc-web')) return true;
  // what a backend says it has not processed is sent once more
  if (field(question, 'x-do') === 'refuse-once') return mine.includes('x-tries: 2');
  // a malformed request costs the stream, not the connection
  return mine.join() === 'closed 1' && envoys.join() === 'closed 8';
}
