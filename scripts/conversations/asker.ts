import { type IncomingMessage, request } from 'node:http';

/** What was answered; `body` is {} where it is no JSON object. */
export interface Answer {
  code: number;
  text: string;
  body: Record<string, unknown> & { metadata: Record<string, string> };
}

/** A watch that is open. */
export interface Watch {
  /** Resolves when so many events came, or when it ended. */
  until: (count: number) => Promise<void>;
  close: () => Promise<void>;
}

export type Headers = Record<string, string>;

/** Content types. */
const JSON_TYPE: Headers = { 'content-type': 'application/json' };
export const MERGE: Headers = { 'content-type': 'application/merge-patch+json' };
export const PATCH: Headers = { 'content-type': 'application/json-patch+json' };
export const STRATEGIC: Headers = { 'content-type': 'application/strategic-merge-patch+json' };
export const APPLY: Headers = { 'content-type': 'application/apply-patch+yaml' };
export const YAML: Headers = { 'content-type': 'application/yaml' };

/** Sends requests as they are written, whatever a server may think of them. */
export class Asker {
  readonly #url: URL;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Puts a note into the recording. */
  async note(text: string): Promise<void> {
    await this.ask('PUT', '/-/note', text);
  }

  /** Asks, and gives the answer. */
  async ask(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const response = await this.#send(method, path, body, headers);
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response as AsyncIterable<string>) text += chunk;
    let value: unknown = {};
    try {
      value = JSON.parse(text);
    } catch {
      // read as text
    }
    return { code: response.statusCode ?? 0, text, body: value as Answer['body'] };
  }

  /** The entity tag of an answer. */
  async etag(path: string, headers: Headers = {}): Promise<string> {
    const response = await this.#send('GET', path, undefined, headers);
    response.resume();
    await new Promise((resolve) => response.on('close', resolve));
    return response.headers.etag ?? '';
  }

  /** Opens a watch. */
  async watch(path: string, headers: Headers = {}): Promise<Watch> {
    const response = await this.#send('GET', path, undefined, headers);
    const heard = { lines: 0, ended: false, wake: (): void => {} };
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      heard.lines += text.split('\n').length - 1;
      heard.wake();
    });
    const end = new Promise<void>((resolve) =>
      response.on('close', () => {
        heard.ended = true;
        heard.wake();
        resolve();
      }),
    );
    return {
      until: async (count) => {
        for (;;) {
          if (heard.ended || heard.lines >= count) return;
          await new Promise<void>((resolve) => (heard.wake = resolve));
        }
      },
      close: async () => {
        response.destroy();
        await end;
        // the proxy notices a moment later
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
    };
  }

  #send(method: string, path: string, body: unknown, headers: Headers): Promise<IncomingMessage> {
    const { hostname, port } = this.#url;
    const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const type = text === undefined || headers['content-type'] !== undefined ? {} : JSON_TYPE;
    return new Promise((resolve, reject) => {
      const all = { 'user-agent': 'asker/1', ...type, ...headers };
      const length = text === undefined ? {} : { 'content-length': Buffer.byteLength(text) };
      const call = request({ hostname, port, method, path, headers: { ...all, ...length } }, resolve);
      call.on('error', reject);
      call.end(text);
    });
  }
}

/** Path of the collection of a kind; `''` for a cluster-scoped one. */
export function collection(plural: string, namespace: string): string {
  const place = namespace === '' ? '' : `/namespaces/${namespace}`;
  if (['namespaces', 'services'].includes(plural)) return `/api/v1${place}/${plural}`;
  if (plural === 'endpointslices') return `/apis/discovery.k8s.io/v1${place}/${plural}`;
  if (plural === 'backendtrafficpolicies') return `/apis/gateway.envoyproxy.io/v1alpha1${place}/${plural}`;
  return `/apis/gateway.networking.k8s.io/v1${place}/${plural}`;
}

interface Metadata {
  [field: string]: unknown;
}

/** A valid HTTPRoute. */
export function route(name: string, metadata: Metadata = {}, spec: object = {}): Record<string, unknown> {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, ...metadata },
    spec: { parentRefs: [{ name: 'eg' }], hostnames: ['www.example.com'], ...spec },
  };
}

/** A valid Gateway with a listener for each port. */
export function gateway(name: string, ports: Record<string, number>, metadata: Metadata = {}): Record<string, unknown> {
  const listeners = Object.entries(ports).map(([listener, port]) => ({ name: listener, protocol: 'HTTP', port }));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, ...metadata },
    spec: { gatewayClassName: 'eg', listeners },
  };
}

/** A valid Service. */
export function service(name: string, metadata: Metadata = {}, spec: object = {}): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...metadata },
    spec: { ports: [{ name: 'http', port: 80 }], ...spec },
  };
}

/** A valid EndpointSlice. */
export function slice(name: string, metadata: Metadata = {}): Record<string, unknown> {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, ...metadata },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'] }],
    ports: [{ name: 'http', port: 3000, protocol: 'TCP' }],
  };
}

/** A Namespace. */
export function namespace(name: string, metadata: Metadata = {}): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...metadata } };
}
