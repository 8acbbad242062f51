// The first minute, training, evaluation and the inside as they are heard: a walk along everything that a
// screen reader stops at. It is written down in `.out/walk.txt`, to be read by whoever changes what is said.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { eventually, onPage, useGallery } from "./gallery.ts";
import { lineOf, ScreenReader, type Thing } from "./screen-reader.ts";

useGallery();

/** What a person acts on. */
const controls = new Set(["button", "textbox", "combobox", "slider", "separator", "tab", "switch", "checkbox", "application", "link"]);

/** What a listener would stumble over. */
function faultsOf(things: readonly Thing[]): string[] {
  const acted = things.filter(({ role }) => controls.has(role));
  const names = acted.map(({ role, name }) => `${role} ${name}`);
  return [
    ...acted.filter(({ name }) => name.trim() === "").map((thing) => `no name: ${lineOf(thing)}`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `two of the same name: ${name}`),
    ...acted
      .filter(({ name, description }) => description !== "" && name.includes(description))
      .map((thing) => `said twice: ${lineOf(thing)}`),
    ...things
      .filter(({ role, name }) => /^(column|row)header$/.test(role) && name === "")
      .map((thing) => `a head of nothing: ${lineOf(thing)}`),
    // A screen reader keeps arrow keys for itself on everything that is no control.
    ...things.filter(({ role, canFocus }) => canFocus && role === "image").map((thing) => `keys do not get there: ${lineOf(thing)}`),
  ].map((fault) => fault.trim());
}

function has(things: readonly Thing[], line: RegExp): void {
  assert.ok(
    things.some((thing) => line.test(lineOf(thing).trim())),
    `nothing reads as ${String(line)}`,
  );
}

/** What would move, in pages that are opened with reduced motion; to come late is no motion. */
async function moving(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll("*")) {
        const { animationName, transitionDuration } = getComputedStyle(element);
        if (/[1-9]/.test(transitionDuration) || !/^(none|late)$/.test(animationName))
          found.add(`${element.localName}.${element.className}`);
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return [...found];
  });
}

test("everything has one name and says what it is; focus goes from the network to its settings, its panels and the tools; little is read out by itself", async () => {
  await onPage("iris", { height: 900 }, async (page) => {
    const reader = await ScreenReader.on(page);
    const walk: string[] = [];
    const hear = async (title: string): Promise<readonly Thing[]> => {
      const things = await reader.things();
      walk.push(`\n== ${title}`, ...things.map(lineOf));
      assert.deepEqual(faultsOf(things), [], title);
      assert.deepEqual(await moving(page), [], `${title}: the system asks for reduced motion`);
      return things;
    };
    const announced = async (): Promise<readonly string[]> => {
      const said = await reader.announced();
      walk.push(...said.map((sentence) => `!! ${sentence}`));
      return said;
    };

    const opened = await hear("The builder");
    for (const line of [
      /^button "Data: iris\.csv, 4 inputs, 3 outputs, 150 rows"/,
      /^button "Layer 1 of 3, Linear, 4 to 16, 64 parameters/,
      /^slider "lr, slider" = 0\.01$/,
      /^separator "Height of the panel" = \d+ pixels$/,
      /^application "Loss curve of 40 epochs\. Train [\d.]+\. Validation [\d.]+\." roledescription: chart \(Drag over/,
    ])
      has(opened, line);

    // One stop for each list: arrow keys lead through it.
    walk.push("\n== Tab leads to");
    const stops: string[] = [];
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press("Tab");
      const stop = lineOf(await reader.focused());
      if (stop === stops[0]) break;
      stops.push(stop);
    }
    walk.push(...stops);
    const order = [
      'button "Inputs from the data',
      'button "Layer 1 of 3',
      'button "What is predicted',
      'textbox "epochs"',
      'slider "lr, slider"',
    ];
    const later = [
      'separator "Height',
      'tab "Loss"',
      'application "Loss curve',
      'button "Train"',
      'button "Data: iris',
      'textbox "Search layers"',
      'button "Add Linear"',
    ];
    const places = [...order, ...later].map((start) => stops.findIndex((stop) => stop.startsWith(start)));
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
      stops.join("\n"),
    );
    assert.ok(!places.includes(-1) && stops.length < 36, stops.join("\n"));

    await page.getByRole("button", { name: "Train", exact: true }).focus();
    await reader.announced();
    await page.keyboard.press("Enter");
    const heard: string[] = [];
    await eventually(async () => {
      heard.push(...(await announced()));
      assert.match(heard.at(-1) ?? "", /^Training finished/);
    });
    assert.equal(heard.length, 2, heard.join("\n"));
    assert.equal(heard[0], "Training of 40 epochs has begun.");
    assert.match(heard[1]!, /^Training finished at epoch 40 after \d+ seconds?\. \d+ of 15 validation rows right \(always \w+: \d+\)$/);
    await hear("After training");

    await page.locator("#tab-evaluate").click();
    await page.locator("class-evaluation xy-chart").last().waitFor();
    has(
      await hear("Evaluate"),
      /^application "ROC curve, area [\d.]+" roledescription: chart \(Left and right walk along the points\. Up and down/,
    );
    await page.locator("#tab-inside").click();
    await page.getByRole("region", { name: "The number in focus" }).getByRole("heading").waitFor();
    const inside = await hear("Inside");
    has(inside, /^slider "Stop of the training step" = Batch 1/);
    await eventually(async () => {
      heard.push(...(await announced()));
      assert.match(heard.at(-1) ?? "", /^Batch 1, sepal_length: [\d.−]+$/);
    });
    await page.locator("#tab-boundary").click();
    await page.locator("boundary-page plane-picture").waitFor();
    await page.getByRole("list", { name: "Units of layer" }).waitFor();
    has(
      await hear("Boundary"),
      /^application "Decision boundary over petal_\w+ and petal_\w+, [\d.]+ %: of 15 validation rows answered right, epoch 40"/,
    );
    await page.locator("#tab-network").click();
    await page.getByRole("application", { name: /^Network/ }).waitFor();
    has(await hear("Network"), /^StaticText "Weights from −[\d.]+ to [\d.]+"$/);
    assert.ok((await announced()).length + heard.length <= 8, heard.join("\n"));
    writeFileSync(".out/walk.txt", `${walk.join("\n")}\n`);
    await reader.close();
  });
});
