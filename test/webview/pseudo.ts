// What a page in the pseudo-language (`webview/dev/pseudo.ts`) shows of a product that is not ready for a
// language: text that was never translated, or was put together from pieces, and text that has no room.

import type { Page } from "playwright-core";
import { documentJsonSchema } from "../../src/model/schema.ts";
import { CLOSE, OPEN } from "../../webview/dev/pseudo.ts";

/** A text of the page as a person gets it: a block's words in one piece, or an attribute's. */
interface Shown {
  readonly where: string;
  readonly text: string;
}

export interface Layout {
  readonly texts: readonly Shown[];
  /** Text that is cut without a sign, or is drawn beyond its box or the window. */
  readonly cut: readonly string[];
}

/** Reads the visible page below `root`, through the shadow roots. */
export async function readPage(page: Page, root: string): Promise<Layout> {
  return page.evaluate((selector) => {
    const texts: { where: string; text: string }[] = [];
    const cut: string[] = [];
    // All of this crosses to the page as text, so its functions stand in here.
    // oxlint-disable-next-line unicorn/consistent-function-scoping
    const parentOf = (element: Element): Element | null =>
      element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;
    const isAbove = (element: Element | null, holds: (style: CSSStyleDeclaration, element: Element) => boolean): boolean => {
      for (let at = element; at; at = parentOf(at)) if (holds(getComputedStyle(at), at)) return true;
      return false;
    };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- as above
    const whereOf = (element: Element): string => {
      const { host } = element.getRootNode() as Partial<ShadowRoot>;
      return `${host?.localName ?? ""} ${element.localName}${element.className ? `.${String(element.getAttribute("class")).trim()}` : ""}`;
    };
    /** The words of a block: its own and those of what stands in its lines. */
    const wordsOf = (node: Node): string =>
      [...node.childNodes]
        .map((child) => {
          if (child instanceof Text) return child.data;
          if (!(child instanceof Element) || child.shadowRoot) return "";
          return getComputedStyle(child).display.startsWith("inline") && !child.matches("button, [role=tab], select, a")
            ? wordsOf(child)
            : " · ";
        })
        .join("");
    /** Whether its words go on beyond the edge of something around it that hides what is there. */
    const isClipped = (element: Element): boolean => {
      // A grid draws what its bars have been scrolled to.
      if (isAbove(element, (_, at) => at.matches("[role=grid]"))) return false;
      const range = document.createRange();
      range.selectNodeContents(element);
      const { right } = range.getBoundingClientRect();
      for (let at = parentOf(element); at; at = parentOf(at)) {
        const { overflowX } = getComputedStyle(at);
        if (overflowX === "auto" || overflowX === "scroll") return false;
        if ((overflowX === "hidden" || overflowX === "clip") && right > at.getBoundingClientRect().right + 1) return true;
      }
      return false;
    };
    const measure = (element: HTMLElement, where: string, text: string): void => {
      const style = getComputedStyle(element);
      // For readers of the screen alone.
      if (element.clientWidth <= 1 || element.clientHeight <= 1) return;
      const isCut = element.scrollWidth > element.clientWidth + 1;
      const hidesX = style.overflowX === "hidden" || style.overflowX === "clip";
      if (isCut && hidesX && style.textOverflow !== "ellipsis") cut.push(`${where} is cut without a sign: ${text}`);
      if (
        isCut &&
        hidesX &&
        style.textOverflow === "ellipsis" &&
        !isAbove(element, (_, at) => at.matches("[title], [aria-label], [aria-labelledby], [tooltip], button"))
      )
        cut.push(`${where} is cut and says it whole nowhere: ${text}`);
      if (isCut && style.overflowX === "visible" && style.display !== "inline") cut.push(`${where} is wider than its box: ${text}`);
      if (!isCut && isClipped(element)) cut.push(`${where} is clipped by what is around it: ${text}`);
      const isScrolled = isAbove(element, ({ overflowX }) => overflowX === "auto" || overflowX === "scroll" || overflowX === "hidden");
      const { left, right } = element.getBoundingClientRect();
      if (!isScrolled && (left < -1 || right > innerWidth + 1)) cut.push(`${where} is beyond the window: ${text}`);
    };
    const read = (element: Element): void => {
      if (element instanceof HTMLStyleElement || !element.checkVisibility({ checkVisibilityCSS: true })) return;
      const where = whereOf(element);
      for (const name of ["aria-label", "title", "placeholder", "aria-roledescription", "aria-valuetext"]) {
        const text = element.getAttribute(name);
        if (text) texts.push({ where: `${where} ${name}`, text });
      }
      const hasOwn = [...element.childNodes].some((child) => child instanceof Text && child.data.trim() !== "");
      const isBlock = !getComputedStyle(element).display.startsWith("inline") || element.matches("button, [role=tab], a");
      const text = wordsOf(element).replaceAll(/\s+/g, " ").trim();
      if (text && (isBlock || !element.parentElement)) texts.push({ where, text });
      if (hasOwn && element instanceof HTMLElement) measure(element, where, text);
      for (const child of [...(element.shadowRoot?.children ?? []), ...element.children]) read(child);
    };
    for (const element of document.querySelectorAll(selector)) read(element);
    return { texts, cut: [...new Set(cut)] };
  }, root);
}

