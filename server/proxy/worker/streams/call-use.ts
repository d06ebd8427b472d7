import { Http1Call, type Http1Surroundings } from '../../upstream/http1-call.ts';
import { StreamCall } from '../../upstream/stream-call.ts';
import type { CallHead, CallUser, UpstreamCall } from '../../upstream/upstream-call.ts';
import type { Waiting } from '../admission.ts';
import type { ForwardGroup } from '../forward-group.ts';

/** The place of a call among the requests of its backend group, and what carries it to the backend. */
export class CallUse {
  /** Null before it is sent, and behind its end. */
  call: UpstreamCall | null = null;
  private readonly group: ForwardGroup;
  private readonly endpoint: number;
  private connecting = false;
  private taken = false;

  constructor(group: ForwardGroup, endpoint: number) {
    this.group = group;
    this.endpoint = endpoint;
  }

  /** Waits for a connection: `waiting` is told when there may be one. */
  wait(waiting: Waiting): void {
    this.group.admission.wait(waiting);
  }

  /** Sends the head to the endpoint. */
  take(head: CallHead, user: CallUser, surroundings: Http1Surroundings): void {
    const host = this.group.hosts[this.endpoint]!;
    const { now } = surroundings;
    const call =
      host.streams === null
        ? new Http1Call(host.reuse() ?? host.open(now), head, user, surroundings)
        : new StreamCall(host.streams, head, user, now);
    this.call = call;
    this.taken = true;
    host.active++;
    this.group.admission.begin(this.endpoint);
    if (call.connected) return;
    this.connecting = true;
    this.group.admission.beginConnecting();
  }

  /** The connection is established, or will not be. */
  connected(): void {
    if (!this.connecting) return;
    this.connecting = false;
    this.group.admission.endConnecting();
  }

  /** The call is over. May start that of another client. */
  end(waiting: Waiting): void {
    this.connected();
    this.call = null;
    const { admission, hosts } = this.group;
    if (!this.taken) {
      admission.leave(waiting);
      return;
    }
    hosts[this.endpoint]!.active--;
    admission.end(this.endpoint);
  }
}
