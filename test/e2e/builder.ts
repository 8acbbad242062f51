// The builder as a person sees it: regions, buttons and texts by their roles and names, drags with the mouse.

import assert from "node:assert/strict";
import type { Frame, Locator } from "playwright-core";
import { eventually } from "../harness/patience.ts";
import { middle, type Workbench } from "../harness/workbench.ts";

export { eventually };

/** Waits for the builder of the editor in front. */
export async function openedBuilder(workbench: Workbench): Promise<Builder> {
  const frame = await workbench.webview("perceptron-builder");
  const builder = new Builder(workbench, frame);
  await builder.region("Pipeline").waitFor();
  return builder;
}

export class Builder {
  readonly workbench: Workbench;
  readonly frame: Frame;

  constructor(workbench: Workbench, frame: Frame) {
    this.workbench = workbench;
    this.frame = frame;
  }

  region(name: string): Locator {
    return this.frame.getByRole("region", { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole("button", { name, exact: typeof name === "string" });
  }

  get cards(): Locator {
    return this.region("Pipeline").getByRole("button", { name: /^Layer \d+ of/ });
  }

  card(index: number): Locator {
    return this.cards.nth(index);
  }

  palette(type: string): Locator {
    // A layer that was used lately stands there twice.
    return this.region("Palette")
      .getByRole("button", { name: `Add ${type}`, exact: true })
      .first();
  }

  /** The type of each layer, as its card names it. */
  async layers(): Promise<string[]> {
    const labels = await this.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute("aria-label") ?? ""));
    return labels.map((label) => label.split(", ")[1] ?? "");
  }

  /** Waits until the pipeline shows these layers. */
  async shows(...expected: readonly string[]): Promise<void> {
    await eventually(async () => assert.deepEqual(await this.layers(), expected));
  }

  /** A point on the connection above the card at `index` (or below the last). */
  async gap(index: number): Promise<{ x: number; y: number }> {
    const count = await this.cards.count();
    const box = await this.card(Math.min(index, count - 1)).boundingBox();
    assert.ok(box, "the card is not on the screen");
    return { x: box.x + box.width / 2, y: index < count ? box.y - 4 : box.y + box.height + 4 };
  }

  /** Drags a layer of the palette into the pipeline. */
  async insert(type: string, at: number, beforeRelease?: () => Promise<void>): Promise<void> {
    await this.workbench.drag(this.palette(type), await this.gap(at), beforeRelease ? { beforeRelease } : {});
  }

  /** Drags a card to another place. */
  async move(from: number, gap: number): Promise<void> {
    await this.workbench.drag(this.card(from), await this.gap(gap));
  }

  /** Drags a card out of the pipeline, onto the palette. */
  async dragOut(index: number, beforeRelease?: () => Promise<void>): Promise<void> {
    await this.workbench.drag(this.card(index), await middle(this.region("Palette")), beforeRelease ? { beforeRelease } : {});
  }

  /** Writes a number or a text into a field of the inspector and leaves the field. */
  async fill(field: string, text: string): Promise<void> {
    const input = this.region("Inspector").getByRole("textbox", { name: field, exact: true });
    await input.fill(text);
    await input.press("Enter");
  }

  /** The rows of the loss table: epoch, training loss, validation loss, learning rate. */
  async lossRows(): Promise<number[][]> {
    const table = this.frame.getByRole("region", { name: "Loss by epoch" });
    const numbers = this.button("Show the numbers");
    await table.or(numbers).first().waitFor();
    if (await numbers.isVisible()) await numbers.click();
    await table.waitFor();
    // In one call: rows are added between two while a network is trained.
    const rows = await table
      .locator("tbody")
      .evaluate((body) => [...body.children].map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
    return rows.map((row) => row.map((text) => Number(text.replaceAll(",", "")))).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  }
}
