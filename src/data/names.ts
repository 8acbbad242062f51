// Names of columns: those of the header, made different from each other, or made up where there are none.

/** `column1`, `column2`, … */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `column${index + 1}`);
}

function folded(name: string): string {
  return name.normalize("NFKC").replace(/\s+/gu, "").toLowerCase();
}

function alike(name: string, among: readonly string[], without: ReadonlySet<string>): string[] {
  return among.filter((other) => !without.has(other) && folded(other) === folded(name));
}

/** The names, where one is not as wanted but in case and blanks, by the one that is wanted: never where two would do. */
export function namesAsWanted(names: readonly string[], wanted: readonly string[]): string[] {
  const [written, known] = [new Set(names), new Set(wanted)];
  return names.map((name) => {
    if (known.has(name)) return name;
    const [meant, second] = alike(name, wanted, written);
    if (meant === undefined || second !== undefined) return name;
    return alike(meant, names, known).length === 1 ? meant : name;
  });
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
