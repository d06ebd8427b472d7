// Answers of a real API server to creations, as the repository keeps them beside the kinds.
import type { Answer, Step, Tree } from './types.ts';

/** So many are kept of a kind. */
const MOST = 80;
/** Longest document that is kept, in characters. */
const LONGEST = 2000;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What only a server with a store fills in, or a cluster allots. */
const VOLATILE = ['uid', 'resourceVersion', 'creationTimestamp', 'selfLink', 'managedFields'];

/** Where an answer depends on what others have been allotted. */
const ALLOTS = /failed to allocate|already allocated|not in the valid range|HealthCheck NodePort/;

/** The first answers to creations of a kind. */
export class Recordings {
  readonly #kind: string;
  readonly #list: Tree[] = [];

  constructor(kind: string) {
    this.#kind = kind;
  }

  /** Keeps the answer to a creation, where the document alone decides it. */
  note(step: Step | undefined, answer: Answer | undefined): void {
    if (step === undefined || answer === undefined || this.#list.length >= MOST) return;
    const { method, path, body } = step;
    if (method !== 'POST' || typeof path !== 'string' || /dryRun|Ignore|fieldManager/.test(path) || !isTree(body))
      return;
    const text = JSON.stringify(body);
    if (typeof body.apiVersion !== 'string' || body.kind !== this.#kind || ALLOTS.test(JSON.stringify(answer.body)))
      return;
    if (answer.code === 409 || text.length > LONGEST || /"creationTimestamp"|"generateName"|"managedFields"/.test(text))
      return;
    this.#list.push({
      title: `${this.#kind} ${this.#list.length + 1}`,
      strict: path.includes('Strict'),
      document: body,
      answer: { accepted: answer.code < 300, warnings: answer.warnings, ...said(answer) },
    });
  }

  /** As the file of the kind. */
  text(): string {
    return `${JSON.stringify(this.#list, null, 1)}\n`;
  }
}

function said({ code, body }: Answer): Tree {
  if (code < 300) return { object: stored(body) };
  const { reason, message, details } = body;
  return { code, reason, message, causes: isTree(details) ? (details.causes ?? []) : [] };
}

function stored({ metadata, spec, ...rest }: Tree): Tree {
  const own = isTree(metadata) ? Object.entries(metadata).filter(([name]) => !VOLATILE.includes(name)) : [];
  const whole: Tree = { ...rest, metadata: Object.fromEntries(own) };
  if (isTree(spec)) {
    const { clusterIP, clusterIPs, healthCheckNodePort: _allotted, ports, ...others } = spec;
    whole.spec = {
      ...others,
      ...(clusterIP === 'None' ? { clusterIP, clusterIPs } : {}),
      ...(Array.isArray(ports) ? { ports: ports.map(withoutNodePort) } : {}),
    };
  }
  return Object.fromEntries(Object.entries(whole).filter(([, member]) => member !== null));
}

function withoutNodePort(port: unknown): unknown {
  if (!isTree(port)) return port;
  const { nodePort: _allotted, ...rest } = port;
  return rest;
}
