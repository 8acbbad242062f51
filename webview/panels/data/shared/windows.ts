// Which items of a long list are on the screen. A list taller than a browser scrolls well is given less
// height than it has, and every pixel of the scroll bar then stands for more than one of the list: the first
// and the last item stay reachable to the pixel.

/** Pixels; beyond 2^24 a position on the screen is not exact any more. */
const MOST = 15_000_000;

/** Items of equal size along one direction, in pixels. */
export interface Track {
  readonly count: number;
  readonly size: number;
  /** What is seen of it. */
  readonly view: number;
}

/** The items that are seen, and how far the first of them is scrolled out. */
export interface Window {
  readonly first: number;
  readonly count: number;
  readonly shift: number;
}

/** The height or width that scrolls. */
export function scrollSize({ count, size }: Track): number {
  return Math.min(count * size, MOST);
}

/** Pixels of the list that one pixel of the scroll bar stands for. */
function scaleOf(track: Track): number {
  const { count, size, view } = track;
  const span = scrollSize(track) - view;
  return span <= 0 ? 1 : (count * size - view) / span;
}

export function windowAt(track: Track, scroll: number): Window {
  const { count, size, view } = track;
  const offset = Math.max(0, Math.min(scroll * scaleOf(track), count * size - view));
  const first = Math.floor(offset / size);
  return { first, count: Math.min(count - first, Math.ceil(view / size) + 1), shift: offset - first * size };
}

/** The scroll position nearest to `scroll` at which the item is seen as a whole. */
export function scrollToItem(track: Track, scroll: number, index: number): number {
  const { size, view } = track;
  const scale = scaleOf(track);
  const offset = scroll * scale;
  const start = index * size;
  const wanted = start < offset ? start : start + size > offset + view ? start + size - view : offset;
  return wanted === offset ? scroll : Math.max(0, wanted / scale);
}
