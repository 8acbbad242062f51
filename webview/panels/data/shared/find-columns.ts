// Columns by what somebody types: those whose name begins so come first, then those that contain it, each in
// the file's order.

export function findColumns<T extends { readonly name: string }>(columns: readonly T[], words: string): readonly T[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return columns;
  const begins: T[] = [];
  const contains: T[] = [];
  for (const column of columns) {
    const place = column.name.toLowerCase().indexOf(wanted);
    if (place === 0) begins.push(column);
    else if (place > 0) contains.push(column);
  }
  return [...begins, ...contains];
}
