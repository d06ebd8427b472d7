import type { AccessLog } from '../telemetry/access-log.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import type { Listening, Transport } from '../transport/types.ts';
import { ClientConnection } from './client-connection.ts';
import type { FromWorker, SocketPlace, ToWorker } from './messages.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { Service } from './service.ts';
import { WorkerContext, type ListenPoint } from './worker-context.ts';

const REPORT_MS = 250;
const SWEEP_MS = 1_000;
const DRAIN_POLL_MS = 20;

interface OpenSocket {
  point: ListenPoint;
  listening: Listening;
}

/** A worker: serves the connections of the sockets that the primary handed over. */
export class Worker {
  private readonly context: WorkerContext;
  private readonly send: (message: FromWorker) => void;
  private readonly exit: () => void;
  private readonly sockets = new Map<string, OpenSocket>();
  private readonly clients = new Set<ClientConnection>();
  private readonly timers: NodeJS.Timeout[];
  private drainEnd: number | null = null;

  /**
   * @param id number of the worker in reports
   * @param send a message to the primary
   * @param exit called when it has drained
   */
  constructor(
    id: number,
    transport: Transport,
    send: (message: FromWorker) => void,
    exit: () => void,
    limits: Limits = DEFAULT_LIMITS,
    log: AccessLog | null = null,
  ) {
    const telemetry = new Telemetry(id, Date.now());
    this.context = new WorkerContext(transport, telemetry, new Service(transport, telemetry, limits), limits, log);
    this.send = send;
    this.exit = exit;
    this.timers = [setInterval(() => this.report(), REPORT_MS), setInterval(() => this.sweep(), SWEEP_MS)];
  }

  /** @param handle the listening socket of a `listen` message */
  receive(message: ToWorker, handle: object | undefined): void {
    switch (message.type) {
      case 'apply':
      case 'change':
        this.context.transport.flush();
        try {
          if (message.type === 'apply') this.context.service.apply(message.snapshot);
          else this.context.service.change(message.delta);
        } catch (error) {
          this.send({
            type: 'refused',
            id: message.id,
            reason: error instanceof Error ? error.message : String(error),
          });
          return;
        }
        this.place(message.sockets);
        this.context.known.clear();
        this.send({ type: 'applied', id: message.id });
        return;
      case 'listen':
        if (handle !== undefined) this.listen(message.place, handle);
        return;
      case 'drain':
        this.drain(message.deadlineMs);
        return;
      case 'ping':
        this.send({ type: 'pong' });
        return;
    }
  }

  /** Sockets that stay get their place in the new snapshot; the others are closed. */
  private place(places: readonly SocketPlace[]): void {
    const wanted = new Map(places.map((place) => [place.key, place]));
    for (const [key, socket] of this.sockets) {
      const place = wanted.get(key);
      if (place === undefined) {
        socket.listening.close();
        socket.point.gateway = -1;
        this.sockets.delete(key);
      } else {
        socket.point.gateway = place.gateway;
        socket.point.port = place.port;
      }
    }
  }

  private listen(place: SocketPlace, handle: object): void {
    const { key } = place;
    if (this.drainEnd !== null) return;
    this.sockets.get(key)?.listening.close();
    const point: ListenPoint = { gateway: place.gateway, port: place.port };
    const { telemetry, transport, limits } = this.context;
    let told = false;
    const listening = transport.listen(
      { handle },
      (connection) => {
        if (this.clients.size >= limits.clientConnections) {
          connection.destroy();
          return;
        }
        telemetry.connectionsOpen++;
        telemetry.connectionsAccepted++;
        this.clients.add(new ClientConnection(this.context, connection, point, this.gone));
      },
      (error) => {
        if (told) return;
        told = true;
        if (error !== null) this.sockets.delete(key);
        this.send(
          error === null ? { type: 'listening', key } : { type: 'listening', key, error: error.code ?? error.message },
        );
      },
    );
    this.sockets.set(key, { point, listening });
  }

  private readonly gone = (client: ClientConnection): void => {
    if (this.clients.delete(client)) this.context.telemetry.connectionsOpen--;
  };

  private report(): void {
    const deltas = this.context.telemetry.report(Date.now());
    if (deltas !== null) this.send({ type: 'deltas', deltas });
  }

  private sweep(): void {
    const now = this.context.tick();
    for (const client of this.clients) client.sweep(now);
    this.context.service.sweep(now);
  }

  /** Accepts no more, finishes what is in flight for at most `deadlineMs`, then exits. */
  drain(deadlineMs: number): void {
    const end = performance.now() + deadlineMs;
    if (this.drainEnd !== null) {
      this.drainEnd = Math.min(this.drainEnd, end);
      return;
    }
    this.drainEnd = end;
    this.context.draining = true;
    this.context.tick();
    this.send({ type: 'leaving' });
    for (const { listening } of this.sockets.values()) listening.close();
    this.sockets.clear();
    for (const client of this.clients) client.drain();
    this.timers.push(setInterval(() => this.checkDrained(), DRAIN_POLL_MS));
  }

  private checkDrained(): void {
    const now = this.context.tick();
    for (const client of this.clients) client.sweepDrained(now);
    if (this.clients.size > 0 && performance.now() < this.drainEnd!) return;
    for (const timer of this.timers) clearInterval(timer);
    for (const client of this.clients) client.destroy();
    this.report();
    this.exit();
  }
}
