import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { parseDocuments } from '../documents.ts';
import type { KubeObject } from '../object.ts';
import { endpointSlice } from './kind.ts';

const port = { name: 'http', port: 3000 };

function sliceOf(fields: object): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'backend-1', namespace: 'default' },
    addressType: 'IPv4',
    ports: [port],
    ...fields,
  };
}

const at = (...addresses: string[]): object => ({ endpoints: [{ addresses }] });

/** `FIELD: MESSAGE` of everything that is wrong. */
function complaints(fields: object): string[] {
  const admission = admit(endpointSlice, sliceOf(fields), { operation: 'create' });
  if (admission.accepted) return [];
  return (admission.status.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
}

describe('EndpointSlice', () => {
  it('gets the defaults of its ports', () => {
    const admission = admit(endpointSlice, sliceOf({ ports: [{ port: 80 }], ...at('10.0.0.1') }), {
      operation: 'create',
    });
    expect(admission).toMatchObject({
      accepted: true,
      warnings: [],
      object: { ports: [{ name: '', protocol: 'TCP', port: 80 }], endpoints: [{ addresses: ['10.0.0.1'] }] },
    });
  });

  it.each(['127.0.1.1', '127.255.0.1', '::1'])(
    'takes the loopback address %s, and warns that a cluster does not',
    (address) => {
      const addressType = address.includes(':') ? 'IPv6' : 'IPv4';
      const admission = admit(endpointSlice, sliceOf({ addressType, ...at(address) }), { operation: 'create' });
      expect(admission).toMatchObject({
        accepted: true,
        warnings: [
          `address ${address} is in the loopback range (127.0.0.0/8, ::1/128): it works here, but a cluster refuses such an EndpointSlice`,
        ],
      });
    },
  );

  it.each<[string, object, string[]]>([
    ['no type of addresses', { addressType: undefined }, ['addressType: Required value']],
    [
      'an unknown type of addresses',
      { addressType: 'IPv5' },
      ['addressType: Unsupported value: "IPv5": supported values: "FQDN", "IPv4", "IPv6"'],
    ],
    ['no addresses', at(), ['endpoints[0].addresses: Required value: must contain at least 1 address']],
    [
      'endpoints without addresses',
      { endpoints: [{}] },
      ['endpoints[0].addresses: Required value: must contain at least 1 address'],
    ],
    [
      '101 addresses',
      at(...Array.from({ length: 101 }, (_, i) => `10.0.0.${i}`)),
      ['endpoints[0].addresses: Too many: 101: must have at most 100 items'],
    ],
    [
      '1001 endpoints',
      { endpoints: Array.from({ length: 1001 }, () => ({ addresses: ['10.0.0.1'] })) },
      ['endpoints: Too many: 1001: must have at most 1000 items'],
    ],
    [
      'the unspecified address',
      at('0.0.0.0'),
      ['endpoints[0].addresses[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)'],
    ],
    [
      'a link-local address',
      at('169.254.1.1'),
      [
        'endpoints[0].addresses[0]: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
      ],
    ],
    [
      'a multicast address',
      at('224.0.0.1'),
      [
        'endpoints[0].addresses[0]: Invalid value: "224.0.0.1": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
      ],
    ],
    ['a port of 0', { ports: [{ port: 0 }] }, []],
    ['ports of one name', { ports: [port, { ...port, port: 81 }] }, ['ports[1].name: Duplicate value: "http"']],
    ['two ports without names', { ports: [{ port: 80 }, { port: 81 }] }, ['ports[1].name: Duplicate value: ""']],
    [
      'an unknown protocol',
      { ports: [{ port: 80, protocol: 'HTTP' }] },
      ['ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    ['a host name', { addressType: 'FQDN', ...at('backend.example.com') }, []],
    [
      'a host name without dots',
      { addressType: 'FQDN', ...at('backend') },
      [
        'endpoints[0].addresses[0]: Invalid value: "backend": should be a domain with at least two segments separated by dots',
      ],
    ],
    [
      'a name of an endpoint',
      {
        endpoints: [{ addresses: ['10.0.0.1'], hostname: 'a', zone: 'z', nodeName: 'n', conditions: { ready: false } }],
      },
      [],
    ],
    ['a port for all ports', { ports: [{ name: 'any' }] }, []],
  ])('is judged as by the API server: %s', (_title, fields, expected) => {
    expect(complaints(fields)).toEqual(expected);
  });

  it('refuses addresses of the other family', () => {
    expect(complaints(at('fd00::1'))).toHaveLength(1);
    expect(complaints({ addressType: 'IPv6', ...at('10.0.0.1') })).toHaveLength(1);
    expect(complaints(at('backend.example.com'))).toHaveLength(1);
    expect(complaints({ addressType: 'IPv6', ...at('fd00::1') })).toEqual([]);
  });

  it('cannot change the type of its addresses', () => {
    const admission = admit(endpointSlice, sliceOf({ addressType: 'IPv6', endpoints: [] }), {
      operation: 'update',
      old: sliceOf({}),
    });
    expect(admission).toMatchObject({
      status: { details: { causes: [{ field: 'addressType', message: 'Invalid value: "IPv6": field is immutable' }] } },
    });
  });

  it('names what does not act', () => {
    const fields = {
      addressType: 'FQDN',
      ports: [{ name: 'a', protocol: 'UDP', appProtocol: 'dns' }],
      endpoints: [{ addresses: ['a.b'], hints: { forZones: [{ name: 'z' }] } }],
    };
    expect(endpointSlice.notActing(sliceOf(fields)).map(({ path }) => path)).toEqual([
      'addressType',
      'ports[0].protocol',
      'ports[0]',
      'ports[0].appProtocol',
      'endpoints[0].hints',
    ]);
  });

  it('has an example that is accepted without warning and acts whole', () => {
    const [document] = parseDocuments(endpointSlice.examples[0]?.yaml ?? '');
    const admission = admit(endpointSlice, document?.value, { operation: 'create', fieldValidation: 'Strict' });
    expect(admission).toMatchObject({ accepted: true, warnings: [] });
    if (admission.accepted) expect(endpointSlice.notActing(admission.object)).toEqual([]);
  });

  it('is shown with three of its addresses', () => {
    const shown = (fields: object): unknown[] => endpointSlice.columns.map(({ value }) => value(sliceOf(fields)));
    const endpoints = ['1', '2', '3', '4', '5'].map((last) => ({ addresses: [`10.0.0.${last}`] }));
    expect(shown({ endpoints })).toEqual([
      'backend-1',
      'IPv4',
      '3000',
      '10.0.0.1,10.0.0.2,10.0.0.3 + 2 more...',
      undefined,
    ]);
    expect(shown({ ports: [], endpoints: [] })).toEqual(['backend-1', 'IPv4', '<unset>', '<unset>', undefined]);
  });
});
