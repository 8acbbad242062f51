// A tree of Markdown as elements, made one by one: no text is ever taken for HTML. A picture is its
// description, and a link that leads neither to the web nor to something of the builder is its text.

import { html, nothing, type TemplateResult } from "lit";
import { unsafeStatic, html as staticHtml } from "lit/static-html.js";
import { formulaElement } from "./formula.ts";
import { isFormula, type Token, type Tokens, withoutEntities } from "./markdown.ts";

/** What a text can lead to. */
export interface TextPorts {
  /** A place in the builder, a layer's description, or a page of the web. */
  readonly open: (href: string) => void;
  /** A live figure: the words behind `figure`, and what stands in its block. */
  readonly figure: (words: string, options: string) => unknown;
}

/** Of these alone a link is one. */
const LINK = /^(where|layer|https?):/;

export function drawBlocks(tokens: readonly Token[], ports: TextPorts): unknown[] {
  return tokens.map((token) => block(token, ports));
}

function block(token: Token, ports: TextPorts): unknown {
  if (isFormula(token)) return html`<div class="formula-line" tabindex="-1">${formulaElement(token.tex, true)}</div>`;
  switch (token.type) {
    case "paragraph":
      return html`<p>${drawInline((token as Tokens.Paragraph).tokens, ports)}</p>`;
    case "heading":
      return heading(token as Tokens.Heading, ports);
    case "list":
      return list(token as Tokens.List, ports);
    case "blockquote":
      return html`<blockquote>${drawBlocks((token as Tokens.Blockquote).tokens, ports)}</blockquote>`;
    case "code":
      return code(token as Tokens.Code, ports);
    case "table":
      return table(token as Tokens.Table, ports);
    case "hr":
      return html`<hr />`;
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? drawInline(tokens, ports) : withoutEntities(text);
    }
    case "html":
      return html`<p>${(token as Tokens.HTML).text}</p>`;
    default:
      return nothing;
  }
}

/** A text's own titles stand below the step's. */
function heading({ depth, tokens }: Tokens.Heading, ports: TextPorts): unknown {
  const tag = unsafeStatic(depth <= 3 ? "h3" : "h4");
  return staticHtml`<${tag}>${drawInline(tokens, ports)}</${tag}>`;
}

function list({ ordered, start, items }: Tokens.List, ports: TextPorts): TemplateResult {
  const drawn = items.map(({ tokens }) => html`<li>${drawBlocks(tokens, ports)}</li>`);
  return ordered ? html`<ol start=${start === "" ? 1 : start}>${drawn}</ol>` : html`<ul>${drawn}</ul>`;
}

function code({ lang, text }: Tokens.Code, ports: TextPorts): unknown {
  const [language, ...words] = (lang ?? "").trim().split(/\s+/);
  if (language === "figure") return ports.figure(words.join(" "), text);
  return html`<pre tabindex="0"><code>${text}</code></pre>`;
}

function table({ header, rows }: Tokens.Table, ports: TextPorts): TemplateResult {
  const side = (align: string | null): string => align ?? "";
  return html`<div class="table" tabindex="0" role="group">
    <table>
      <thead>
        <tr>
          ${header.map(({ tokens, align }) => html`<th scope="col" class=${side(align)}>${drawInline(tokens, ports)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map(({ tokens, align }) => html`<td class=${side(align)}>${drawInline(tokens, ports)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function drawInline(tokens: readonly Token[], ports: TextPorts): unknown[] {
  return tokens.map((token) => inline(token, ports));
}

function inline(token: Token, ports: TextPorts): unknown {
  if (isFormula(token)) return formulaElement(token.tex, token.isBlock);
  switch (token.type) {
    case "strong":
      return html`<strong>${drawInline((token as Tokens.Strong).tokens, ports)}</strong>`;
    case "em":
      return html`<em>${drawInline((token as Tokens.Em).tokens, ports)}</em>`;
    case "codespan":
      return html`<code>${(token as Tokens.Codespan).text}</code>`;
    case "br":
      return html`<br />`;
    case "link":
      return link(token as Tokens.Link, ports);
    case "image":
      return withoutEntities((token as Tokens.Image).text);
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? drawInline(tokens, ports) : withoutEntities(text);
    }
    default:
      return "text" in token && typeof token.text === "string" ? token.text : token.raw;
  }
}

/** What leads to the builder is a button, because no other window opens. */
function link({ href, tokens }: Tokens.Link, ports: TextPorts): unknown {
  const words = drawInline(tokens, ports);
  if (!LINK.test(href)) return words;
  if (!/^https?:/.test(href)) return html`<button class="link" @click=${() => ports.open(href)}>${words}</button>`;
  return html`<a
    href=${href}
    @click=${(event: Event) => {
      event.preventDefault();
      ports.open(href);
    }}
    >${words}</a
  >`;
}
