// The theme's colours as numbers, for pictures that are painted pixel by pixel.

import { ORANGE, seriesColours } from "../../../shared/series-colours.ts";
import { paintedOn } from "../../network/network-view/network-picture.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export interface PlaneTheme {
  readonly background: Rgb;
  readonly foreground: string;
  readonly secondary: string;
  readonly wrong: string;
  readonly focus: string;
  readonly font: string;
  readonly numbers: string;
  /** A colour for each class, and again from the first if there are more. */
  readonly tones: readonly Rgb[];
  readonly low: Rgb;
  readonly high: Rgb;
}

/** @param element gets a child for a moment, whose colours are looked at */
export function themeOf(element: HTMLElement): PlaneTheme {
  const style = getComputedStyle(element);
  const probe = document.createElement("span");
  // What is in no slot has no style.
  (element.shadowRoot ?? element).append(probe);
  const seen = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const background = seen("var(--vscode-panel-background, var(--vscode-editor-background))");
  const over = paintedOn(background);
  const rgb = (colour: string): Rgb => {
    const text = over(seen(colour));
    return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
  };
  const theme: PlaneTheme = {
    background: rgb(background),
    foreground: over(seen("var(--vscode-foreground)")),
    secondary: over(seen("var(--vscode-descriptionForeground)")),
    wrong: over(seen("var(--vscode-editorError-foreground, var(--vscode-errorForeground))")),
    focus: over(seen("var(--vscode-focusBorder)")),
    font: style.fontFamily,
    numbers: style.getPropertyValue("--vscode-editor-font-family").trim() || "monospace",
    tones: seriesColours.map(rgb),
    low: rgb(seriesColours[0]),
    high: rgb(ORANGE),
  };
  probe.remove();
  return theme;
}

/** A colour over the background, with a strength of 0 … 1. */
export function mixed([red, green, blue]: Rgb, [r, g, b]: Rgb, strength: number): Rgb {
  const share = Math.min(1, Math.max(0, strength));
  return [red + (r - red) * share, green + (g - green) * share, blue + (b - blue) * share];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}
