// Markdown as blocks, as far as a lesson is taken apart: headings, fenced blocks, and what stands between
// empty lines. What is in them is for who draws it. A line is looked at once: no pattern here goes back over
// one that a stranger made long.

/** Lines are counted from 1. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string; readonly line: number }
  /** `info` is what stands behind the opening fence. */
  | { readonly kind: "fence"; readonly info: string; readonly text: string; readonly source: string; readonly line: number }
  | { readonly kind: "text"; readonly text: string; readonly line: number };

export function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.replace(/^\uFEFF/, "").split(/\r?\n/);
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (end: number): void => {
    if (paragraph.length > 0) blocks.push({ kind: "text", text: paragraph.join("\n"), line: end - paragraph.length + 1 });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const fence = /^(`{3,}|~{3,})([^`]*)$/.exec(line);
    const heading = /^(#{1,6})[ \t](.*)$/.exec(line);
    if (fence) {
      flush(at);
      const [, mark = "", info = ""] = fence;
      const inner: string[] = [];
      const begin = at;
      for (at++; at < lines.length && !isClosing(lines[at]!, mark); at++) inner.push(lines[at]!);
      const source = lines.slice(begin, at + 1).join("\n");
      blocks.push({ kind: "fence", info: info.trim(), text: inner.join("\n"), source, line: begin + 1 });
    } else if (heading) {
      flush(at);
      blocks.push({ kind: "heading", level: heading[1]!.length, text: heading[2]!.trim(), line: at + 1 });
    } else if (line.trim() === "") {
      flush(at);
    } else {
      paragraph.push(line);
    }
  }
  flush(lines.length);
  return blocks;
}

/** The blocks as Markdown again. */
export function markdownOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) =>
      block.kind === "heading" ? `${"#".repeat(block.level)} ${block.text}` : block.kind === "fence" ? block.source : block.text,
    )
    .join("\n\n");
}

function isClosing(line: string, mark: string): boolean {
  const text = line.trim();
  return text.length >= mark.length && text === mark[0]!.repeat(text.length);
}
