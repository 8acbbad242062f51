// VS Code as a person uses it: keys, mouse and what is on the screen. Nothing here knows the extension's
// inside.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Frame, Locator, Page } from "playwright-core";
import { workbenchUrl } from "../../scripts/lib/vscode-server.mjs";
import { patience } from "./patience.ts";
import { drawLess, keepPicture } from "./pictures.ts";
import type { TestServer } from "./server.ts";

export interface WorkbenchOptions {
  readonly width?: number;
  readonly height?: number;
  /** The extension's source folder, if it is not installed in the server. */
  readonly development?: string;
  /** The page to open it in, if it is not to be a fresh one with a fresh profile. */
  readonly page?: Page;
}

/** Opens `folder` in a fresh page and waits until the explorer shows it. */
export async function openWorkbench(
  browser: Browser,
  server: TestServer,
  folder: string,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const viewport = { width: options.width ?? 1400, height: options.height ?? 900 };
  // What moves is drawn many times a second by the processor that the tests want.
  const page = options.page ?? (await (await browser.newContext({ viewport, reducedMotion: "reduce" })).newPage());
  await drawLess(page);
  const workbench = new Workbench(page, folder);
  await page.goto(workbenchUrl(server, folder, options.development ? { development: options.development } : {}));
  await workbench.ready();
  return workbench;
}

/** What VS Code keeps the open editors as. */
export const EDITORS = "memento/workbench.parts.editor";

export class Workbench {
  readonly page: Page;
  readonly folder: string;
  /** Errors, warnings and policy violations that webviews of extensions printed to the console. */
  readonly complaints: string[] = [];

