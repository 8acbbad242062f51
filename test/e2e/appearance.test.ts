// The builder and the views of the side bar in every dress: four themes, Korean, a narrow window. Each keeps
// a picture; what can be said of it in words is asserted.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startOwnSession, startSession } from "./session.ts";

const samples = ["iris.csv", "iris.perceptron", "penguins.csv", "penguins.perceptron"];
const themes: Record<string, string> = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  "high-contrast": "Default High Contrast",
  "high-contrast-light": "Default High Contrast Light",
};

const kinds: Record<string, string> = {
  light: "vscode-light",
  dark: "vscode-dark",
  "high-contrast": "vscode-high-contrast",
  "high-contrast-light": "vscode-high-contrast-light",
};

test("the builder in four themes, and at 400 pixels", async (t) => {
  const session = await startSession();
  const workbench = await session.open(samples);
  // Other tests have windows on this server, so the theme is the folder's.
  const settings = join(workbench.folder, ".vscode");
  mkdirSync(settings);
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.card(0).click();
  await builder.button("Train").click();
  await builder.frame.getByText(/done in/).waitFor();
  // The views of the side bar are seen beside it.
  await workbench.page.locator(".activitybar .action-label[aria-label='Perceptron']").click();
  await builder.region("Pipeline").hover();
  await workbench.page.getByRole("treeitem", { name: /^iris, completed/ }).waitFor();
  for (const [name, theme] of Object.entries(themes)) {
    await t.test(theme, async () => {
      writeFileSync(join(settings, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
      await builder.frame.locator(`body[data-vscode-theme-kind="${kinds[name]}"]`).waitFor();
      const legend = builder.frame.locator(".series.train, .series.validation");
      // The chart is drawn anew a moment after the theme.
      await eventually(async () => {
        const colours = await legend.evaluateAll((all) => all.map((series) => getComputedStyle(series, "::before").borderTopColor));
        const curves = await builder.frame.getByRole("application", { name: /^Loss curve/ }).evaluate(curvesOf, colours);
        assert.equal(curves.length, 2);
        for (const [index, { contrast, pixels }] of curves.entries()) {
          const what = `${["train", "validation"][index]} (${colours[index]})`;
          assert.ok(contrast >= 3, `${what} has a contrast of ${contrast.toFixed(1)} to the background, and 3 is the least`);
          assert.ok(pixels >= 20, `only ${pixels} pixels of the chart have the colour that the legend gives ${what}`);
        }
      });
      await workbench.screenshot(`e2e/appearance/${name}`);
    });
  }
  await t.test("400 pixels", async () => {
    await workbench.page.setViewportSize({ width: 450, height: 800 });
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await builder.card(0).waitFor();
    await workbench.screenshot("e2e/appearance/narrow");
    const overflow = await builder.frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than the editor`);
    await builder.button("Insert a layer after layer 1").click({ force: true });
    await workbench.page.keyboard.type("relu");
    await workbench.screenshot("e2e/appearance/narrow-insert");
    await workbench.page.keyboard.press("Enter");
    await builder.shows("Linear", "ReLU", "ReLU", "Linear");
  });
});

test("the builder in Korean", async () => {
  const session = await startOwnSession({ language: "ko" });
  const workbench = await session.open(samples);
  await workbench.openFile("penguins.perceptron");
  const frame = await workbench.webview("perceptron-builder");
  await frame.getByRole("button", { name: "학습" }).first().waitFor();
  await workbench.screenshot("e2e/appearance/korean");
  for (const word of ["활성화 함수", "손실", "코드 내보내기"]) await frame.getByText(word).first().waitFor();
});

/**
 * How far each series of the legend stands out from the background (WCAG 2.1), and how many pixels of the
 * chart have its colour. Runs in the page.
 */
function curvesOf(canvas: HTMLCanvasElement | SVGElement, colours: readonly string[]): { contrast: number; pixels: number }[] {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const chart = canvas instanceof HTMLCanvasElement ? canvas.getContext("2d") : undefined;
  if (!probe || !chart) throw new Error("The loss is not drawn on a canvas.");
  const background = getComputedStyle(document.documentElement).getPropertyValue("--vscode-editor-background");
  const bytes = (colour: string): number[] => {
    for (const fill of [background, colour]) {
      probe.fillStyle = fill;
      probe.fillRect(0, 0, 1, 1);
    }
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = bytes(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // The plot alone: the axes' labels are to the left of it and below.
  const { width, height } = chart.canvas;
  const { data } = chart.getImageData(80, 0, width - 80, height - 50);
  return colours.map((colour) => {
    const [dark = 0, light = 0] = [luminance(colour), luminance(background)].toSorted((a, b) => a - b);
    const wanted = bytes(colour);
    let pixels = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3]! > 160 && wanted.every((value, channel) => Math.abs(value - data[at + channel]!) < 48)) pixels++;
    }
    return { contrast: (light + 0.05) / (dark + 0.05), pixels };
  });
}
