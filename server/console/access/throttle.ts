import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/** Different wrong tokens that an address may try at once, and how long it waits for each further one. */
const TRIES = 10;
const REFILL_MS = 6_000;
/** Addresses that are remembered. */
const MOST_ADDRESSES = 1_000;

interface Guesser {
  /** What is left at the time `at`, in milliseconds of refilling. */
  credit: number;
  at: number;
  /** Digests of the last wrong tokens: the same one again is a client that is set up wrongly and not a guess. */
  wrong: string[];
}

/** Slows down whoever tries out tokens, by address; IPv6 by the /64 that one machine has. Bounded in memory. */
export class Throttle {
  private readonly guessers = new Map<string, Guesser>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** Seconds until this address may try a token again, 0 when it may now. */
  wait(address: string): number {
    const guesser = this.guessers.get(networkOf(address));
    if (guesser === undefined) return 0;
    return Math.max(0, Math.ceil((REFILL_MS - this.creditOf(guesser)) / 1000));
  }

  /** Counts a wrong token. */
  failed(address: string, token: string): void {
    const network = networkOf(address);
    const guesser = this.guessers.get(network) ?? { credit: TRIES * REFILL_MS, at: this.now(), wrong: [] };
    const digest = createHash('sha256').update(token).digest('base64');
    // the newest stand last, so that the oldest is the one to forget
    this.guessers.delete(network);
    this.guessers.set(network, guesser);
    if (!guesser.wrong.includes(digest)) {
      guesser.credit = this.creditOf(guesser) - REFILL_MS;
      guesser.at = this.now();
      guesser.wrong = [...guesser.wrong, digest].slice(-TRIES);
    }
    const [oldest] = this.guessers.keys();
    if (this.guessers.size > MOST_ADDRESSES && oldest !== undefined) this.guessers.delete(oldest);
  }

  private creditOf({ credit, at }: Guesser): number {
    return Math.min(TRIES * REFILL_MS, credit + this.now() - at);
  }
}

function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? front : [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
