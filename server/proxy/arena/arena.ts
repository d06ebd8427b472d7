/**
 * Memory that connections read into and that messages are put together in. It is memory of WebAssembly, so that heads are scanned where they lie
 * and copied in one call; where this Node has no WebAssembly it is common memory, and JavaScript does the same. It never grows: that would cut
 * off every view of it.
 */
const PAGE = 64 * 1024;
/** Pages of the arena. */
export const PAGES = 11;

/** What one read takes at most, at the beginning of the arena: offsets are addresses. */
const INPUT_SIZE = PAGE;
/** Where the scanner's own tables begin. Between them and the input lie zeros, since it looks at 16 bytes at once. */
export const TABLES = PAGE + 256;

/** Where the slab begins. */
export const SLAB_AT = 2 * PAGE;
/** Bytes of one slab: what one read gives and a head beside it. */
export const SLAB_SIZE = 96 * 1024;

/** Where short messages wait for the end of a turn, each in a slot. */
export const SLOTS_AT = 4 * PAGE;
export const SLOT_SIZE = 4 * 1024;
export const SLOTS = 64;

/** Where requests lie that are known, each with its head as it is sent. */
export const KNOWN_AT = 8 * PAGE;
export const KNOWN_PLACES = 64;
/** Bytes of a request, and of both. Behind each lie bytes that may be looked at. */
export const KNOWN_KEY_SIZE = 1_280;
export const KNOWN_SIZE = 2 * KNOWN_KEY_SIZE;

/** Null where there is no WebAssembly. */
export const memory = wasmMemory();
const buffer = memory === null ? new ArrayBuffer(PAGES * PAGE) : memory.buffer;
/** What all connections of this thread read into; what lies there is valid until the next read. */
export const input: Buffer = Buffer.from(buffer, 0, INPUT_SIZE);
/** Where one transport of this thread puts messages together. */
export const slab: Buffer = Buffer.from(buffer, SLAB_AT, SLAB_SIZE);

function wasmMemory(): WebAssembly.Memory | null {
  try {
    return new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  } catch {
    return null;
  }
}

let taken = false;

/** The slab for who asks first, and another one for others: two messages must not be put together in the same place. */
export function takeSlab(): Buffer {
  if (taken) return Buffer.allocUnsafeSlow(SLAB_SIZE);
  taken = true;
  return slab;
}

const slots: Buffer = Buffer.from(buffer, SLOTS_AT, SLOTS * SLOT_SIZE);
let areSlotsTaken = false;

/** The slots for who asks first, and others for others. */
export function takeSlots(): Buffer {
  if (areSlotsTaken) return Buffer.allocUnsafeSlow(SLOTS * SLOT_SIZE);
  areSlotsTaken = true;
  return slots;
}

let isKnownTaken = false;

/** Whether who asks may keep requests in the arena: who asks first. */
export function takeKnown(): boolean {
  if (isKnownTaken || memory === null) return false;
  return (isKnownTaken = true);
}
