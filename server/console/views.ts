import { KeptBody } from '../api/http/kept-body.ts';
import type { ConsoleState, SnapshotView } from '../contract/console.ts';
import type { Binding } from '../contract/control.ts';
import type { NotActing } from '../model/kind.ts';
import { keyOf, keyText } from '../model/object.ts';
import { findKind } from '../model/registry.ts';
import { versions } from '../model/versions.ts';
import { shadowedRules } from '../routing/shadowed.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import type { Store } from '../store/types.ts';

/** Releases that verdicts, conditions and behaviour are compared with. */
export const specs: ConsoleState['specs'] = versions;

const EMPTY: Snapshot = { revision: 0, gateways: [], rules: {} };

/** The snapshot with what became of it. */
function snapshotView(
  store: Store,
  snapshot: Snapshot | null,
  { bindings, revision }: ConsoleState['proxy'],
): SnapshotView {
  return {
    snapshot: snapshot ?? EMPTY,
    served: revision,
    bindings,
    urls: listenerUrls(snapshot ?? EMPTY, bindings),
    notActing: notActing(store),
    shadowed: snapshot === null ? {} : shadowedOf(snapshot),
  };
}

/** The answer that says the view: as long as what it is made of is the same, it is. Every page asks, and most often nothing has changed. */
export class SnapshotAnswer {
  #of: readonly unknown[] = [];
  #body: KeptBody | undefined;

  /** As `snapshotView`. */
  body(store: Store, snapshot: Snapshot | null, proxy: ConsoleState['proxy']): KeptBody {
    const now = [store.revision, snapshot, proxy.bindings, proxy.revision];
    if (!this.#body || now.some((part, index) => part !== this.#of[index])) {
      this.#of = now;
      this.#body = new KeptBody(JSON.stringify(snapshotView(store, snapshot, proxy)));
    }
    return this.#body;
  }
}

const shadowed = new WeakMap<Snapshot, SnapshotView['shadowed']>();

/** Looked for once in each snapshot: every page asks. */
function shadowedOf(snapshot: Snapshot): SnapshotView['shadowed'] {
  let known = shadowed.get(snapshot);
  if (!known) shadowed.set(snapshot, (known = shadowedRules(snapshot)));
  return known;
}

/** Base URL of each listener that is open, by gateway `NAMESPACE/NAME` and listener name. */
function listenerUrls(snapshot: Snapshot, bindings: Binding[]): SnapshotView['urls'] {
  const urls: SnapshotView['urls'] = {};
  for (const gateway of snapshot.gateways) {
    const own: Record<string, string> = {};
    for (const { port, listeners } of gateway.ports) {
      const open = bindings.filter(
        (b) =>
          b.error === undefined &&
          b.port === port &&
          b.gateway.namespace === gateway.namespace &&
          b.gateway.name === gateway.name,
      );
      // the loopback address is the one that people type
      const binding =
        open.find((b) => b.address === '127.0.0.1') ?? open.find((b) => b.address === gateway.address) ?? open[0];
      if (binding === undefined) continue;
      const host = binding.address.includes(':') ? `[${binding.address}]` : binding.address;
      const url = `http://${host}${binding.boundPort === 80 ? '' : `:${binding.boundPort}`}`;
      for (const { name } of listeners) own[name] = url;
    }
    urls[`${gateway.namespace}/${gateway.name}`] = own;
  }
  return urls;
}

/** By object: one that is changed is another. */
const acting = new WeakMap<object, NotActing[]>();

function notActing(store: Store): Record<string, NotActing[]> {
  const found: Record<string, NotActing[]> = {};
  for (const object of store.all()) {
    const key = keyOf(object);
    let fields = acting.get(object);
    if (!fields) acting.set(object, (fields = findKind(key.group, key.kind)?.notActing(object) ?? []));
    if (fields.length > 0) found[keyText(key)] = fields;
  }
  return found;
}
