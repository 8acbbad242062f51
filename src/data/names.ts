// Names of columns: those of the header, made different from each other, or made up if there are none.

/** `column1`, `column2`, … */
export function numberedNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `column${index + 1}`);
}

function folded(name: string): string {
  return name.normalize("NFKC").replace(/\s+/gu, "").toLowerCase();
}

/**
 * The names, if one is not as wanted but in case and blanks, by the one that is wanted: never if two
 * would do.
 */
export function namesAsWanted(names: readonly string[], wanted: readonly string[]): string[] {
  const [written, known] = [new Set(names), new Set(wanted)];
  const meant = alike(wanted.filter((name) => !written.has(name)));
  const meaning = alike(names.filter((name) => !known.has(name)));
  return names.map((name) => {
    if (known.has(name)) return name;
    const key = folded(name);
    const [found, second] = meant.get(key) ?? [];
    return found !== undefined && second === undefined && meaning.get(key)?.length === 1 ? found : name;
  });
}

/** Names that differ in case and blanks only. */
function alike(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = folded(name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [name]);
    else group.push(name);
  }
  return groups;
}

/**
 * The header's names: an empty one becomes `columnN`, a repeated one gets `_2`, `_3`, … that no other column
 * has.
 */
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
