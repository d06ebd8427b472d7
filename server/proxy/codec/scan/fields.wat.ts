import { CANDIDATES, LONGEST, X_ENVOY } from '../field-kind.ts';
import { FIELD_LIMIT, KIND, LINE_END, NAME_END, STRIDE, VALUE_END, VALUE_START } from '../record.ts';

/** Where the marks lie behind the beginning of the records, in bytes. */
export const MARKS = FIELD_LIMIT * STRIDE * 4;

/** Four characters as the number that their bytes are in memory. */
function word(text: string): number {
  return Buffer.from(text, 'latin1').readInt32LE();
}

/**
 * The field scanner, in the text format of WebAssembly with two spaces between instructions. It reads the field section of a head exactly as
 * `Fields.parseLines` does, as long as nothing is wrong with it and it is whole; of everything else it says 0, and `Fields` reads it anew to
 * say what it is. Values are looked at 16 bytes at once.
 *
 * Parameters: first byte and end of what was read, table of bytes of names (lower case, 0 for others), table of kinds by length and first byte with
 * the names behind it, 32 bytes each, records to fill, most fields. Result: the offset behind the empty line. In front of the records lie the
 * numbers of fields and of marks, behind them the marks: the fields that mean something or are not sent on as they are.
 */
export const FIELDS_WAT = `
func fields (param p end names kinds records most) (result i32)
  (local start nameEnd valueStart valueEnd lineEnd length kind at c mask count marked r) (v128 low delete piece)
local.get records  local.set r
i32.const 32  i8x16.splat  local.set low
i32.const 127  i8x16.splat  local.set delete

loop line
  ;; the empty line
  local.get p  local.get end  i32.ge_u  if  i32.const 0  return  end
  local.get p  i32.load8_u  i32.const 13  i32.eq  if
    local.get p  i32.const 1  i32.add  local.get end  i32.ge_u  if  i32.const 0  return  end
    local.get p  i32.load8_u 1  i32.const 10  i32.ne  if  i32.const 0  return  end
    local.get records  i32.const 8  i32.sub  local.get count  i32.store
    local.get records  i32.const 4  i32.sub  local.get marked  i32.store
    local.get p  i32.const 2  i32.add  return
  end
  local.get count  local.get most  i32.ge_u  if  i32.const 0  return  end

  ;; the name, put in lower case
  local.get p  local.set start
  block nameDone
    loop name
      local.get p  local.get end  i32.ge_u  if  i32.const 0  return  end
      local.get names  local.get p  i32.load8_u  i32.add  i32.load8_u  local.tee c  i32.eqz  br_if nameDone
      local.get p  local.get c  i32.store8
      local.get p  i32.const 1  i32.add  local.set p
      br name
    end
  end
  local.get p  i32.load8_u  i32.const 58  i32.ne  if  i32.const 0  return  end
  local.get p  local.get start  i32.eq  if  i32.const 0  return  end
  local.get p  local.tee nameEnd  i32.const 1  i32.add  local.set p

  ;; blanks in front of the value; behind what was read lie bytes that are none
  loop blank
    local.get p  i32.load8_u  local.tee c  i32.const 32  i32.eq  local.get c  i32.const 9  i32.eq  i32.or  if
      local.get p  i32.const 1  i32.add  local.set p
      br blank
    end
  end
  local.get p  local.set valueStart

  ;; the value: up to a byte below 32 that is no tab, or 127
  loop value
    local.get p  v128.load  local.tee piece  local.get low  i8x16.lt_u  local.get piece  local.get delete  i8x16.eq  v128.or
        i8x16.bitmask  local.tee mask  i32.eqz  if
      local.get p  i32.const 16  i32.add  local.tee p  local.get end  i32.lt_u  br_if value
      i32.const 0  return
    end
    local.get p  local.get mask  i32.ctz  i32.add  local.tee p  i32.load8_u  i32.const 9  i32.eq  if
      local.get p  i32.const 1  i32.add  local.tee p  local.get end  i32.lt_u  br_if value
      i32.const 0  return
    end
  end

  ;; the line end
  local.get p  i32.const 1  i32.add  local.get end  i32.ge_u  if  i32.const 0  return  end
  local.get p  i32.load16_u  i32.const 2573  i32.ne  if  i32.const 0  return  end
  local.get p  local.set valueEnd
  local.get p  i32.const 2  i32.add  local.set p

  ;; blanks behind the value
  block trimmed
    loop trim
      local.get valueEnd  local.get valueStart  i32.le_u  br_if trimmed
      local.get valueEnd  i32.const 1  i32.sub  i32.load8_u  local.tee c  i32.const 32  i32.ne  local.get c  i32.const 9  i32.ne
          i32.and  br_if trimmed
      local.get valueEnd  i32.const 1  i32.sub  local.set valueEnd
      br trim
    end
  end

  ;; the record
  local.get r  local.get start  i32.store
  local.get r  local.get nameEnd  i32.store ${NAME_END * 4}
  local.get r  local.get valueStart  i32.store ${VALUE_START * 4}
  local.get r  local.get valueEnd  i32.store ${VALUE_END * 4}

  ;; its kind: a name that begins with x-envoy-, or one of the table
  local.get nameEnd  local.get start  i32.sub  local.set length
  i32.const 0  local.set kind
  block known
    local.get length  i32.const 8  i32.gt_u  local.get start  i32.load  i32.const ${word('x-en')}  i32.eq  i32.and  local.get start
        i32.load 4  i32.const ${word('voy-')}  i32.eq  i32.and  if
      i32.const ${X_ENVOY}  local.set kind
      br known
    end
    local.get length  i32.const ${LONGEST}  i32.gt_u  br_if known
    local.get kinds  local.get length  i32.const 5  i32.shl  i32.add  local.get start  i32.load8_u  i32.const 31  i32.and  i32.add
        i32.load8_u  local.tee c  i32.eqz  br_if known
    local.get kinds  local.get c  i32.const 5  i32.shl  i32.add  local.set at
    local.get start  v128.load  local.get at  v128.load ${CANDIDATES.length}  i8x16.eq  i8x16.bitmask  i32.const -1  local.get length
        i32.const 16  local.get length  i32.const 16  i32.lt_u  select  i32.shl  i32.or  i32.const -1  i32.ne  br_if known
    local.get length  i32.const 16  i32.gt_u  if
      local.get start  v128.load 16  local.get at  v128.load ${CANDIDATES.length + 16}  i8x16.eq  i8x16.bitmask  i32.const -1
          local.get length  i32.const 16  i32.sub  i32.shl  i32.or  i32.const -1  i32.ne  br_if known
    end
    local.get c  local.set kind
  end
  local.get r  local.get kind  i32.store ${KIND * 4}

  ;; where its line ends, when it is sent on as it is
  local.get r  local.get p  i32.const 0  local.get nameEnd  i32.load8_u 1  i32.const 32  i32.eq  local.get valueStart  local.get nameEnd
      i32.const 2  i32.add  i32.eq  i32.and  local.get valueEnd  local.get p  i32.const 2  i32.sub  i32.eq  i32.and  select
      local.tee lineEnd  i32.store ${LINE_END * 4}

  ;; marked where it may mean something, or is not sent on as it is
  local.get kind  i32.const 0  i32.ne  local.get lineEnd  i32.eqz  i32.or  if
    local.get records  local.get marked  i32.const 2  i32.shl  i32.add  local.get count  i32.store ${MARKS}
    local.get marked  i32.const 1  i32.add  local.set marked
  end

  local.get r  i32.const 24  i32.add  local.set r
  local.get count  i32.const 1  i32.add  local.set count
  br line
end
unreachable
`;
