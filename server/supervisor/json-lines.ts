import { StringDecoder } from 'node:string_decoder';

const LONGEST = 64 << 20;

/** Cuts a byte stream into lines of JSON. A line that is not JSON, or longer than 64 MiB, is reported and ends the reading. */
export class JsonLines {
  private readonly decoder = new StringDecoder('utf8');
  private readonly onValue: (value: unknown) => void;
  private readonly onProblem: (problem: string) => void;
  private pending: string[] = [];
  private pendingLength = 0;
  private broken = false;

  constructor(onValue: (value: unknown) => void, onProblem: (problem: string) => void) {
    this.onValue = onValue;
    this.onProblem = onProblem;
  }

  take(chunk: Buffer): void {
    if (this.broken) return;
    let text = this.decoder.write(chunk);
    for (;;) {
      const end = text.indexOf('\n');
      if (end < 0) break;
      const line = this.pending.join('') + text.slice(0, end);
      this.pending = [];
      this.pendingLength = 0;
      text = text.slice(end + 1);
      if (!this.deliver(line)) return;
    }
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength > LONGEST) this.fail('a message is longer than 64 MiB');
  }

  private deliver(line: string): boolean {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.fail('a message is not JSON');
      return false;
    }
    this.onValue(value);
    return true;
  }

  private fail(problem: string): void {
    this.broken = true;
    this.pending = [];
    this.onProblem(problem);
  }
}
