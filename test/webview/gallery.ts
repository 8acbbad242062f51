// The dev page in a real Chromium: served from `.out/dev` by a server of a few lines, one fresh page per
// test. A violation of the content security policy, a line in the console or an error nobody caught fails the
// test it happens in.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import type { BuilderHost } from "../../src/protocol/builder.ts";
import type { Edit } from "../../src/model/edit.ts";
import { axePath } from "./axe.ts";
import { launchBrowser } from "../harness/browser.ts";
import { eventually, patience } from "../harness/patience.ts";
import { keepPicture } from "../harness/pictures.ts";
import type { LessonDev } from "../../webview/dev/lesson-dev.ts";
import type { Stage } from "../../webview/dev/stage.ts";

export { eventually };

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
};

declare global {
  interface Window {
    /** What `webview/dev/dev.ts` leaves. */
    stage: Stage;
    /** The same if a lesson is shown. */
    lesson: LessonDev;
    violations: string[];
    pictures(): readonly Picture[];
  }
}

export interface PageOptions {
  readonly theme?: string;
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  readonly touch?: boolean;
  /** Lets axe-core, which the policy would not let in, look at the page. */
  readonly forAxe?: boolean;
}

let browser: Browser;
let server: Server;

/** Sets up the browser and the server for all tests of a file. */
export function useGallery(): void {
  before(async () => {
    assert.ok(existsSync(".out/dev/dev.js"), "The dev page is not built. Run `node esbuild.mjs dev`.");
    server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
      const file = path === axePath ? "node_modules/axe-core/axe.min.js" : join(".out/dev", path === "/" ? "index.html" : path);
      if (!existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      // A page is a hundred files; what is kept of them, compiled, opens the next one in half the time.
      const kept = path === "/" ? "no-cache" : "max-age=86400, immutable";
      response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain", "cache-control": kept }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    server.close();
  });
}

/**
 * A page that tests of a kind use one after the other: what it has compiled is there for the next, so it
 * opens in a third of the time.
 */
interface SharedPage {
  readonly page: Page;
  /** What the console and uncaught errors said since the test began. */
  readonly complaints: string[];
}

const pages = new Map<string, SharedPage>();

async function openPage({ touch, forAxe }: { readonly touch: boolean; readonly forAxe: boolean }): Promise<SharedPage> {
  const context = await browser.newContext({ hasTouch: touch, bypassCSP: forAxe, reducedMotion: "reduce" });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (entry) => {
    if (entry.type() === "error" || entry.type() === "warning") complaints.push(entry.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript(() => {
    window.violations = [];
    window.pictures = () =>
      window.stage.calls.flatMap(({ name, args }) => (name === "savePicture" ? [{ kind: args[0], bytes: args[1] } as Picture] : []));
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.violatedDirective} ${event.sourceFile}`),
    );
  });
  return { page, complaints };
}

/**
 * Opens a scenario, hands it to the test, and then looks at what the page complained about. A test that fails
 * takes its page with it; else the next one gets it, emptied of what the view remembers and with the mouse
 * where it was at first.
 */
export async function onPage(scenario: string, options: PageOptions, test: (page: Page) => Promise<void>): Promise<void> {
  await onAddress(`scenario=${scenario}`, "builder-toolbar", options, test);
}

/** The same with a lesson: its page alone, or beside the builder of its document. */
export async function onLesson(
  lesson: string,
  { isBeside = false, ...options }: PageOptions & { readonly isBeside?: boolean },
  test: (page: Page) => Promise<void>,
): Promise<void> {
  await onAddress(`lesson=${lesson}${isBeside ? "&beside" : ""}`, "lesson-page footer", options, test);
}

/** The same with a live figure of a lesson. */
export async function onFigure(name: string, options: PageOptions, test: (page: Page) => Promise<void>): Promise<void> {
  await onAddress(`figures=${name}`, ".figures.whole", { width: 560, ...options }, test);
}

async function onAddress(query: string, shown: string, options: PageOptions, test: (page: Page) => Promise<void>): Promise<void> {
  const { theme = "dark", language = "en", width = 1200, height = 760, touch = false, forAxe = false } = options;
  const kind = `${touch} ${forAxe}`;
  const { page, complaints } = pages.get(kind) ?? (await openPage({ touch, forAxe }));
  pages.delete(kind);
  complaints.length = 0;
  let isWhole = false;
  try {
    await page.setViewportSize({ width, height });
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?bare&${query}&theme=${theme}&language=${language}`);
    await page.locator(shown).waitFor();
    await test(page);
    assert.deepEqual(await page.evaluate(() => window.violations), [], "the content security policy was violated");
    assert.deepEqual(complaints, [], "the console has complaints");
    assert.deepEqual(await missingIcons(page), [], "the page's style sheet lacks icons (scripts/lib/icons.mjs)");
    await page.evaluate(() => sessionStorage.clear());
    await page.mouse.up();
    await page.mouse.move(0, 0);
    isWhole = true;
  } finally {
    if (isWhole) pages.set(kind, { page, complaints });
    else await page.context().close();
  }
}

/**
 * The icons in the page that its style sheet does not know: the build has not found their names in the
 * code.
 */
async function missingIcons(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const missing = new Set<string>();
    const search = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) search(element.shadowRoot);
        if (element.matches(".codicon") && getComputedStyle(element, "::before").content === "none") missing.add(element.className);
      }
    };
    search(document);
    return [...missing];
  });
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await keepPicture(page, `webview/${name}`);
}

