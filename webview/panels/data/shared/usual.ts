// What always the same answer would come to: the most frequent class of the target. An accuracy says nothing
// without it.

import type { DataState } from "../../../../src/protocol/builder.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

/** "always no: 0.95", of all rows that have a target; undefined if the target is a number, or several. */
export function usualClassText(data: DataState): string | undefined {
  if (data.state !== "ready" || data.summary.classes === undefined) return undefined;
  const [target, second] = data.summary.columns.filter(({ role }) => role === "target");
  const [most] = target?.profile.frequent ?? [];
  if (target === undefined || second !== undefined || most === undefined) return undefined;
  return t("always {0}: {1}", most.text, formatTick(most.count / (data.summary.rows - data.summary.dropped.missingTarget)));
}
