import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { answerTo, comparable, type Recording } from '../shared/recordings.ts';
import recorded from './gateway.recorded.json' with { type: 'json' };
import { gateway } from './kind.ts';

const recordings = recorded as unknown as Recording[];

/** The recordings hold no status: a server adds the initial one when it stores the object. */
function withoutStatus({ object, ...answer }: Recording['answer']): Recording['answer'] {
  const { status: _status, ...rest } = (object ?? {}) as Partial<KubeObject>;
  return object === undefined ? answer : { ...answer, object: rest };
}

function gatewayOf(spec: unknown): KubeObject {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'gw' }, spec };
}

function pathsNotActing(spec: unknown): string[] {
  return gateway.notActing(gatewayOf(spec)).map(({ path }) => path);
}

describe('Gateway', () => {
  it.each(recordings)('is judged as by the official schema: $title (strict: $strict)', (recording) => {
    expect(comparable(withoutStatus(answerTo(gateway, recording)))).toEqual(comparable(recording.answer));
  });

  it.each(gateway.examples)('has an example that is accepted without warning and acts whole: $title', ({ yaml }) => {
    for (const { value } of parseDocuments(yaml)) {
      const admission = admit(gateway, value, { operation: 'create', fieldValidation: 'Strict' });
      expect(admission).toMatchObject({ accepted: true, warnings: [] });
      if (admission.accepted) expect(gateway.notActing(admission.object)).toEqual([]);
    }
  });

  it('is read in its older version too, and kept in the newer one', () => {
    const [example] = parseDocuments(gateway.examples[0]?.yaml ?? '');
    const older = { ...(example?.value as KubeObject), apiVersion: 'gateway.networking.k8s.io/v1beta1' };
    expect(admit(gateway, older, { operation: 'create' })).toMatchObject({
      accepted: true,
      object: { apiVersion: 'gateway.networking.k8s.io/v1' },
    });
    const unknown = { ...older, apiVersion: 'gateway.networking.k8s.io/v1alpha1' };
    expect(admit(gateway, unknown, { operation: 'create' })).toMatchObject({ accepted: false, status: { code: 400 } });
  });

  it('names what does not act, and nothing else', () => {
    const allowedRoutes = {
      namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } },
      kinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
    };
    const http = { name: 'a', protocol: 'HTTP', port: 80, hostname: 'a.example.com', allowedRoutes };
    const kinds = ['GRPCRoute', 'TLSRoute'].map((kind) => ({ group: 'gateway.networking.k8s.io', kind }));
    const https = { name: 'b', protocol: 'HTTPS', port: 443, tls: { mode: 'Terminate' }, allowedRoutes: { kinds } };
    const spec = {
      gatewayClassName: 'eg',
      listeners: [http, https],
      addresses: [{ type: 'IPAddress', value: '10.0.0.1' }],
      infrastructure: { labels: { a: 'b' } },
      allowedListeners: { namespaces: { from: 'Same' } },
      tls: { backend: {} },
      defaultScope: 'All',
    };
    expect(pathsNotActing(spec)).toEqual([
      'spec.listeners[1].protocol',
      'spec.listeners[1].tls',
      'spec.listeners[1].allowedRoutes.kinds[1]',
      'spec.addresses',
      'spec.infrastructure.labels',
      'spec.allowedListeners',
      'spec.tls.backend',
      'spec.defaultScope',
    ]);
    const closed = { allowedListeners: { namespaces: { from: 'None' } }, defaultScope: 'None', infrastructure: {} };
    expect(pathsNotActing({ gatewayClassName: 'eg', listeners: [http], ...closed })).toEqual([]);
  });

  it('is shown with its first address', () => {
    const status = {
      addresses: [{ type: 'IPAddress', value: '127.0.0.2' }],
      conditions: [{ type: 'Programmed', status: 'True' }],
    };
    const object = { ...gatewayOf({ gatewayClassName: 'eg' }), status };
    expect(gateway.columns.map(({ value }) => value(object))).toEqual(['gw', 'eg', '127.0.0.2', 'True', undefined]);
  });
});
