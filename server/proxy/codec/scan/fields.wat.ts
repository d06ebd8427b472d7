/**
 * The field scanner, in the text format of WebAssembly with one instruction a line. It reads the field section of a head exactly as
 * `Fields.parseFields` does, as long as nothing is wrong with it and it is whole; of everything else it says 0, and `Fields` reads it anew to
 * say what it is. Values are looked at 16 bytes at once.
 *
 * Parameters: first byte and end of what was read, table of bytes of names (lower case, 0 for others), table of names that may mean something,
 * records to fill, most fields. Result: the offset behind the empty line; the number of fields lies in front of the records. The kind of a
 * field is 0, or -1 where its name has to be looked at.
 */
export const FIELDS_WAT = `
func fields (param p end names flags records most) (result i32)
  (local start nameEnd valueStart valueEnd c mask count r) (v128 low delete piece)
local.get records
local.set r
i32.const 32
i8x16.splat
local.set low
i32.const 127
i8x16.splat
local.set delete

loop line
  ;; the empty line
  local.get p
  local.get end
  i32.ge_u
  if
    i32.const 0
    return
  end
  local.get p
  i32.load8_u
  i32.const 13
  i32.eq
  if
    local.get p
    i32.const 1
    i32.add
    local.get end
    i32.ge_u
    if
      i32.const 0
      return
    end
    local.get p
    i32.load8_u 1
    i32.const 10
    i32.ne
    if
      i32.const 0
      return
    end
    local.get records
    i32.const 4
    i32.sub
    local.get count
    i32.store
    local.get p
    i32.const 2
    i32.add
    return
  end
  local.get count
  local.get most
  i32.ge_u
  if
    i32.const 0
    return
  end

  ;; the name, put in lower case
  local.get p
  local.set start
  block nameDone
    loop name
      local.get p
      local.get end
      i32.ge_u
      if
        i32.const 0
        return
      end
      local.get names
      local.get p
      i32.load8_u
      i32.add
      i32.load8_u
      local.tee c
      i32.eqz
      br_if nameDone
      local.get p
      local.get c
      i32.store8
      local.get p
      i32.const 1
      i32.add
      local.set p
      br name
    end
  end
  local.get p
  i32.load8_u
  i32.const 58
  i32.ne
  if
    i32.const 0
    return
  end
  local.get p
  local.get start
  i32.eq
  if
    i32.const 0
    return
  end
  local.get p
  local.tee nameEnd
  i32.const 1
  i32.add
  local.set p

  ;; blanks in front of the value; behind what was read lie bytes that are none
  loop blank
    local.get p
    i32.load8_u
    local.tee c
    i32.const 32
    i32.eq
    local.get c
    i32.const 9
    i32.eq
    i32.or
    if
      local.get p
      i32.const 1
      i32.add
      local.set p
      br blank
    end
  end
  local.get p
  local.set valueStart

  ;; the value: up to a byte below 32 that is no tab, or 127
  loop value
    local.get p
    v128.load
    local.tee piece
    local.get low
    i8x16.lt_u
    local.get piece
    local.get delete
    i8x16.eq
    v128.or
    i8x16.bitmask
    local.tee mask
    i32.eqz
    if
      local.get p
      i32.const 16
      i32.add
      local.tee p
      local.get end
      i32.lt_u
      br_if value
      i32.const 0
      return
    end
    local.get p
    local.get mask
    i32.ctz
    i32.add
    local.tee p
    i32.load8_u
    i32.const 9
    i32.eq
    if
      local.get p
      i32.const 1
      i32.add
      local.tee p
      local.get end
      i32.lt_u
      br_if value
      i32.const 0
      return
    end
  end

  ;; the line end
  local.get p
  i32.const 1
  i32.add
  local.get end
  i32.ge_u
  if
    i32.const 0
    return
  end
  local.get p
  i32.load16_u
  i32.const 2573
  i32.ne
  if
    i32.const 0
    return
  end
  local.get p
  local.set valueEnd
  local.get p
  i32.const 2
  i32.add
  local.set p

  ;; blanks behind the value
  block trimmed
    loop trim
      local.get valueEnd
      local.get valueStart
      i32.le_u
      br_if trimmed
      local.get valueEnd
      i32.const 1
      i32.sub
      i32.load8_u
      local.tee c
      i32.const 32
      i32.ne
      local.get c
      i32.const 9
      i32.ne
      i32.and
      br_if trimmed
      local.get valueEnd
      i32.const 1
      i32.sub
      local.set valueEnd
      br trim
    end
  end

  ;; the record
  local.get r
  local.get start
  i32.store
  local.get r
  local.get nameEnd
  i32.store 4
  local.get r
  local.get valueStart
  i32.store 8
  local.get r
  local.get valueEnd
  i32.store 12

  ;; its kind: by length and the last five bits of the first byte
  local.get nameEnd
  local.get start
  i32.sub
  local.tee c
  i32.const 31
  i32.gt_u
  if
    i32.const 31
    local.set c
  end
  local.get r
  local.get flags
  local.get c
  i32.const 5
  i32.shl
  i32.add
  local.get start
  i32.load8_u
  i32.const 31
  i32.and
  i32.add
  i32.load8_s
  i32.store 16

  ;; where its line ends, when it is sent on as it is
  local.get r
  local.get p
  i32.const 0
  local.get nameEnd
  i32.load8_u 1
  i32.const 32
  i32.eq
  local.get valueStart
  local.get nameEnd
  i32.const 2
  i32.add
  i32.eq
  i32.and
  local.get valueEnd
  local.get p
  i32.const 2
  i32.sub
  i32.eq
  i32.and
  select
  i32.store 20

  local.get r
  i32.const 24
  i32.add
  local.set r
  local.get count
  i32.const 1
  i32.add
  local.set count
  br line
end
unreachable
`;
