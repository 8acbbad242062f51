// What the person looks at in the Boundary panel: it outlives a glance at the CSV, which hides the builder.

export const spacePages = ["boundary", "histograms", "landscape"] as const;
export type SpacePage = (typeof spacePages)[number];

export interface SpaceMemory {
  readonly page: SpacePage;
  /** Names of the features along the axes; until one is chosen those that are proposed. */
  readonly x?: string | undefined;
  /** Empty for none: then the answer is a curve. */
  readonly y?: string | undefined;
  /** The row of the CSV, counted from 0, whose values the other features have. */
  readonly row?: number | undefined;
  readonly directions: "random" | "path";
}

export const initialSpace: SpaceMemory = { page: "boundary", directions: "path" };

/** What was kept; what is not as it should be is left out. */
export function restoreSpace(value: unknown): SpaceMemory {
  const { page, x, y, row, directions } = (value ?? {}) as Partial<Record<keyof SpaceMemory, unknown>>;
  return {
    page: spacePages.find((name) => name === page) ?? "boundary",
    ...(typeof x === "string" ? { x } : {}),
    ...(typeof y === "string" ? { y } : {}),
    ...(typeof row === "number" && Number.isInteger(row) && row >= 0 ? { row } : {}),
    directions: directions === "random" ? directions : "path",
  };
}
