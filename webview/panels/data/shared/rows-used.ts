// How many of the file's rows the network learns from and is measured on, in words, and what gets more of
// them back.

import type { DataSummary } from "../../../../src/data/types.ts";
import { COSTLY_SHARE, fillAllGaps } from "../../../../src/model/fill-gaps.ts";
import type { Fix } from "../../../../src/model/problem.ts";
import { formatCount, formatRows } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

export function rowsUsed({ rows, dropped }: DataSummary): number {
  return rows - dropped.missingTarget - dropped.missingFeature;
}

/** "190 of 3,201 rows", or "3,201 rows" if all are used. */
export function rowsText(summary: DataSummary): string {
  const used = rowsUsed(summary);
  return used === summary.rows ? formatRows(used) : t("{0} of {1} rows", formatCount(used), formatCount(summary.rows));
}

/** Whether gaps of features cost so many rows that it is worth a warning. */
export function isCostly({ rows, dropped }: DataSummary): boolean {
  return dropped.missingFeature > COSTLY_SHARE * rows;
}

/** Fills the gaps of all columns; undefined if no row is left out for one. */
export function fillFix(json: unknown, { columns, classes, dropped }: DataSummary): Fix | undefined {
  return dropped.missingFeature === 0 ? undefined : fillAllGaps(json, columns, classes?.length);
}
