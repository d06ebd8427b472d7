import { describe, expect, it } from 'vitest';
import { admit } from '../admission.ts';
import { httpRoute } from '../httproute/kind.ts';

const routeOf = (hostname: string, path: string) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'route', namespace: 'default' },
  spec: { hostnames: [hostname], rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }] }] },
});

function update(old: ReturnType<typeof routeOf>, document: ReturnType<typeof routeOf>) {
  return admit(httpRoute, document, { operation: 'update', old });
}

describe('an update', () => {
  it('may keep a wrong value that was stored', () => {
    expect(update(routeOf('NOT A HOST', '/a'), routeOf('NOT A HOST', '/b'))).toMatchObject({
      accepted: true,
      warnings: [],
    });
  });

  it('may not change it to another wrong one, nor add one', () => {
    for (const stored of ['NOT A HOST', 'www.example.com'])
      expect(update(routeOf(stored, '/a'), routeOf('STILL NONE', '/a'))).toMatchObject({
        accepted: false,
        status: { details: { causes: [{ field: 'spec.hostnames[0]' }] } },
      });
  });

  it('is warned where a rule does not hold against what it keeps', () => {
    expect(update(routeOf('a.example.com', 'none'), routeOf('b.example.com', 'none'))).toMatchObject({
      accepted: true,
      warnings: [expect.stringMatching(/^spec\.rules\[0\]\.matches\[0\]\.path: .*start with '\/'/)],
    });
  });
});
