import type { SlicePast } from '../contract/console.ts';
import { keyText, type StoredObject } from '../model/object.ts';
import type { Store, StoreEvent } from '../store/types.ts';
import { eventsAfter } from './changes.ts';

const GROUP = 'discovery.k8s.io';
const KIND = 'EndpointSlice';
const SERVICE_LABEL = 'kubernetes.io/service-name';
/** Most events of an answer; of more, the newest, and what is known begins with them. */
const MOST_EVENTS = 400;

/**
 * The EndpointSlices of a Service over the last `range` seconds before `now`: who was ready when. The store keeps a bounded number of revisions, so what is
 * known may begin later than asked for.
 */
export function slicePast(store: Store, namespace: string, service: string, range: number, now: number): SlicePast {
  const { events: all, whole } = eventsAfter(store, 0);
  const asked = now - range * 1000;
  const known = whole ? asked : Math.max(asked, all[0]?.at ?? now);
  const ofService = (object: StoredObject | undefined): boolean => object?.metadata.labels?.[SERVICE_LABEL] === service;
  const own = all.filter(
    ({ key, object, previous, at }) =>
      at > known &&
      key.kind === KIND &&
      key.group === GROUP &&
      key.namespace === namespace &&
      (ofService(object) || ofService(previous)),
  );
  const events = own.slice(-MOST_EVENTS);
  const from = events.length < own.length ? (events[0]?.at ?? known) : known;
  const start = before(store.list(GROUP, KIND, namespace), events).filter(ofService);
  return {
    from,
    to: now,
    start,
    events: events.map(({ revision, at, type, object }) => ({
      revision,
      at,
      // a slice that was given to another Service is gone for this one
      type: ofService(object) ? type : 'DELETED',
      object,
    })),
  };
}

/** What there was before events: they are undone from the newest on. */
function before(objects: readonly StoredObject[], events: readonly StoreEvent[]): StoredObject[] {
  const state = new Map(
    objects.map((object) => [
      keyText({ group: GROUP, kind: KIND, namespace: object.metadata.namespace ?? '', name: object.metadata.name }),
      object,
    ]),
  );
  for (const { key, previous } of events.toReversed())
    if (previous === undefined) state.delete(keyText(key));
    else state.set(keyText(key), previous);
  return [...state.values()];
}
