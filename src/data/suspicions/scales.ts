// Features of very different size: the gradient of the large ones drowns that of the small ones, and no
// learning rate suits both.

import type { Edit } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import type { Feature } from "../selection.ts";
import { ownSettings } from "../read-settings.ts";
import type { ColumnProfile } from "../types.ts";
import { type DataSuspicion, warning } from "./suspicion.ts";

const RATIO = 1000;

export const scales: DataSuspicion = ({ experiment, selection, profiles }, features) => {
  const sized = features.flatMap((feature) => {
    const size = sizeOf(feature, profiles.get(feature.column.name));
    return size > 0 ? [{ name: feature.column.name, size }] : [];
  });
  const [first] = sized;
  if (first === undefined) return [];
  const large = sized.reduce((most, one) => (one.size > most.size ? one : most), first);
  const small = sized.reduce((least, one) => (one.size < least.size ? one : least), first);
  if (!(large.size / small.size > RATIO)) return [];
  const text = message(
    'The values of column "{0}" are about {1} in size, those of "{2}" about {3}, and they are not scaled. Set the scaling to "standard".',
    large.name,
    rounded(large.size),
    small.name,
    rounded(small.size),
  );
  const own = selection.features.filter(
    ({ column }) => column.kind === "number" && ownSettings(experiment.data, column.name).normalize === "none",
  );
  const removed = own.map(({ column }): Edit => ({ op: "set", path: ["data", "columns", column.name, "normalize"] }));
  const set: Edit = { op: "set", path: ["data", "normalize"], value: "standard" };
  return [
    warning("different-scales", ["data", "normalize"], text, [
      { title: message("Scale every number feature to mean 0 and deviation 1"), edit: { op: "all", edits: [set, ...removed] } },
    ]),
  ];
};

/**
 * The root mean square of an input: what its weight's gradient is multiplied by. 0 if it cannot be told or
 * never changes.
 */
function sizeOf({ column, encode, normalize }: Feature, profile: ColumnProfile | undefined): number {
  if (column.kind === "boolean" || encode === "one-hot") return 1;
  if (column.kind !== "number") return 0;
  if (normalize !== "none") return 1;
  const { mean = 0, deviation = 0 } = profile?.numbers ?? {};
  return deviation === 0 ? 0 : Math.hypot(mean, deviation);
}

function rounded(size: number): number {
  return Number(size.toPrecision(2));
}
