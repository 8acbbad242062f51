// A picture over two axes as plain values: colours point by point, lines, marks and a way. It knows neither
// canvas nor theme, so that the page and a saved film are painted from the same.

/** An axis: its values are the middles of cells. */
export interface PlaneAxis {
  readonly title: string;
  readonly values: ArrayLike<number>;
  /** What the values are indices of, if they have names. */
  readonly names?: readonly string[];
  /** Whether the values are years with a fraction. */
  readonly isDate?: boolean;
}

/** A colour of the theme and how strong it is, 0 … 1. */
export interface Tint {
  /** Of a class its index; `low` and `high` are the ends of a scale. */
  readonly tone: number | "low" | "high";
  readonly strength: number;
}

/** A row on the picture. */
export interface PlaneMark {
  readonly x: number;
  readonly y: number;
  /** Its symbol; another one for each class. */
  readonly shape: number;
  readonly tint: Tint;
  readonly isWrong: boolean;
  /** Whether it is the one that is spoken of: it gets a ring. */
  readonly isHere?: boolean;
  /** What is said of it. */
  readonly text: string;
}

/** A place of a way. */
export interface PlanePlace {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Lines where a field is 0. */
export interface Contour {
  /** `[points]` */
  readonly field: ArrayLike<number>;
  readonly isThin?: boolean;
}

export interface Plane {
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  /** Of a point; the horizontal axis goes fastest, and the first values are at the left and the bottom. */
  readonly tintOf: (point: number) => Tint;
  /** `[points]`: the pattern over each point; 0 is none. */
  readonly patterns?: ArrayLike<number>;
  readonly contours: readonly Contour[];
  readonly marks: readonly PlaneMark[];
  readonly path?: readonly PlanePlace[];
  /** Index of the place of the way that is looked at. */
  readonly place?: number;
}

/** Pixels around the plane. */
export interface PlaneLayout {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const MARGINS = { left: 56, right: 8, top: 8, bottom: 38 };

/** @param width of the whole picture in pixels, as its height */
export function layOutPlane({ x, y }: Plane, width: number, height: number): PlaneLayout {
  const [left, top] = [MARGINS.left, MARGINS.top];
  const [right, bottom] = [Math.max(left + 20, width - MARGINS.right), Math.max(top + 20, height - MARGINS.bottom)];
  const [xLow, xHigh] = rangeOf(x);
  const [yLow, yHigh] = rangeOf(y);
  return {
    left,
    top,
    right,
    bottom,
    x: (value) => left + ((value - xLow) / (xHigh - xLow)) * (right - left),
    y: (value) => bottom - ((value - yLow) / (yHigh - yLow)) * (bottom - top),
  };
}

/** From the beginning of the first cell to the end of the last. */
export function rangeOf({ values }: PlaneAxis): readonly [number, number] {
  const [first, last] = [values[0] ?? 0, values[values.length - 1] ?? 0];
  const half = values.length > 1 ? (last - first) / (values.length - 1) / 2 : 0.5;
  return [first - half, last + half];
}

/** The mark or place nearest to a pixel, of those that are near. */
export function nearestOf(plane: Plane, { x, y }: PlaneLayout, left: number, top: number, within: number): number | undefined {
  let [best, at]: [number, number | undefined] = [within, undefined];
  for (const [index, mark] of spots(plane).entries()) {
    const distance = Math.hypot(x(mark.x) - left, y(mark.y) - top);
    if (distance < best) [best, at] = [distance, index];
  }
  return at;
}

/** What can be pointed at: the places of the way, else the rows. */
export function spots({ marks, path }: Plane): readonly (PlaneMark | PlanePlace)[] {
  return path ?? marks;
}

/** The next spot in a direction: the nearest one, of which the way across counts twice. */
export function neighbourOf(
  plane: Plane,
  layout: PlaneLayout,
  from: number | undefined,
  direction: "left" | "right" | "up" | "down",
): number | undefined {
  const all = spots(plane);
  const here = from === undefined ? undefined : all[from];
  if (here === undefined) return all.length > 0 ? 0 : undefined;
  const [left, top] = [layout.x(here.x), layout.y(here.y)];
  let [best, at]: [number, number | undefined] = [Infinity, from];
  for (const [index, spot] of all.entries()) {
    const [right, down] = [layout.x(spot.x) - left, layout.y(spot.y) - top];
    const ahead = { left: -right, right, up: -down, down }[direction];
    const aside = Math.abs(direction === "left" || direction === "right" ? down : right);
    if (index === from || ahead <= 0) continue;
    if (ahead + 2 * aside < best) [best, at] = [ahead + 2 * aside, index];
  }
  return at;
}

/** Segments of the line where a field over the plane is 0, by marching squares; in steps of cells. */
export function contourOf(field: ArrayLike<number>, columns: number, rows: number): readonly (readonly [number, number, number, number])[] {
  const found: [number, number, number, number][] = [];
  const at = (column: number, row: number): number => field[row * columns + column]!;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      if (corners.every((value) => value > 0) || corners.every((value) => !(value > 0))) continue;
      const crossings: [number, number][] = [];
      for (let side = 0; side < 4; side++) {
        const [one, other] = [corners[side]!, corners[(side + 1) % 4]!];
        if (one > 0 === other > 0) continue;
        const share = one / (one - other);
        const places: readonly [number, number][] = [
          [column + share, row],
          [column + 1, row + share],
          [column + 1 - share, row + 1],
          [column, row + 1 - share],
        ];
        crossings.push(places[side]!);
      }
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) found.push([...crossings[pair]!, ...crossings[pair + 1]!]);
    }
  }
  return found;
}
