/**
 * Memory that connections read into. It is memory of WebAssembly, so that the field scanner finds heads where they lie; where this Node has no
 * WebAssembly it is common memory, and heads are parsed without it. It never grows: that would cut off every view of it, and from then on
 * V8 would look at each access to any array twice.
 */
const PAGE = 64 * 1024;

/** What one read takes at most, at the beginning of the arena: offsets are addresses. */
const INPUT_SIZE = PAGE;
/** Where the scanner's own tables begin. Between them and the input lie zeros, since it looks at 16 bytes at once. */
export const TABLES = PAGE + 256;

/** Pages of the arena. */
export const PAGES = 2;

/** Null where there is no WebAssembly. */
export const memory = wasmMemory();
/** What all connections of this thread read into; what lies there is valid until the next read. */
export const input: Buffer =
  memory === null ? Buffer.allocUnsafeSlow(INPUT_SIZE) : Buffer.from(memory.buffer, 0, INPUT_SIZE);

function wasmMemory(): WebAssembly.Memory | null {
  try {
    return new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  } catch {
    return null;
  }
}
