/*
 * Makes a module of WebAssembly of functions in its text format: the instructions that the scanner uses, with two spaces between them. It spares
 * a tool that builds and a file of bytes that nobody can read. Source: WebAssembly core specification 2.0, chapter 5.
 */

/** Bytes of instructions that take nothing. */
const PLAIN: Readonly<Record<string, readonly number[]>> = {
  unreachable: [0x00],
  end: [0x0b],
  return: [0x0f],
  select: [0x1b],
  'i32.eqz': [0x45],
  'i32.eq': [0x46],
  'i32.ne': [0x47],
  'i32.lt_u': [0x49],
  'i32.gt_u': [0x4b],
  'i32.le_u': [0x4d],
  'i32.ge_u': [0x4f],
  'i32.ctz': [0x68],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.and': [0x71],
  'i32.or': [0x72],
  'i32.shl': [0x74],
  'i8x16.splat': [0xfd, 0x0f],
  'i8x16.eq': [0xfd, 0x23],
  'i8x16.lt_u': [0xfd, 0x26],
  'v128.or': [0xfd, 0x50],
  'memory.copy': [0xfc, 0x0a, 0x00, 0x00],
  'i8x16.bitmask': [0xfd, 0x64],
};
/** Those that open a block without a result, and may name it. */
const BLOCKS: Readonly<Record<string, number>> = { block: 0x02, loop: 0x03, if: 0x04 };
const BRANCHES: Readonly<Record<string, number>> = { br: 0x0c, br_if: 0x0d };
const LOCALS: Readonly<Record<string, number>> = { 'local.get': 0x20, 'local.set': 0x21, 'local.tee': 0x22 };
/** Accesses to memory, whose offset may follow; none of them counts on an alignment. */
const ACCESSES: Readonly<Record<string, readonly number[]>> = {
  'i32.load': [0x28],
  'i32.load8_u': [0x2d],
  'i32.load16_u': [0x2f],
  'i32.store': [0x36],
  'i32.store8': [0x3a],
  'v128.load': [0xfd, 0x00],
};

/** The magic number and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const I32 = 0x7f;
const V128 = 0x7b;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    const more = value > 0x7f;
    bytes.push((value & 0x7f) | (more ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const byte = value & 0x7f;
    value >>= 7;
    const isLast = (value === 0 && (byte & 0x40) === 0) || (value === -1 && (byte & 0x40) !== 0);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}

const vector = (items: readonly number[][]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
const text = (name: string): number[] => [...unsigned(name.length), ...Buffer.from(name, 'latin1')];

interface Assembled {
  name: string;
  parameters: number;
  /** Locals and instructions. */
  body: number[];
}

const names = (list: string): string[] => list.split(' ').filter((name) => name !== '');

function assembleFunction(lines: readonly string[]): Assembled {
  const head = /^func (\w+) \(param ([\w ]+)\) \(result i32\)$/.exec(lines[0]!);
  if (head === null) throw new Error(`Not the head of a function: ${lines[0]}`);
  const declared = /^\(local ([\w ]+)\) \(v128 ([\w ]+)\)$/.exec(lines[1] ?? '');
  const [, name = '', parameters = ''] = head;
  const [, numbers = '', vectors = ''] = declared ?? [];
  const locals = [...names(parameters), ...names(numbers), ...names(vectors)];
  const labels: string[] = [];
  const code: number[] = [];
  for (const line of lines.slice(declared === null ? 1 : 2)) {
    const [operation = '', operand = ''] = line.split(' ');
    const plain = PLAIN[operation];
    const access = ACCESSES[operation];
    const block = BLOCKS[operation];
    const branch = BRANCHES[operation];
    const local = LOCALS[operation];
    if (operation === 'end') labels.pop();
    if (block !== undefined) {
      labels.push(operand);
      code.push(block, 0x40);
    } else if (branch !== undefined) {
      code.push(branch, ...unsigned(labels.length - 1 - found(labels.lastIndexOf(operand), line)));
    } else if (local !== undefined) code.push(local, ...unsigned(found(locals.indexOf(operand), line)));
    else if (access !== undefined) code.push(...access, 0, ...unsigned(Number(operand)));
    else if (operation === 'i32.const') code.push(0x41, ...signed(Number(operand)));
    else if (plain !== undefined) code.push(...plain);
    else throw new Error(`Not an instruction: ${line}`);
  }
  // a group without locals would name a type that a processor without SIMD does not know
  const groups = [
    { count: names(numbers).length, type: I32 },
    { count: names(vectors).length, type: V128 },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, type }) => [...unsigned(count), type]);
  return { name, parameters: names(parameters).length, body: [...vector(groups), ...code, 0x0b] };
}

function found(index: number, line: string): number {
  if (index < 0) throw new Error(`Nothing has that name: ${line}`);
  return index;
}

/** Bytes of a module that exports the functions of `source`, and imports its memory as `worker.memory`. @throws where it is not understood */
export function assemble(source: string, pages: number): Uint8Array<ArrayBuffer> {
  const lines = source
    .split('\n')
    .flatMap((line) => line.replace(/;;.*/, '').trim().split(/ {2,}/))
    .filter((line) => line !== '');
  const starts = lines.flatMap((line, index) => (line.startsWith('func ') ? [index] : []));
  const functions = starts.map((start, index) => assembleFunction(lines.slice(start, starts[index + 1])));
  return Uint8Array.from([
    ...HEADER,
    ...section(
      1,
      vector(
        functions.map(({ parameters }) => [
          0x60,
          ...unsigned(parameters),
          ...Array.from({ length: parameters }, () => I32),
          1,
          I32,
        ]),
      ),
    ),
    ...section(2, vector([[...text('worker'), ...text('memory'), 0x02, 0x01, ...unsigned(pages), ...unsigned(pages)]])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]))),
    ...section(10, vector(functions.map(({ body }) => [...unsigned(body.length), ...body]))),
  ]);
}