export function cards(page: Page): Locator {
  return page.getByRole("region", { name: "Pipeline" }).getByRole("button", { name: /^Layer \d+ of/ });
}

export function card(page: Page, index: number): Locator {
  return cards(page).nth(index);
}

/** The types of the layers that the document has. */
export async function documentLayers(page: Page): Promise<string[]> {
  const { layers } = JSON.parse(await documentText(page)) as { layers: readonly { type: string }[] };
  return layers.map(({ type }) => type);
}

export async function documentText(page: Page): Promise<string> {
  return page.evaluate(() => window.stage.text);
}

/** Changes the document as a text editor beside the builder would. */
export async function rewrite(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(([before, after]) => window.stage.write(window.stage.text.replace(before!, after!)), [from, to]);
}

/** The arguments of every call of a name, in order. */
export async function asked(page: Page, wanted: keyof BuilderHost): Promise<readonly (readonly unknown[])[]> {
  return page.evaluate((own) => window.stage.calls.flatMap(({ name, args }) => (name === own ? [args] : [])), wanted);
}

export async function edits(page: Page): Promise<readonly Edit[]> {
  return (await asked(page, "edit")).map(([, edit]) => edit as Edit);
}

/** Kind and bytes of every picture that was saved. */
export interface Picture {
  readonly kind: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How many pictures were saved; `window.pictures()` has them, in the page. */
export const pictures = (page: Page): Promise<number> => page.evaluate(() => window.pictures().length);

/** The bytes of a picture that was saved. They leave the page as one string: as numbers they take seconds. */
export async function pictureBytes(page: Page, index: number): Promise<Buffer> {
  const address = await page.evaluate(
    (at) =>
      new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.addEventListener("load", () => resolve(reader.result as string));
        reader.readAsDataURL(new Blob([window.pictures()[at]!.bytes]));
      }),
    index,
  );
  return Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
}

/** Questions that a look at the builder asks. */
const looks: ReadonlySet<string> = new Set<keyof BuilderHost>([
  "edit",
  "evaluate",
  "placed",
  "predictionForm",
  "predictValues",
  "readLayers",
  "rows",
  "rowValues",
  "runDifferences",
  "runs",
  "sampleLayer",
  "savePicture",
  "selected",
  "sweepStatus",
  "unreadRuns",
  "weights",
]);

/** What was asked for beside looks and edits, in order: name and what matters of its arguments. */
export async function calls(page: Page): Promise<readonly string[]> {
  const all = await page.evaluate(() =>
    window.stage.calls.map(({ name, args }) => (name === "savePicture" ? { name, args: [] } : { name, args })),
  );
  return all.filter(({ name }) => !looks.has(name)).map(({ name, args }) => [name, ...args.map(said)].join(" "));
}

function said(argument: unknown): string {
  if (typeof argument !== "object" || argument === null || Array.isArray(argument)) return String(argument);
  if ("kind" in argument) return String(argument.kind);
  return "file" in argument && "line" in argument ? `${String(argument.file)}:${String(argument.line)}` : JSON.stringify(argument);
}

/** Waits until the document has these layers, and the pipeline shows as many. */
export async function haveLayers(page: Page, ...expected: readonly string[]): Promise<void> {
  await eventually(async () => assert.deepEqual(await documentLayers(page), expected));
  await eventually(async () => assert.equal(await cards(page).count(), expected.length));
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A point of an element, by shares of its width and height. */
export async function pointOf(element: Locator, x = 0.5, y = 0.5): Promise<Point> {
  const box = await element.boundingBox();
  assert.ok(box, "the element is not on the screen");
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

/** Drags with the mouse, in the steps a hand makes; `over` looks at the page before the release. */
export async function drag(page: Page, from: Point, to: Point, over?: () => Promise<void>): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 5, from.y + 6, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await over?.();
  await page.mouse.up();
}
