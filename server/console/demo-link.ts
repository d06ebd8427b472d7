import type { DemoBackend } from '../contract/console.ts';
import type { FromDemo, ToDemo } from '../demo/protocol.ts';
import { ControlClient } from './control-client.ts';
import { HttpProblem } from './http.ts';

const LONGEST_DELAY_MS = 10_000;

/** The console's side of the demo backends: which should run, and what they say. */
export class DemoLink {
  private readonly client: ControlClient;
  private readonly delays = new Map<string, number>();
  private endpoints: string[] = [];
  private said = new Map<string, DemoBackend>();
  private readonly onWanted: (wanted: boolean) => void;
  private wanted: boolean | null = null;

  /**
   * @param file path of the control socket
   * @param onWanted whether the process should run at all
   */
  constructor(file: string, onWanted: (wanted: boolean) => void) {
    this.onWanted = onWanted;
    this.client = new ControlClient(file, {
      open: () => this.tell({ type: 'serve', endpoints: this.endpoints }),
      message: (value) => this.receive(value as FromDemo),
      gone: () => this.said.clear(),
    });
  }

  /** Sets the endpoints (`IP:PORT`) that should run. */
  serve(endpoints: string[]): void {
    const wanted = endpoints.length > 0;
    if (wanted !== this.wanted) this.onWanted(wanted);
    this.wanted = wanted;
    if (endpoints.join() === this.endpoints.join()) return;
    this.endpoints = endpoints;
    for (const endpoint of this.delays.keys()) if (!endpoints.includes(endpoint)) this.delays.delete(endpoint);
    this.tell({ type: 'serve', endpoints });
  }

  state(): DemoBackend[] {
    return this.endpoints.map((endpoint) => {
      const said = this.said.get(endpoint);
      const delayMs = this.delays.get(endpoint) ?? said?.delayMs ?? 0;
      return said === undefined ? { endpoint, running: false, delayMs, requests: 0 } : { ...said, delayMs };
    });
  }

  /** Resolves when every demo backend runs or says why it does not, after `ms` milliseconds at the latest. */
  async settled(ms: number): Promise<void> {
    const deadline = Date.now() + ms;
    while (this.endpoints.some((endpoint) => !this.said.has(endpoint)) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** @throws HttpProblem 404 for an endpoint that is not a demo backend, 422 for another delay than 0..10000 */
  setDelay(endpoint: string, body: unknown): DemoBackend {
    if (!this.endpoints.includes(endpoint)) {
      throw new HttpProblem(404, 'NotFound', `${endpoint} is not a demo backend of a loaded example`);
    }
    const delayMs = typeof body === 'object' && body !== null ? (body as { delayMs?: unknown }).delayMs : undefined;
    if (typeof delayMs !== 'number' || !Number.isInteger(delayMs) || delayMs < 0 || delayMs > LONGEST_DELAY_MS) {
      throw new HttpProblem(422, 'Invalid', `delayMs: must be a whole number from 0 to ${LONGEST_DELAY_MS}`);
    }
    this.delays.set(endpoint, delayMs);
    this.tell({ type: 'delay', endpoint, delayMs });
    return this.state().find((backend) => backend.endpoint === endpoint)!;
  }

  close(): void {
    this.client.close();
  }

  private tell(message: ToDemo): void {
    this.client.send(message);
  }

  private receive(message: FromDemo): void {
    if (message.type === 'pong') return;
    this.said = new Map(message.backends.map((backend) => [backend.endpoint, backend]));
    for (const backend of message.backends) {
      const wanted = this.delays.get(backend.endpoint);
      if (wanted === undefined) {
        // the demo outlived an earlier console, which had set this
        if (backend.delayMs > 0) this.delays.set(backend.endpoint, backend.delayMs);
      } else if (wanted !== backend.delayMs) {
        this.tell({ type: 'delay', endpoint: backend.endpoint, delayMs: wanted });
      }
    }
  }
}
