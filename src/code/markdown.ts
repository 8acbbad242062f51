// Text of a document within Markdown: names of columns and layers are a stranger's, and stay text.

import { plain } from "../model/plain-text.ts";

/** A text on one line, in which nothing is a mark of Markdown or HTML. */
export function inMarkdown(text: string): string {
  return plain(text.replaceAll(/\s+/g, " "))
    .replaceAll(/[\\`*_{}[\]<>#|~$!&]/g, (mark) => (mark === "_" ? mark : `\\${mark}`))
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_");
}

/** A table; the first row is its head. */
export function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows.map((cells) => `| ${cells.map(inMarkdown).join(" | ")} |`);
  const columns = rows[0]?.length ?? 0;
  return [String(head), `| ${Array.from({ length: columns }, () => "---").join(" | ")} |`, ...body];
}
