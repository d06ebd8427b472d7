import { connectControl, type ControlConnection, isOpen } from './control-socket.ts';
import type { ProcessRecord } from './process-record.ts';
import { signal, whenGone } from './signals.ts';

/** What is looked for, and how. */
export interface Search {
  name: string;
  /** Control socket. */
  socket: string;
  record: ProcessRecord;
  /** How long one that is there may not greet, before it counts as hung. */
  patienceMs: number;
  /** False ends the search. */
  isWanted: () => boolean;
  say: (line: string) => void;
}

/**
 * Finds a process that an earlier supervisor left behind. One that hangs is ended, since it holds what its successor needs.
 * @returns null when there is none, or none that answers
 */
export async function adopt({
  name,
  socket,
  record,
  patienceMs,
  isWanted,
  say,
}: Search): Promise<ControlConnection | null> {
  const begun = Date.now();
  let said = false;
  for (;;) {
    const found = await connectControl(socket, 1_000);
    if (found !== null || !isWanted() || !(await isOpen(socket))) return found;
    if (Date.now() - begun > patienceMs) break;
    if (!said) say(`${name} of an earlier start is there and does not answer yet; waiting for it`);
    said = true;
  }
  const pid = record.read();
  if (pid === null) {
    say(`${name} of an earlier start holds ${socket} and does not answer; end it by hand`);
    return null;
  }
  say(`${name} of an earlier start (process ${pid}) does not answer and is ended`);
  signal(pid, 'SIGKILL');
  await whenGone(pid);
  return null;
}
