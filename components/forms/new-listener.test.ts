import { describe, expect, it } from 'vitest';
import { newListener } from './new-listener.ts';

const added = (listeners: unknown) => {
  const [patch] = newListener(listeners);
  return patch?.op === 'insert' ? { index: patch.index, ...(patch.value as { name: string; port: number }) } : null;
};

describe('newListener', () => {
  it('stands behind the others, on a free port and under a free name', () => {
    expect(added(undefined)).toMatchObject({ index: 0, name: 'http', port: 80 });
    expect(added([{ name: 'http', port: 80 }])).toMatchObject({ index: 1, name: 'http-8080', port: 8080 });
    const many = [80, 8080, 8081, 8082, 8083, 8090].map((port) => ({ name: `http-${port}`, port }));
    expect(added(many)).toMatchObject({ index: 6, name: 'http', port: 8084 });
    expect(
      added([
        { name: 'http', port: 443 },
        { name: 'http-80', port: 81 },
      ]),
    ).toMatchObject({ name: 'http-80-2', port: 80 });
  });
});
