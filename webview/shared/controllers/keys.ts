// Keys that are ours, and keys that must reach VS Code.

/**
 * Whether a key comes alone or with Shift: everything with Ctrl, Meta or Alt belongs to VS Code unless a
 * handler says otherwise.
 */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/**
 * Undo and redo: while a field has text that is not committed they are the field's, everywhere else the
 * document's.
 */
export function isUndoOrRedo(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
}

/**
 * The index that an arrow key, Home or End leads to in a list of `count`; undefined for any other key or
 * if there is nowhere to go.
 */
export function steppedIndex(event: KeyboardEvent, index: number, count: number): number | undefined {
  if (!isPlain(event) || event.shiftKey) return undefined;
  const wanted = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[event.key];
  return wanted === undefined || wanted < 0 || wanted >= count ? undefined : wanted;
}
