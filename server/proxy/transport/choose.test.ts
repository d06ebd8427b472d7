import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const CHOOSE = fileURLToPath(new URL('choose.ts', import.meta.url));
const SCRIPT = `
const { chooseTransport } = await import(${JSON.stringify(CHOOSE)});
try {
  console.log((await chooseTransport(process.env.ASKED, (line) => console.log(line))).constructor.name);
} catch (error) {
  console.log(error.code);
}
process.exit(0);
`;

function choose(asked: string, flags: string[] = []): string[] {
  const { stdout } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', SCRIPT], {
    env: { ...process.env, ASKED: asked },
    encoding: 'utf8',
  });
  return stdout.trim().split('\n');
}

/** A Node that gives its handles to nobody. */
const WITHOUT_HANDLES = ['--permission', '--allow-fs-read=*'];

test('handles are used where this Node has them', () => {
  expect(choose('auto')).toEqual(['HandleTransport']);
});

test('a Node that gives no handles does without, and says so', () => {
  expect(choose('auto', WITHOUT_HANDLES)).toEqual([
    expect.stringContaining('transport: Node APIs, since this Node gives no TCP handles: '),
    'TcpTransport',
  ]);
});

test('either can be asked for', () => {
  expect(choose('node')).toEqual(['TcpTransport']);
  expect(choose('handles')).toEqual(['HandleTransport']);
  expect(choose('handles', WITHOUT_HANDLES)).toEqual(['ERR_ACCESS_DENIED']);
});
