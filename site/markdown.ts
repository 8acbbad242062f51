// The repository's own documents as pages. Links between them lead to their pages; a link to a file that is no
// page, as of the source, becomes its text.

import { marked, Renderer, type Tokens } from "marked";
import { posix } from "node:path";
import { addressOf, type Page } from "./page.ts";
import { escape } from "./text.ts";

/** Where files of the repository lie on the site: folders of pages, and pictures. */
export type Places = ReadonlyMap<string, string>;

/** A document's HTML, its first heading and its first paragraph. @param file its path in the repository */
export function htmlOfMarkdown(
  text: string,
  file: string,
  page: Pick<Page, "path">,
  places: Places,
): { readonly html: string; readonly title: string; readonly about: string } {
  const tokens = marked.lexer(text);
  const heading = tokens.find((token): token is Tokens.Heading => token.type === "heading");
  const paragraph = tokens.find((token): token is Tokens.Paragraph => token.type === "paragraph");
  if (heading === undefined || paragraph === undefined) throw new Error(`${file} has no heading or no text.`);
  const renderer = rendererOf(file, page, places);
  // A table that is wider than the page is pushed by itself.
  const html = marked
    .parser(tokens, { renderer })
    .replaceAll("<table>", '<div class="wide" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>");
  return { html, title: plainText(heading), about: plainText(paragraph) };
}

function rendererOf(file: string, page: Pick<Page, "path">, places: Places): Renderer {
  const renderer = new Renderer();
  const ids = new Map<string, number>();
  const addressIn = (href: string): string | undefined => {
    const [path = "", anchor] = href.split("#");
    const place = places.get(posix.join(posix.dirname(file), path));
    return place === undefined ? undefined : `${addressOf(page, place)}${anchor === undefined ? "" : `#${anchor}`}`;
  };
  renderer.heading = function ({ tokens, depth }) {
    const id = idOf(plainText({ tokens }), ids);
    return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  };
  renderer.link = function ({ href, tokens }) {
    const text = this.parser.parseInline(tokens);
    if (href.startsWith("#")) return `<a href="${escape(href)}">${text}</a>`;
    if (/^\w+:/.test(href)) return `<a href="${escape(href)}" rel="external">${text}</a>`;
    const address = addressIn(href);
    return address === undefined ? text : `<a href="${address}">${text}</a>`;
  };
  renderer.image = ({ href, text }) => {
    const address = addressIn(href);
    if (address === undefined) throw new Error(`${file}: there is no picture ${href} on the site.`);
    const image = `<img src="${address}" alt="${escape(text)}">`;
    if (!href.endsWith(".gif")) return image;
    // A film has a still of the same name, for people who want nothing to move.
    const still = addressIn(href.replace(/gif$/, "png"));
    if (still === undefined) throw new Error(`${file}: the film ${href} has no still.`);
    return `<picture><source media="(prefers-reduced-motion: reduce)" srcset="${still}">${image}</picture>`;
  };
  renderer.code = ({ text, lang }) => (lang === "mermaid" ? "" : `<pre tabindex="0"><code>${escape(text)}</code></pre>\n`);
  return renderer;
}

function plainText({ tokens = [] }: { readonly tokens?: readonly Tokens.Generic[] }): string {
  return tokens.map((token) => (token.tokens ? plainText(token) : String(token["text"] ?? ""))).join("");
}

/** The anchor of a heading as GitHub makes it, because the documents link to those. */
function idOf(heading: string, used: Map<string, number>): string {
  const id = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
  const count = used.get(id) ?? 0;
  used.set(id, count + 1);
  return count === 0 ? id : `${id}-${count}`;
}
