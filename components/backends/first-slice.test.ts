import { expect, it } from 'vitest';
import { admit } from '../../server/model/admission.ts';
import { parseDocuments } from '../../server/model/documents.ts';
import { findKind } from '../../server/model/registry.ts';
import { firstSlice } from './first-slice.ts';

const endpointSlice = findKind('discovery.k8s.io', 'EndpointSlice')!;
const port = { port: 80, targetPort: '8080', protocol: 'TCP' };

it('is an EndpointSlice that the API takes, with the ports of its Service', () => {
  const ports = [
    { ...port, name: 'http' },
    { ...port, name: 'named', targetPort: 'web' },
  ];
  const [document] = parseDocuments(firstSlice({ namespace: 'shop', name: 'cart', ports }));
  expect(document?.value).toMatchObject({
    metadata: { name: 'cart-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'cart' } },
    ports: [
      { name: 'http', port: 8080 },
      { name: 'named', port: 80 },
    ],
  });
  expect(admit(endpointSlice, document?.value, { operation: 'create' })).toMatchObject({ accepted: true });
  const [unnamed] = parseDocuments(firstSlice({ namespace: 'shop', name: 'cart', ports: [{ ...port, name: '' }] }));
  expect(unnamed?.value).toMatchObject({ ports: [{ port: 8080, protocol: 'TCP' }] });
});
