import type { UpstreamConnection, UpstreamUser } from '../upstream/upstream-connection.ts';
import type { Waiting } from './admission.ts';
import type { ForwardGroup } from './forward-group.ts';

/** The connection that an exchange uses, one after the other, and its place among those of the backend group. */
export class UpstreamUse {
  /** Null without a connection: before there is one, and behind the exchange. */
  connection: UpstreamConnection | null = null;
  private group: ForwardGroup | null = null;
  private endpoint = 0;
  private connecting = false;

  begin(group: ForwardGroup, endpoint: number): void {
    this.group = group;
    this.endpoint = endpoint;
  }

  /** Waits for a connection: `waiting` is told when there may be one. */
  wait(waiting: Waiting): void {
    this.group!.admission.wait(waiting);
  }

  /** Takes a connection of the endpoint, an idle one if there is. @param now on the worker's clock */
  take(user: UpstreamUser, now: number): UpstreamConnection {
    const host = this.group!.hosts[this.endpoint]!;
    host.active++;
    this.group!.admission.begin(this.endpoint);
    return this.use(host.reuse() ?? host.open(now), user);
  }

  /** Goes on with a new connection in the place of one that is gone. */
  replace(user: UpstreamUser, now: number): UpstreamConnection {
    return this.use(this.connection!.host.open(now), user);
  }

  private use(connection: UpstreamConnection, user: UpstreamUser): UpstreamConnection {
    this.connection = connection;
    connection.take(user);
    if (!connection.connection.connected) {
      this.connecting = true;
      this.group!.admission.beginConnecting();
    }
    return connection;
  }

  /** The connection is established, or will not be. */
  connected(): void {
    if (!this.connecting) return;
    this.connecting = false;
    this.group!.admission.endConnecting();
  }

  /** The exchange is over. May start the exchange of another client. */
  end(waiting: Waiting): void {
    const { group, connection } = this;
    this.connected();
    this.group = null;
    this.connection = null;
    if (connection === null) group?.admission.leave(waiting);
    else {
      connection.host.active--;
      group!.admission.end(this.endpoint);
    }
  }
}
