import { memory, PAGES } from './arena.ts';
import { assemble } from './assemble.ts';

const WAT = `
func same (param a b length) (result i32)
  (local rest) (v128 piece)
block differ
  loop next
    local.get length  i32.const 16  i32.lt_u  if
      local.get a  v128.load  local.get b  v128.load  i8x16.eq  i8x16.bitmask  i32.const -1  local.get length  i32.shl  i32.or
          i32.const -1  i32.eq  return
    end
    local.get a  v128.load  local.get b  v128.load  i8x16.eq  i8x16.bitmask  i32.const 65535  i32.ne  br_if differ
    local.get a  i32.const 16  i32.add  local.set a
    local.get b  i32.const 16  i32.add  local.set b
    local.get length  i32.const 16  i32.sub  local.set length
    br next
  end
end
i32.const 0
`;

/**
 * Whether bytes of the arena are the same as others, by their addresses: 16 at once. It may look at, and does not heed, up to 15 bytes behind each.
 * Null where there is no WebAssembly, or a processor without SIMD.
 */
export const sameInArena = instantiate();

function instantiate(): ((a: number, b: number, length: number) => number) | null {
  if (memory === null) return null;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(WAT, PAGES)), { worker: { memory } });
    return exports.same as (a: number, b: number, length: number) => number;
  } catch {
    return null;
  }
}
