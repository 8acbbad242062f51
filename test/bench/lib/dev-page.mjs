// The dev page, which stands for VS Code's webview, built and open in Chromium.

import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../scripts/lib/chromium.mjs";
import { build, root } from "../../../scripts/lib/project.mjs";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };

/**
 * A page on which nothing is open yet, and the address of a scenario up to its name; undefined if there is no
 * Chromium.
 */
export async function openDevPage() {
  const executablePath = await findChromium();
  if (!executablePath) return undefined;
  await build("dev");
  const server = await serve(join(root, ".out", "dev"));
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  return {
    page: await browser.newPage({ viewport: { width: 1200, height: 760 } }),
    address: `http://127.0.0.1:${server.address().port}/?bare&scenario=`,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    if (existsSync(file)) response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" }).end(readFileSync(file));
    else response.writeHead(404).end();
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}
