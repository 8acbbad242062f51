// The colours of runs and classes in VS Code's four themes, as everybody sees them: axe does not look into
// canvases. How colours look without one kind of cones: Machado, Oliveira and Fernandes, 2009, at their full
// severity; distances in Oklab (Ottosson, 2020), where 0.02 can just be told apart.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { seriesColours } from "../../../webview/shared/series-colours.ts";

type Triple = readonly [number, number, number];

/** Apart enough for two lines that mean different things. */
const FAR = 0.2;
/** Not the same. */
const NEAR = 0.03;

const sights: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const sheet = readFileSync("webview/dev/themes.css", "utf8");

/** A theme's colours by their names. */
function themeOf(name: string): ReadonlyMap<string, string> {
  const rules = sheet.slice(sheet.indexOf(`[data-theme="${name}"]`)).split("\n}")[0]!;
  return new Map(Array.from(rules.matchAll(/--(vscode-[\w-]+): ([^;]+);/g), ([, token = "", value = ""]) => [token, value]));
}

/** The first token of an expression that the theme has, opaque, as linear light. */
function lightOf(expression: string, theme: ReadonlyMap<string, string>): Triple {
  const text = Array.from(expression.matchAll(/--(vscode-[\w-]+)/g), ([, token = ""]) => theme.get(token)).find(Boolean);
  assert.ok(text, `${expression} has no colour`);
  const parts = text.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
    : (text.match(/[\d.]+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = parts.map((value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return [red, green, blue];
}

function times(matrix: readonly [Triple, Triple, Triple], [x, y, z]: Triple): Triple {
  return matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;
}

function oklab(light: Triple): Triple {
  const [red, green, blue] = light.map((value) => Math.max(0, Math.min(1, value))) as unknown as Triple;
  const cones = [
    0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
    0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
    0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
  ].map(Math.cbrt) as unknown as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function distance(one: Triple, other: Triple): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function luminance([red, green, blue]: Triple): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

for (const name of ["dark", "light", "hc-black", "hc-light"]) {
  test(`runs and classes in ${name} stand out from the ground and from each other, for every kind of sight`, () => {
    const theme = themeOf(name);
    const colours = seriesColours.map((colour) => lightOf(colour, theme));
    for (const token of ["panel-background", "editor-background"]) {
      const ground = luminance(lightOf(`--vscode-${token}`, theme));
      for (const [index, colour] of colours.entries()) {
        const [low = 0, high = 0] = [luminance(colour), ground].toSorted((one, other) => one - other);
        const contrast = (high + 0.05) / (low + 0.05);
        assert.ok(contrast >= 3, `${seriesColours[index]} has ${contrast.toFixed(2)} on ${token}`);
      }
    }
    for (const [sight, matrix] of Object.entries(sights)) {
      const seen = colours.map((colour) => times(matrix, colour));
      for (const [at, one] of seen.entries()) {
        for (const [offset, other] of seen.slice(at + 1).entries()) {
          const next = at + 1 + offset;
          const apart = distance(one, other);
          // The first two mean training and validation, below and above 0, no and yes.
          const least = at === 0 && next === 1 ? FAR : NEAR;
          assert.ok(apart >= least, `${sight}: ${seriesColours[at]} and ${seriesColours[next]} are ${apart.toFixed(3)} apart`);
        }
      }
    }
  });
}
