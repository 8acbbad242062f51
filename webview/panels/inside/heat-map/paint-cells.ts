// A piece of a table as an image of one pixel for each cell, which is drawn as large as the cells are: a rect
// for each of them would take a frame.

import type { TensorPiece } from "../../../../src/training/inside/types.ts";

type Rgb = readonly [red: number, green: number, blue: number];

export interface CellColours {
  readonly negative: string;
  readonly positive: string;
  /** Of what is no finite number. */
  readonly wrong: string;
}

/** The numbers of colours by how CSS writes them. */
const known = new Map<string, Rgb>();

/** @param largest the absolute value that has the full colour */
export function cellsOf({ rows, columns, data }: TensorPiece, largest: number, colours: CellColours): HTMLCanvasElement {
  const [negative, positive, wrong] = [rgbOf(colours.negative), rgbOf(colours.positive), rgbOf(colours.wrong)];
  const image = new ImageData(columns, rows);
  for (const [at, value] of data.entries()) {
    const isWrong = !Number.isFinite(value);
    const [red, green, blue] = isWrong ? wrong : value < 0 ? negative : positive;
    // The root, so that small values are seen beside one that is far larger.
    const strength = isWrong ? 1 : largest === 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(value) / largest));
    image.data.set([red, green, blue, 255 * strength], 4 * at);
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

/** A colour as it is painted: CSS has more ways to write one than are worth reading. */
function rgbOf(colour: string): Rgb {
  const before = known.get(colour);
  if (before) return before;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return [0, 0, 0];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  known.set(colour, [red, green, blue]);
  return [red, green, blue];
}
