// A tree of Markdown as elements, made one by one: no text is ever taken for HTML. A picture is its
// description, and a link that leads neither to the web nor to something of the builder is its text.

import { html, nothing, type TemplateResult } from "lit";
import { unsafeStatic, html as staticHtml } from "lit/static-html.js";
import { guard } from "lit/directives/guard.js";
import { formulaElement } from "./formula.ts";
import { isFormula, readLine, readMarkdown, type Token, type Tokens, withoutEntities } from "./markdown.ts";

/** Opens a place in the builder, a layer's description, or a page of the web. */
export type OpenLink = (href: string) => void;

/** Of these alone a link is one. */
const LINK = /^(where|layer|lesson|https?):/;

/** What a line should not end in: an equation, a point, a logarithm, a word with a bracket or a slash. */
const TORN = /((?:\S+ [=≈<>≤≥+−·×÷] )+\S+|\S*\(\S+, \S+\)\S*|−ln \S+|\S*[)/]\S+)/;

/** Characters that fit into a line of the narrowest page. */
const LONGEST_HELD = 30;

/** A text of several paragraphs. It is drawn once, until it changes. */
export function drawText(text: string, open: OpenLink): unknown {
  return guard([text], () => drawBlocks(readMarkdown(text), open));
}

/** A text of one line, as a title. */
export function drawLine(text: string, open: OpenLink): unknown {
  return guard([text], () => drawInline(readLine(text), open));
}

function drawBlocks(tokens: readonly Token[], open: OpenLink): unknown[] {
  return tokens.map((token) => block(token, open));
}

function block(token: Token, open: OpenLink): unknown {
  if (isFormula(token)) return html`<div class="formula-line">${formulaElement(token.tex, true)}</div>`;
  switch (token.type) {
    case "paragraph":
      return html`<p>${drawInline((token as Tokens.Paragraph).tokens, open)}</p>`;
    case "heading":
      return heading(token as Tokens.Heading, open);
    case "list":
      return list(token as Tokens.List, open);
    case "blockquote":
      return html`<blockquote>${drawBlocks((token as Tokens.Blockquote).tokens, open)}</blockquote>`;
    case "code":
      return html`<pre tabindex="0"><code>${(token as Tokens.Code).text}</code></pre>`;
    case "table":
      return table(token as Tokens.Table, open);
    case "hr":
      return html`<hr />`;
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? drawInline(tokens, open) : withoutEntities(text);
    }
    case "html":
      return html`<p>${(token as Tokens.HTML).text}</p>`;
    default:
      return nothing;
  }
}

/** A text's own titles stand below the step's. */
function heading({ depth, tokens }: Tokens.Heading, open: OpenLink): unknown {
  const tag = unsafeStatic(depth <= 3 ? "h3" : "h4");
  return staticHtml`<${tag}>${drawInline(tokens, open)}</${tag}>`;
}

function list({ ordered, start, items }: Tokens.List, open: OpenLink): TemplateResult {
  const drawn = items.map(({ tokens }) => html`<li>${drawBlocks(tokens, open)}</li>`);
  return ordered
    ? html`<ol start=${start === "" ? 1 : start}>
        ${drawn}
      </ol>`
    : html`<ul>
        ${drawn}
      </ul>`;
}

function table({ header, rows }: Tokens.Table, open: OpenLink): TemplateResult {
  return html`<div class="table" tabindex="0" role="group">
    <table>
      <thead>
        <tr>
          ${header.map(({ tokens, align }) => html`<th scope="col" class=${align ?? ""}>${drawInline(tokens, open)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map(({ tokens, align }) => html`<td class=${align ?? ""}>${drawInline(tokens, open)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * Behind a formula or a button a line may end, whatever follows: what is written without a space, as a full
 * stop or a Korean particle, is held to it.
 */
function drawInline(tokens: readonly Token[], open: OpenLink): unknown[] {
  const heads = tokens.map((token, at) => (isApart(tokens[at - 1]) ? headOf(token) : ""));
  return tokens.map((token, at) => {
    const [own, next] = [heads[at]!, heads[at + 1] ?? ""];
    const drawn = own === "" ? inline(token, open) : whole(plainOf(token).slice(own.length));
    return next === "" ? drawn : html`<span class="held">${drawn}${next}</span>`;
  });
}

function isApart(token: Token | undefined): boolean {
  return token !== undefined && ((isFormula(token) && !token.isBlock) || token.type === "link");
}

/** What a text begins with, up to its first space; nothing of anything else. */
function headOf(token: Token): string {
  return token.type === "text" ? /^\S*/.exec(plainOf(token))![0] : "";
}

function plainOf(token: Token): string {
  return withoutEntities((token as Tokens.Text).text);
}

/** Plain text in which no equation, point or word behind a bracket is torn at the end of a line. */
function whole(text: string): unknown {
  const pieces = text.split(TORN);
  return pieces.map((piece, at) => (at % 2 === 1 && piece.length <= LONGEST_HELD ? html`<span class="held">${piece}</span>` : piece));
}

function inline(token: Token, open: OpenLink): unknown {
  if (isFormula(token)) return formulaElement(token.tex, token.isBlock);
  switch (token.type) {
    case "strong":
      return html`<strong>${drawInline((token as Tokens.Strong).tokens, open)}</strong>`;
    case "em":
      return html`<em>${drawInline((token as Tokens.Em).tokens, open)}</em>`;
    case "codespan":
      return html`<code>${(token as Tokens.Codespan).text}</code>`;
    case "br":
      return html`<br />`;
    case "link":
      return link(token as Tokens.Link, open);
    case "image":
      return withoutEntities((token as Tokens.Image).text);
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? drawInline(tokens, open) : whole(withoutEntities(text));
    }
    default:
      return "text" in token && typeof token.text === "string" ? token.text : token.raw;
  }
}

/** What leads to the builder is a button, because no other window opens. */
function link({ href, tokens }: Tokens.Link, open: OpenLink): unknown {
  const words = drawInline(tokens, open);
  if (!LINK.test(href)) return words;
  if (!/^https?:/.test(href)) return html`<button class="link" @click=${() => open(href)}>${words}</button>`;
  return html`<a
    href=${href}
    @click=${(event: Event) => {
      event.preventDefault();
      open(href);
    }}
    >${words}</a
  >`;
}
