// A WebAssembly memory that is filled from its beginning and never emptied: it goes when nobody holds a part
// of it any more.

const PAGE = 65536;
/** All that 32-bit addresses reach. */
const MOST_PAGES = 65536;
/** Addresses start at multiples of a cache line, and what lies between two buffers is theirs. */
const LINE = 64;

/** A memory that threads can share. It grows as it is filled. */
export function createSimdMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
}

/**
 * Gives the address of so many bytes, one part behind the other. It throws a RangeError if the memory is
 * full.
 */
export function reserveIn(memory: WebAssembly.Memory): (bytes: number) => number {
  // No buffer lies at address 0.
  let end = LINE;
  return (bytes) => {
    const at = end;
    end = Math.ceil((at + bytes) / LINE) * LINE;
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return at;
  };
}