const letters = /\p{L}[\p{L}\p{Nd}_]+/gu;

/** Every word of a text: of a document, a table, a lesson. */
export function wordsIn(text: string): string[] {
  return text.match(letters) ?? [];
}

/** The names of the format and of PyTorch, which are the same in every language. */
export const names: ReadonlySet<string> = new Set(namesIn(documentJsonSchema()));

/** Keys and values of a JSON schema, without its sentences. */
function namesIn(schema: unknown): string[] {
  if (typeof schema === "string") return wordsIn(schema);
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (typeof schema !== "object" || schema === null) return [];
  const entries = Object.entries(schema).filter(([key]) => !/description/i.test(key));
  return entries.flatMap(([key, value]) => wordsIn(key).concat(namesIn(value)));
}

/**
 * A text without what stands in brackets, of which `⟦⟧` is left, or `⟦.⟧` if it ends a sentence. A
 * translation that a field stands in the middle of begins or ends without its bracket.
 */
function outlineOf(text: string): string {
  let [outline, depth, start] = ["", 0, 0];
  const close = (end: number): void => {
    outline += `${OPEN}${/[.!?:…](?: ~[~ ]*)?$/.test(text.slice(start, end)) ? "." : ""}${CLOSE}`;
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === OPEN && depth++ === 0) start = at;
    if (depth === 0 && letter === CLOSE) {
      outline = "";
      close(at);
    } else if (depth === 0) outline += letter;
    else if (letter === CLOSE && --depth === 0) close(at);
  }
  if (depth > 0) close(text.length);
  return outline;
}

/** Whether it is the beginning of a name, which a picture has no room for. */
function isShortened(word: string, text: string): boolean {
  return text.includes(`${word}…`) && [...names].some((name) => name.startsWith(word));
}

/** What is said of a text that is not one translation as a whole; undefined if there is nothing to say. */
export function mistakeIn({ where, text }: Shown, known: ReadonlySet<string>): string | undefined {
  const outline = outlineOf(text);
  const stray = wordsIn(outline).filter((word) => !names.has(word) && !known.has(word) && !isShortened(word, outline));
  if (stray.length > 0) return `${where} has words that are not translated (${stray.join(", ")}): ${text}`;
  // A list's members, a name and its value, and sentences stand side by side in every language; parts of a
  // sentence do not, and a number stands before what is counted in some languages only.
  const isInPieces = outline.split(/ · |, |: | \(|\n/).some((piece) => /⟦⟧.*⟦|^[\d.,]+ (?:% )?⟦/.test(piece));
  return isInPieces ? `${where} is put together from pieces: ${text}` : undefined;
}
