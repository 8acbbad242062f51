// Changes of a column as edits of the document: its role, and what data.columns says of it. What equals the
// default is removed, so that a document says only what differs.

import type { ColumnRole, DataSummary } from "../../../../src/data/types.ts";
import type { JsonValue } from "../../../../src/model/json.ts";
import type { Edit } from "../../../../src/model/edit.ts";
import { changeTarget, insertInOrder, targetsOf } from "../../../../src/model/change-target.ts";
import type { ColumnSettings } from "../../../../src/model/schema.ts";
import { valueAt } from "../../../builder/network.ts";

export type ColumnField = keyof ColumnSettings;

/** What the document says of a column, not validated. */
export function columnJson(json: unknown, name: string): Readonly<Record<string, unknown>> {
  const columns = fieldsOf(valueAt(json, ["data", "columns"]));
  return Object.hasOwn(columns, name) ? fieldsOf(columns[name]) : {};
}

/** Sets a field of a column, or removes it with undefined, and with it what is left empty. */
export function columnEdit(json: unknown, name: string, field: ColumnField, value: JsonValue | undefined): Edit {
  const path = ["data", "columns", name, field];
  if (value !== undefined) return { op: "set", path, value };
  if (Object.keys(columnJson(json, name)).some((other) => other !== field)) return { op: "set", path };
  const columns = Object.keys(fieldsOf(valueAt(json, ["data", "columns"])));
  return { op: "set", path: path.slice(0, columns.some((other) => other !== name) ? 3 : 2) };
}

/**
 * The roles of columns as the document has them: what was understood of the data follows an edit only once it
 * was read again.
 */
export function rolesOf(json: unknown): (name: string) => ColumnRole {
  const targets = new Set(targetsOf(json));
  const listed = valueAt(json, ["data", "features"]);
  const features = Array.isArray(listed) ? new Set(listed as readonly string[]) : undefined;
  return (name) => (targets.has(name) ? "target" : (features?.has(name) ?? true) ? "feature" : "ignored");
}

/** The roles a column can be given: a network needs a target and a feature. */
export function possibleRoles(json: unknown, { columns }: DataSummary, name: string): readonly ColumnRole[] {
  const roleOf = rolesOf(json);
  const role = roleOf(name);
  if (role === "target" && targetsOf(json).length === 1) return ["target"];
  const hasOther = columns.some((other) => other.name !== name && roleOf(other.name) === "feature");
  if (!hasOther) return role === "feature" ? ["feature"] : ["feature", "target", "ignored"];
  return ["feature", "target", "ignored"];
}

/**
 * The edit that gives a column another role; undefined if that role cannot be given. A new target brings
 * its loss and its last layer.
 */
export function roleEdit(json: unknown, summary: DataSummary, name: string, role: ColumnRole): Edit | undefined {
  if (!possibleRoles(json, summary, name).includes(role)) return undefined;
  const column = summary.columns.find((other) => other.name === name);
  const isList = Array.isArray(valueAt(json, ["data", "target"]));
  if (role === "target" && column && !isList) return changeTarget(json, summary.columns, column).edit;
  const order = summary.columns.map((other) => other.name);
  const before = targetsOf(json);
  const listed = valueAt(json, ["data", "features"]);
  const features = Array.isArray(listed) ? (listed as readonly string[]) : order.filter((other) => !before.includes(other));
  const others = before.filter((other) => other !== name);
  const targets = role === "target" ? [...others, name] : others;
  const stay = features.filter((other) => other !== name && !targets.includes(other));
  const wanted = role === "feature" ? insertInOrder(stay, name, order) : stay;
  const edits: Edit[] = [];
  if (targets.join("\n") !== before.join("\n")) {
    edits.push({ op: "set", path: ["data", "target"], value: targets.length === 1 ? targets[0]! : targets });
  }
  // Without a list of features every column but the target is one, so another target of several needs no list
  // either.
  const all = order.filter((other) => !targets.includes(other));
  const isDefault = (role === "target" && !Array.isArray(listed)) || wanted.join("\n") === all.join("\n");
  if (!isDefault) edits.push({ op: "set", path: ["data", "features"], value: wanted });
  else if (listed !== undefined) edits.push({ op: "set", path: ["data", "features"] });
  return edits.length === 1 ? edits[0] : { op: "all", edits };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