  constructor(page: Page, folder: string) {
    this.page = page;
    this.folder = folder;
    page.setDefaultTimeout(patience);
    page.on("console", (line) => {
      const fromExtension = line.location().url.includes("/dist/webview/") || /Content Security Policy/.test(line.text());
      if (fromExtension && /^(error|warning)$/.test(line.type()))
        this.complaints.push(`${line.type()}: ${line.text()} (${line.location().url})`);
    });
  }

  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor();
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  }

  /** A file's row in the explorer. */
  file(name: string): Locator {
    return this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`);
  }

  /** An editor's tab. */
  tab(name: string): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: name });
  }

  /**
   * Waits until an extension's command is offered: then its editors and menus are there as well, a moment
   * after the window.
   */
  async offersCommand(label: string): Promise<void> {
    await this.#findCommand(label, "Escape");
  }

  /**
   * Runs a command by its label in the palette. Throws if it is not offered, instead of running the
   * nearest one.
   */
  async runCommand(label: string): Promise<void> {
    await this.#findCommand(label, "Enter");
  }

  async #findCommand(label: string, key: "Enter" | "Escape"): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    const labels = this.page.locator(".quick-input-list .monaco-list-row .label-name");
    let found = "";
    for (const until = Date.now() + patience; Date.now() < until; await this.page.keyboard.press("Escape")) {
      await this.page.keyboard.press("F1");
      // An editor that takes the focus as it opens closes the palette, which is then opened again.
      const isFilled = await input.fill(`>${label}`, { timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (!isFilled) continue;
      // The list follows what is typed a moment later, and a command that comes later only once it is opened
      // again.
      for (const soon = Date.now() + 1_000; Date.now() < soon; await sleep(25)) {
        const offered = (await labels.allInnerTexts()).map((text) => text.trim());
        found = offered[0] ?? "";
        const index = offered.indexOf(label);
        if (index < 0) continue;
        // Another command that has the same words may stand above it.
        for (let down = 0; down < index; down++) await this.page.keyboard.press("ArrowDown");
        await this.page.keyboard.press(key);
        await this.page
          .locator(".quick-input-widget")
          // A command may ask on in the same box, which then stays.
          .waitFor({ state: "hidden", timeout: 1_000 })
          .catch(() => undefined);
        return;
      }
    }
    throw new Error(`The command palette does not offer "${label}"; the nearest is "${found}".`);
  }

  /**
   * Opens a file with its default editor, by Quick Open. On a slow machine VS Code knows the editors of
   * extensions a moment after their commands, and shows a document that is opened in between as text; then it
   * is closed and opened again, as a person would.
   */
  async openFile(name: string): Promise<void> {
    const text = this.page.locator(`.monaco-editor[data-uri$="/${name}"]`);
    const isDocument = name.endsWith(".perceptron") && (await text.count()) === 0;
    await this.#quickOpen(name);
    if (!isDocument) return;
    // Builders behind other tabs are kept.
    const builder = this.page.locator("iframe.webview.ready").filter({ visible: true });
    await text.or(builder).first().waitFor();
    if ((await text.count()) === 0) return;
    await this.tab(name).locator(".codicon-close").click();
    await this.tab(name).waitFor({ state: "detached" });
    await this.#quickOpen(name);
  }

  /** An editor that takes the focus as it opens closes the list, which is then opened again. */
  async #quickOpen(name: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
    for (const until = Date.now() + patience; Date.now() < until; await this.page.keyboard.press("Escape")) {
      await this.page.keyboard.press("Control+P");
      const isChosen = await input
        .fill(name, { timeout: 5_000 })
        .then(() => row.click({ timeout: 10_000 }))
        .then(() => this.tab(name).waitFor({ timeout: 20_000 }))
        .then(
          () => true,
          () => false,
        );
      if (isChosen) return;
    }
    throw new Error(`Quick Open does not open ${name}.`);
  }

  /**
   * Opens the right-click menu of `target` and returns the item with this label; a contributed one appears a
   * moment after the window.
   */
  async openMenu(target: Locator, label: string): Promise<Locator> {
    const item = this.page.locator(".monaco-menu .action-item", { hasText: label }).first();
    for (const until = Date.now() + patience; ;) {
      await target.click({ button: "right" });
      await this.page.locator(".monaco-menu .action-item").first().waitFor();
      if (await item.isVisible()) break;
      if (Date.now() > until) throw new Error(`The menu does not offer "${label}".`);
      await this.page.keyboard.press("Escape");
      await sleep(500);
    }
    await item.hover();
    return item;
  }

  /** The document of the webview that shows `selector`, two frames below the page. Waits for it. */
  async webview(selector: string): Promise<Frame> {
    for (const until = Date.now() + patience; Date.now() < until; await sleep(100)) {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame() || !(await isShown(frame))) continue;
        const found = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (found) return frame;
      }
    }
    throw new Error(`No webview shows ${selector} after ${patience / 1_000} seconds.`);
  }

  /** The texts of the notifications on the screen. */
  async notifications(): Promise<string[]> {
    return this.page.locator(".notification-list-item-message").allInnerTexts();
  }

  /** Presses the mouse on the middle of `from`, moves it to a point and lets go. */
  async drag(
    from: Locator,
    to: { readonly x: number; readonly y: number },
    options: { readonly beforeRelease?: () => Promise<void> } = {},
  ): Promise<void> {
    const start = await middle(from);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x + 5, start.y + 6, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 12 });
    await options.beforeRelease?.();
    await this.page.mouse.up();
  }

  /** Keeps a picture of the window as .out/screenshots/NAME.png, if pictures are asked for. */
  async screenshot(name: string): Promise<void> {
    await keepPicture(this.page, name);
  }

  /**
   * Waits until a closed window comes back with the edits of this file. In a browser nothing can be kept
   * while a window closes: VS Code writes its backup, which lies in the server, about a second after the last
   * edit, and which editors are open, in the page's database, every five seconds.
   */
  async remembersEditor(name: string, server: TestServer): Promise<void> {
    const backups = join(server.data, "data", "User", "Backups");
    const isBackedUp = async (): Promise<boolean> => {
      const entries = await readdir(backups, { recursive: true, withFileTypes: true }).catch(() => []);
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
      // Windows of other tests may have a file of that name, too.
      return texts.some((text) => (text.split("\n")[0] ?? "").includes(join(this.folder, name)));
    };
    for (const until = Date.now() + patience; Date.now() < until; await sleep(100)) {
      if ((await isBackedUp()) && (await this.page.evaluate(kept, EDITORS)).includes(name)) return;
    }
    throw new Error(`VS Code has not kept what is open of ${name} after ${patience / 1_000} seconds.`);
  }

  /**
   * Waits until a window that is loaded again finds this under a name: VS Code writes what it remembers, as
   * of its open editors and of the extension, a moment later.
   */
  async remembers(name: string, text: RegExp): Promise<void> {
    for (const until = Date.now() + patience; Date.now() < until; await sleep(100)) {
      if (text.test(await this.page.evaluate(kept, name))) return;
    }
    throw new Error(`VS Code keeps no ${String(text)} as ${name} after ${patience / 1_000} seconds.`);
  }

  /** Leaves the window as a person does who goes to another page: the profile remembers what was open. */
  async leave(): Promise<void> {
    await this.page.goto("about:blank");
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** A locator's middle in the page's coordinates, also when it lies in a frame. */
export async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** What VS Code keeps under a name, as it stands in the databases of the page. Runs in the page. */
async function kept(key: string): Promise<string> {
  const found: string[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db-")) continue;
    const opening = indexedDB.open(name);
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const database = opening.result;
    if (database.objectStoreNames.contains("ItemTable")) {
      const reading = database.transaction("ItemTable").objectStore("ItemTable").get(key);
      await new Promise((resolve) => reading.addEventListener("success", resolve));
      found.push(String(reading.result));
    }
    database.close();
  }
  return found.join(" ");
}

/** Whether the frame's own element, and those above it, can be seen: VS Code keeps hidden editors' frames. */
async function isShown(frame: Frame): Promise<boolean> {
  for (let at: Frame | null = frame; at?.parentFrame(); at = at.parentFrame()) {
    const element = await at.frameElement().catch(() => undefined);
    if (!element || !(await element.isVisible().catch(() => false))) return false;
  }
  return true;
}
