// What the checks of the house look at: the sources, and what each of them imports.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Import {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly typeOnly: boolean;
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

export function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^[ \t]*(?:import|export)\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?"([^"]+)"|(?:import|\brequire)\(\s*"([^"]+)"\s*\)/gm,
  )) {
    const names = match[2] ?? "";
    const braces = /^\{([\s\S]*)\}$/.exec(names.trim());
    const allTypes = braces !== null && (braces[1] ?? "").split(",").every((name) => name.trim() === "" || /^type\s/.test(name.trim()));
    const line = text.slice(0, match.index).split("\n").length;
    found.push({ file, line, from: match[3] ?? match[4] ?? "", typeOnly: match[1] !== undefined || allTypes });
  }
  return found;
}
