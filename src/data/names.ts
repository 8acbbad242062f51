// Names of columns: those of the header, made different from each other, or made up where there are none.

/** `column1`, `column2`, … */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `column${index + 1}`);
}

/** The header's names: an empty one becomes `columnN`, a repeated one gets `_2`, `_3`, … that no other column has. */
export function headerNames(header: readonly string[]): string[] {
  const written = header.map((name, index) => (name === "" ? `column${index + 1}` : name));
  const taken = new Set(written);
  /** By a name that was seen, the number that its next repetition may get. */
  const next = new Map<string, number>();
  return written.map((name) => {
    let number = next.get(name);
    next.set(name, 2);
    if (number === undefined) return name;
    while (taken.has(`${name}_${number}`)) number++;
    next.set(name, number + 1);
    taken.add(`${name}_${number}`);
    return `${name}_${number}`;
  });
}
