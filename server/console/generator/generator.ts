import type { GeneratorRun } from '../../contract/console.ts';
import type { Binding } from '../../contract/control.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { HttpProblem } from '../http.ts';
import { readGeneratorRequest } from './request.ts';
import { ruleOf } from './rule-of.ts';
import { Run } from './run.ts';
import type { Target } from './senders.ts';

/** What the generator reads from its surroundings. */
export interface GeneratorEnvironment {
  snapshot: () => Snapshot | null;
  bindings: () => Binding[];
  onProgress: (run: GeneratorRun) => void;
}

/** Sends real requests to this product's own listeners, one run at a time. */
export class Generator {
  private readonly environment: GeneratorEnvironment;
  private run: Run | null = null;

  constructor(environment: GeneratorEnvironment) {
    this.environment = environment;
  }

  /** The run that is on, or the last one. */
  state(): GeneratorRun | null {
    return this.run?.progress() ?? null;
  }

  /** @throws HttpProblem 409 while one runs, 422 for a request that cannot be sent */
  start(body: unknown): GeneratorRun {
    if (this.run?.running === true) throw new HttpProblem(409, 'Conflict', 'a run is on; stop it first');
    const request = readGeneratorRequest(body);
    const target = this.target(request.listener);
    const snapshot = this.environment.snapshot();
    const rule = snapshot === null ? null : ruleOf(snapshot, request);
    this.run = new Run(request, rule, target, this.environment.onProgress);
    return this.run.progress();
  }

  /** @throws HttpProblem 404 when nothing was ever started */
  stop(): GeneratorRun {
    if (this.run === null) throw new HttpProblem(404, 'NotFound', 'nothing runs');
    this.run.stop();
    return this.run.progress();
  }

  close(): void {
    this.run?.stop();
  }

  private target(listener: string): Target {
    for (const gateway of this.environment.snapshot()?.gateways ?? []) {
      for (const { port, listeners } of gateway.ports) {
        if (!listeners.some(({ id }) => id === listener)) continue;
        const own = this.environment
          .bindings()
          .filter(
            (b) => b.gateway.namespace === gateway.namespace && b.gateway.name === gateway.name && b.port === port,
          );
        const open =
          own.find((b) => b.error === undefined && b.address === gateway.address) ??
          own.find((b) => b.error === undefined);
        if (open !== undefined) return { address: open.address, port: open.boundPort };
        throw new HttpProblem(
          422,
          'Invalid',
          `listener: ${listener} is not open${own[0]?.error ? `: ${own[0].error}` : ''}`,
        );
      }
    }
    throw new HttpProblem(
      422,
      'Invalid',
      `listener: "${listener}" is no listener of this product's gateways (NAMESPACE/GATEWAY/LISTENER)`,
    );
  }
}
