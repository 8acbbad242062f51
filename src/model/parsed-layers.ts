// What was read of layers that somebody wrote elsewhere.

import type { JsonLayer } from "./edit.ts";
import type { Problem } from "./problem.ts";

export interface ParsedLayers {
  readonly layers: readonly JsonLayer[];
  /** With the 1-based line of the text, and no path. */
  readonly problems: readonly Problem[];
}
