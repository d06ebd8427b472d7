import { expect, test } from 'vitest';
import { Output } from '../transport/output.ts';
import { input, slab, takeSlab } from './arena.ts';
import { assemble } from './assemble.ts';

test('one output has the slab of the arena, and others have their own', () => {
  const [first, second] = [takeSlab(), takeSlab()];
  expect(first).toBe(slab);
  expect(second.buffer).not.toBe(slab.buffer);
});

test('what is copied out of the input is the same in the slab of the arena and in another', () => {
  for (let i = 0; i < input.length; i++) input[i] = i * 7;
  for (const output of [new Output(slab), new Output()]) {
    for (const length of [0, 1, 15, 16, 17, 500, 60_000]) output.copy(input, 3, 3 + length);
    const expected = [0, 1, 15, 16, 17, 500, 60_000].map((length) => input.subarray(3, 3 + length));
    expect(output.bytes.subarray(0, output.length).equals(Buffer.concat(expected))).toBe(true);
    expect(() => output.copy(input, 0, output.room + 1)).toThrow('No room');
  }
});

test('an output goes back to its first slab, whose views are kept, when that is free again', () => {
  const output = new Output();
  const first = output.bytes;
  const other = (output.retire(), output.bytes);
  expect(other).not.toBe(first);
  output.text('a message that is being put together');
  output.reuse(first);
  expect(output.bytes).toBe(other);
  output.length = 0;
  output.reuse(first);
  expect(output.bytes).toBe(first);
});

test('a function without vectors needs no processor that has them', () => {
  const code = assemble('func f (param a) (result i32)\nlocal.get a', 1);
  // no locals, local.get 0, end
  expect([...code.subarray(-4)]).toEqual([0x00, 0x20, 0x00, 0x0b]);
});

test('what the assembler does not know is refused', () => {
  const head = 'func f (param a) (result i32)\n(local b) (v128 c)\n';
  expect(() => assemble(`${head}i64.add`, 1)).toThrow('Not an instruction: i64.add');
  expect(() => assemble(`${head}local.get d`, 1)).toThrow('Nothing has that name: local.get d');
  expect(() => assemble(`${head}br away`, 1)).toThrow('Nothing has that name: br away');
});
