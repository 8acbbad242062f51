// What a screen reader makes of the page: Chromium's accessibility tree as lines, what has the focus, and
// what is read out by itself because it stands in a live region.

import type { CDPSession, Page } from "playwright-core";

/** A thing that a screen reader stops at. */
export interface Thing {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  /** What it holds, as of a field or a slider. */
  readonly value: string;
  /** As in `checked` or `expanded: false`. */
  readonly states: readonly string[];
  /** How deep it stands among things. */
  readonly depth: number;
  readonly canFocus: boolean;
  readonly node?: number | undefined;
}

/** As far as they are looked at, of the protocol's `Accessibility.AXNode`. */
interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly description?: AxValue;
  readonly value?: AxValue;
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[];
  readonly childIds?: readonly string[];
  readonly parentId?: string;
  readonly backendDOMNodeId?: number;
}

interface AxValue {
  readonly value?: unknown;
}

/** Parts of the tree that are no things: what holds others, and the pieces that a text is laid out in. */
const holders = new Set(["generic", "none", "InlineTextBox", "LayoutTableRow", "rowgroup", "SvgRoot", "ListMarker"]);
const told = new Set(["checked", "pressed", "expanded", "selected", "disabled", "invalid", "busy", "roledescription"]);
/** What has a value that words may stand for. */
const ranged = new Set(["slider", "separator", "progressbar", "ProgressIndicator"]);

export class ScreenReader {
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async on(page: Page): Promise<ScreenReader> {
    const session = await page.context().newCDPSession(page);
    await session.send("Accessibility.enable");
    await page.evaluate(recordAnnouncements);
    return new ScreenReader(page, session);
  }

  /** Everything on the page, in the order in which it is read; names repeat no text that stands in them. */
  async things(): Promise<readonly Thing[]> {
    const { nodes } = (await this.#session.send("Accessibility.getFullAXTree")) as unknown as { nodes: readonly AxNode[] };
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const found: Thing[] = [];
    const read = (node: AxNode, depth: number, said: string): void => {
      const thing = thingOf(node, depth);
      const isText = thing.role === "StaticText";
      const isHeard =
        !node.ignored && !holders.has(thing.role) && !(isText && (thing.name.trim() === "" || said.includes(thing.name.trim())));
      if (isHeard) found.push(thing);
      const inside = isHeard && !isText ? thing.name : said;
      for (const id of node.childIds ?? []) {
        const child = byId.get(id);
        if (child) read(child, isHeard ? depth + 1 : depth, inside);
      }
    };
    const root = nodes.find(({ parentId }) => parentId === undefined);
    if (root) read(root, 0, "");
    return Promise.all(found.map((thing) => this.#withWords(thing)));
  }

  /** What has the focus. */
  async focused(): Promise<Thing> {
    const expression =
      "(() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e; })()";
    const { result } = (await this.#session.send("Runtime.evaluate", { expression })) as { result: { objectId?: string } };
    const { nodes } = (await this.#session.send("Accessibility.getPartialAXTree", {
      objectId: result.objectId!,
      fetchRelatives: false,
    })) as unknown as { nodes: readonly AxNode[] };
    return this.#withWords(thingOf(nodes[0]!, 0));
  }

  /** A slider in its own words, which the tree has no place for. */
  async #withWords(thing: Thing): Promise<Thing> {
    if (!ranged.has(thing.role) || thing.node === undefined) return thing;
    const { node } = (await this.#session.send("DOM.describeNode", { backendNodeId: thing.node })) as { node: { attributes?: string[] } };
    const { attributes = [] } = node;
    const at = attributes.indexOf("aria-valuetext");
    return at < 0 ? thing : { ...thing, value: attributes[at + 1] ?? "" };
  }

  /** What was read out by itself since this was asked last. */
  async announced(): Promise<readonly string[]> {
    return this.#page.evaluate(() => window.announced.splice(0));
  }

  async close(): Promise<void> {
    await this.#session.detach();
  }
}

/** A thing as a line: `button "Train"`. */
export function lineOf({ role, name, value, states, description, depth }: Thing): string {
  const parts = [
    role,
    name === "" ? "" : JSON.stringify(name),
    value === "" || value === name ? "" : `= ${value}`,
    ...states,
    description === "" ? "" : `(${description})`,
  ];
  return "  ".repeat(depth) + parts.filter(Boolean).join(" ");
}

function text(from: AxValue | undefined): string {
  return typeof from?.value === "string" || typeof from?.value === "number" ? String(from.value) : "";
}

function thingOf({ role, name, description, value, properties = [], backendDOMNodeId: node }: AxNode, depth: number): Thing {
  const states = properties
    .filter((property) => told.has(property.name) && property.value.value !== false && property.value.value !== "false")
    .map((property) =>
      property.value.value === true || property.value.value === "true" ? property.name : `${property.name}: ${text(property.value)}`,
    );
  const canFocus = properties.some((property) => property.name === "focusable" && property.value.value === true);
  // Nothing is said twice.
  const about = text(description) === text(name) ? "" : text(description);
  return { role: text(role), name: text(name), description: about, value: text(value), states, depth, canFocus, node };
}

declare global {
  interface Window {
    announced: string[];
  }
}

/**
 * Runs in the page: keeps the text of each live region when it changes, or when it comes. Of a region that
 * changes twice before the page is drawn a screen reader says the last.
 */
function recordAnnouncements(): void {
  window.announced = [];
  const last = new WeakMap<Element, string>();
  const roles = '[role="status"], [role="alert"], [role="log"], output';
  const isLive = (element: Element): boolean => {
    const live = element.getAttribute("aria-live");
    return live === null ? element.matches(roles) : live !== "off";
  };
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof Element && (node.getAttribute("aria-hidden") === "true" || node.hasAttribute("hidden"))) return "";
    const label = node instanceof Element && node.matches("vscode-button, vscode-toolbar-button") ? node.getAttribute("label") : null;
    return label ?? Array.from(node.childNodes, textOf).join(" ");
  };
  const say = (region: Element): void => {
    // What is only worth saying if the wait is long is not seen before.
    if (region.isConnected && getComputedStyle(region).visibility === "hidden") {
      setTimeout(() => say(region), 100);
      return;
    }
    if (!region.isConnected) return;
    const text = textOf(region).replaceAll(/\s+/g, " ").trim();
    if (text === (last.get(region) ?? "")) return;
    last.set(region, text);
    if (text !== "") window.announced.push(text);
  };
  const regionAround = (node: Node): Element | undefined => {
    for (let at: Node | null = node; at !== null; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null))
      if (at instanceof Element && isLive(at)) return at;
    return undefined;
  };
  const watched = new WeakSet<Node>();
  const watch = (root: Document | ShadowRoot): void => {
    if (watched.has(root)) return;
    watched.add(root);
    new MutationObserver((mutations) => {
      for (const { target, addedNodes } of mutations) {
        const region = regionAround(target);
        if (region) say(region);
        for (const node of addedNodes) if (node instanceof Element) enter(node, true);
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
    for (const element of root.children) enter(element, false);
  };
  const enter = (element: Element, isNew: boolean): void => {
    if (isLive(element)) {
      if (isNew) say(element);
      else last.set(element, textOf(element).replaceAll(/\s+/g, " ").trim());
    }
    if (element.shadowRoot) watch(element.shadowRoot);
    for (const child of element.children) enter(child, isNew);
  };
  const attach = Reflect.get(Element.prototype, "attachShadow");
  Element.prototype.attachShadow = function (init: ShadowRootInit): ShadowRoot {
    const root = attach.call(this, init);
    watch(root);
    return root;
  };
  watch(document);
}
