/** Questions that a process may leave unanswered before it counts as hung. */
const QUESTIONS = 6;

/** How often a process is asked, and how many times it may leave that unanswered. */
export interface Patience {
  everyMs: number;
  misses: number;
}

/** The patience of the setting SWITCHYARD_WATCHDOG. @param seconds 0 is for ever, which is undefined */
export function patienceOf(seconds: number): Patience | undefined {
  return seconds > 0 ? { everyMs: (seconds * 1000) / QUESTIONS, misses: QUESTIONS } : undefined;
}

/**
 * Notices a process that runs and does nothing any more: it is asked now and then, and hangs when it has not been heard of for several
 * questions. Counted in questions and not by the clock, so that a machine that slept, or a supervisor that was held up, accuses nobody.
 */
export class Watchdog {
  private readonly timer: NodeJS.Timeout;
  private unanswered = 0;
  private armed: boolean;

  /**
   * @param ask sends the question
   * @param hung called once, when the patience is over
   * @param known whether the process is known to answer; one of an earlier release may not, and is not judged before its first answer
   */
  constructor({ everyMs, misses }: Patience, ask: () => void, hung: () => void, known = true) {
    this.armed = known;
    this.timer = setInterval(() => {
      if (this.armed && this.unanswered >= misses) {
        this.stop();
        hung();
        return;
      }
      this.unanswered++;
      ask();
    }, everyMs);
    this.timer.unref();
  }

  /** The process was heard of, whatever it said. */
  heard(): void {
    this.unanswered = 0;
    this.armed = true;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
