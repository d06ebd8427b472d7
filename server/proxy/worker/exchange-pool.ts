import type { ClientPort } from './client-port.ts';
import { Exchange } from './exchange.ts';
import type { WorkerContext } from './worker-context.ts';

const MOST_SPARE = 256;

/** Exchanges that no client uses: idle connections need none, and a few serve many clients in turn. */
export class ExchangePool {
  private readonly spare: Exchange[] = [];

  take(context: WorkerContext, client: ClientPort): Exchange {
    const exchange = this.spare.pop() ?? new Exchange(context);
    exchange.attach(client);
    return exchange;
  }

  give(exchange: Exchange): void {
    exchange.attach(null);
    if (this.spare.length < MOST_SPARE) this.spare.push(exchange);
  }
}
