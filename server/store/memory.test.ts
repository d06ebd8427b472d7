import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredObject } from '../model/object.ts';
import { inOrder, Memory } from './memory.ts';

const event = fc.record({
  name: fc.constantFrom('a', 'a-1', 'a.b', 'b', 'c', 'z9'),
  namespace: fc.constantFrom(undefined, 'default', 'team', 'team-a'),
  kind: fc.constantFrom('HTTPRoute', 'Service'),
  deleted: fc.boolean(),
  // lists are sorted when they are first asked for, and kept sorted from then on
  read: fc.boolean(),
});

test('lists hold what is there, in order, after any events', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const memory = new Memory();
      const wanted = new Map<string, StoredObject>();
      for (const [index, { name, namespace, kind, deleted, read }] of events.entries()) {
        const key = { group: '', kind, namespace: namespace ?? '', name };
        const id = `${kind} ${key.namespace} ${name}`;
        const there = wanted.has(id);
        const metadata = { name, uid: id, resourceVersion: String(index + 1), creationTimestamp: '' };
        const object: StoredObject = {
          apiVersion: 'v1',
          kind,
          metadata: namespace === undefined ? metadata : { ...metadata, namespace },
        };
        const type = deleted ? 'DELETED' : there ? 'MODIFIED' : 'ADDED';
        if (deleted) wanted.delete(id);
        else wanted.set(id, object);
        memory.apply({ revision: index + 1, type, key, object, statusOnly: false, at: 0, by: 'test' }, undefined);
        if (!read) continue;
        const all = [...wanted.values()].filter((each) => each.kind === kind).sort(inOrder);
        expect(memory.list('', kind)).toEqual(all);
        expect(memory.all()).toHaveLength(wanted.size);
      }
    }),
  );
});
