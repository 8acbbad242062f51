// The icons that are shipped: the build keeps those alone whose names stand in the code, so each has to stand
// there whole. Needs dist, which `node esbuild.mjs` builds.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { iconsIn } from "../../../scripts/lib/icons.mjs";
import { filesBelow } from "./house.ts";

const sheet = readFileSync("dist/webview/codicon.css", "utf8");
/** Name → character, as the style sheet says. */
const shipped = new Map([...sheet.matchAll(/\.codicon-([a-z0-9-]+):before\{content:"(.+?)"\}/gu)].map(([, name, text]) => [name!, text!]));

/** The characters that a TrueType font has, from its table `cmap` (OpenType's format 4). */
function charactersOf(font: Buffer): Set<number> {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + 16 * index);
  const cmap = font.readUInt32BE(tables.find((at) => font.toString("latin1", at, at + 4) === "cmap")! + 8);
  const found = new Set<number>();
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + 8 * index + 4);
    if (font.readUInt16BE(table) !== 4) continue;
    const bytes = font.readUInt16BE(table + 6);
    for (let at = 0; at < bytes; at += 2) {
      const [end, start] = [font.readUInt16BE(table + 14 + at), font.readUInt16BE(table + 16 + bytes + at)];
      for (let character = start; character <= end && character !== 0xffff; character++) found.add(character);
    }
  }
  return found;
}

test("a name of an icon is found as a text and as an attribute, and only whole", () => {
  const names = ["add", "close", "debug-stop", "search"];
  assert.deepEqual(iconsIn('x("add",`<vscode-icon name="search">`); `${kind}-stop`; debug-stop; close', names), ["add", "search"]);
});

test("every icon that a template names is shipped", () => {
  const asked = filesBelow("webview")
    .filter((file) => !/[\\/]dev[\\/]/.test(file))
    .flatMap((file) => readFileSync(file, "utf8").match(/(?<=<vscode-icon[^>]*? name="|\bicon=")[a-z-]+(?=")/g) ?? []);
  assert.ok(asked.length > 40, "no icons found: the check would prove nothing");
  assert.deepEqual(
    asked.filter((name) => !shipped.has(name)),
    [],
  );
});

test("the font has the character of every icon of the style sheet, and of the two that styles name, and few others", () => {
  const characters = charactersOf(readFileSync("dist/webview/codicon.ttf"));
  const wanted = [...shipped.values()].map((text) => (text.startsWith("\\") ? Number.parseInt(text.slice(1), 16) : text.codePointAt(0)!));
  assert.deepEqual(
    [...wanted, 0xea60, 0xea71].filter((character) => !characters.has(character)),
    [],
  );
  assert.ok(statSync("dist/webview/codicon.ttf").size < 50_000, "the font is not cut down");
});
