/** What an entry takes besides its characters. Source: RFC 7541 section 4.1. */
export const ENTRY_OVERHEAD = 32;

/** Fields that have been sent before, the newest first. Source: RFC 7541 section 2.3.2. */
export class DynamicTable {
  /** Octets that the entries take, as they are counted. */
  size = 0;
  /** Fields added in all, which numbers them from 0. */
  added = 0;
  /** Most octets that entries may take. */
  private limit: number;
  /** A ring: the field with a number is at that number modulo the length, a power of two. Null while there is none. */
  private names: string[] | null = null;
  private values: string[] = [];
  private count = 0;
  private readonly evicted: ((number: number, name: string, value: string) => void) | null;

  /** @param evicted is told the number of each field that leaves, and the field */
  constructor(limit: number, evicted: ((number: number, name: string, value: string) => void) | null = null) {
    this.limit = limit;
    this.evicted = evicted;
  }

  /** Entries at hand. */
  get length(): number {
    return this.count;
  }

  /** Name of an entry. @param index 0 is the newest; below `length` */
  name(index: number): string {
    return this.names![(this.added - 1 - index) & (this.names!.length - 1)]!;
  }

  value(index: number): string {
    return this.values[(this.added - 1 - index) & (this.values.length - 1)]!;
  }

  resize(limit: number): void {
    this.limit = limit;
    this.shrink(limit);
  }

  /** Adds a field, for which others may have to leave. Returns false when it is too large for the table, which is empty then. */
  add(name: string, value: string): boolean {
    const size = name.length + value.length + ENTRY_OVERHEAD;
    this.shrink(Math.max(0, this.limit - size));
    if (size > this.limit) return false;
    if (this.names === null || this.count === this.names.length) this.grow();
    const at = this.added & (this.names!.length - 1);
    this.names![at] = name;
    this.values[at] = value;
    this.added++;
    this.count++;
    this.size += size;
    return true;
  }

  private grow(): void {
    const length = this.names === null ? FIRST_LENGTH : this.names.length * 2;
    const names = Array.from({ length }, () => '');
    const values = Array.from({ length }, () => '');
    for (let i = 0; i < this.count; i++) {
      const at = (this.added - 1 - i) & (length - 1);
      names[at] = this.name(i);
      values[at] = this.value(i);
    }
    this.names = names;
    this.values = values;
  }

  private shrink(size: number): void {
    while (this.size > size) {
      const oldest = this.added - this.count;
      const at = oldest & (this.names!.length - 1);
      const name = this.names![at]!;
      const value = this.values[at]!;
      this.names![at] = '';
      this.values[at] = '';
      this.count--;
      this.size -= name.length + value.length + ENTRY_OVERHEAD;
      this.evicted?.(oldest, name, value);
    }
  }
}

const FIRST_LENGTH = 8;
