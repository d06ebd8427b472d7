import { describe, expect, it } from 'vitest';
import type { HttpMatch } from '../../server/gateway/shapes.ts';
import { callText, lastManager, matchText, routeFacts } from './route-facts.ts';

describe('matchText', () => {
  it('says every path where none is given, as the API defaults it', () => {
    expect(matchText({})).toEqual({ path: 'PathPrefix /', more: [] });
  });
  it('lists what is ANDed with the path', () => {
    const match: HttpMatch = {
      path: { type: 'Exact', value: '/pay' },
      method: 'POST',
      headers: [{ name: 'x-canary', value: 'always' }],
      queryParams: [{ type: 'RegularExpression', name: 'v', value: '2.*' }],
    };
    expect(matchText(match)).toEqual({ path: 'Exact /pay', more: ['POST', 'header x-canary=always', 'query v~2.*'] });
  });
});

describe('callText', () => {
  it('says every call where no method is given, and what else has to hold', () => {
    expect(callText({})).toEqual({ path: 'every call', more: [] });
    expect(callText({ method: { service: 'shop.Ledger' } }).path).toBe('shop.Ledger/*');
    expect(
      callText({
        method: { type: 'RegularExpression', service: 'shop[.].*', method: 'Get.*' },
        headers: [{ name: 'x-env', value: 'test' }],
      }),
    ).toEqual({ path: 'matches shop[.].*/Get.*', more: ['header x-env=test'] });
  });
});

describe('routeFacts', () => {
  it('finds a route by host, path, backend, parent and label', () => {
    const facts = routeFacts({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { namespace: 'shop', name: 'search', labels: { team: 'find' } },
      spec: {
        parentRefs: [{ name: 'public', namespace: 'edge' }],
        hostnames: ['shop.example.com'],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/search' } }],
            backendRefs: [{ name: 'finder', port: 80 }],
          },
          {},
        ],
      },
    });
    for (const word of ['shop/search', 'shop.example.com', '/search', 'finder:80', 'edge/public', 'team=find'])
      expect(facts.search).toContain(word);
    expect(facts).toMatchObject({ rules: 2, gateways: ['edge/public'] });
    expect(facts.matches.map((match) => match.path)).toEqual(['PathPrefix /search', 'PathPrefix /']);
  });
});

describe('who changed a route last', () => {
  it('is the newest manager that did not write its status', () => {
    const managedFields = [
      { manager: 'kubectl', time: '2026-01-02T00:00:00Z' },
      { manager: 'argocd', time: '2026-01-03T00:00:00Z' },
      { manager: 'controller', time: '2026-01-04T00:00:00Z', subresource: 'status' },
    ];
    const object = { apiVersion: 'v1', kind: 'HTTPRoute', metadata: { name: 'a', managedFields } };
    expect(lastManager(object)).toBe('argocd');
    expect(lastManager({ ...object, metadata: { name: 'a' } })).toBeNull();
  });
});
