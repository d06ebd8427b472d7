import { expect, test } from 'vitest';
import { parseProtobuf, ProtobufError } from './protobuf.ts';

function bytes(number: number, value: Buffer | string): Buffer {
  const body = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, body.length]), body]);
}

function number(field: number, value: number): Buffer {
  return Buffer.from([field << 3, value]);
}

function envelope(kind: string, raw: Buffer): Buffer {
  const type = bytes(1, Buffer.concat([bytes(1, 'v1'), bytes(2, kind)]));
  return Buffer.concat([Buffer.from('k8s\0'), type, bytes(2, raw), bytes(3, ''), bytes(4, '')]);
}

test('a Service comes out as its JSON', () => {
  const label = Buffer.concat([bytes(1, 'app'), bytes(2, 'x')]);
  const metadata = Buffer.concat([bytes(1, 'svc'), bytes(2, ''), number(7, 0), bytes(8, ''), bytes(11, label)]);
  const target = Buffer.concat([number(1, 1), number(2, 0), bytes(3, 'http')]);
  const port = Buffer.concat([bytes(1, ''), bytes(2, 'TCP'), number(3, 80), bytes(4, target), number(5, 0)]);
  const numbered = Buffer.concat([number(3, 81), bytes(4, Buffer.concat([number(1, 0), number(2, 82)]))]);
  const spec = Buffer.concat([bytes(1, port), bytes(1, numbered), bytes(4, 'ClusterIP'), number(13, 0)]);
  expect(parseProtobuf(envelope('Service', Buffer.concat([bytes(1, metadata), bytes(2, spec), bytes(3, '')])))).toEqual(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'svc', generateName: '', generation: 0, creationTimestamp: null, labels: { app: 'x' } },
      spec: {
        type: 'ClusterIP',
        publishNotReadyAddresses: false,
        ports: [
          { name: '', protocol: 'TCP', port: 80, targetPort: 'http', nodePort: 0 },
          { port: 81, targetPort: 82 },
        ],
      },
      status: {},
    },
  );
});

test('bytes that are no such message are refused', () => {
  const whole = envelope('Namespace', bytes(1, bytes(1, 'shop')));
  expect(parseProtobuf(whole)).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  for (const wrong of [
    Buffer.from('{}'),
    Buffer.from('k8s\0'),
    whole.subarray(0, 20),
    envelope('Pod', Buffer.alloc(0)),
  ])
    expect(() => parseProtobuf(wrong)).toThrow(ProtobufError);
});
