// The film of a run as a GIF: the boundary at each remembered moment, with its epoch and its score.

import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { BoundaryQuestion } from "../../../../src/training/space/types.ts";
import { formatCount, formatShare, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { planeOf } from "../boundary-page/boundary-plane.ts";
import { paintPlane } from "../plane-picture/paint-plane.ts";
import { css, themeOf } from "../plane-picture/theme.ts";
import type { Looking } from "./looking.ts";

const SIZE = { width: 480, height: 400 };
const HEAD = 28;
/** Milliseconds of a picture, and of the last one. */
const DELAY = 250;
const LAST = 2000;

/**
 * @param element whose theme it has
 * @param goesOn is told how far it is; false ends it
 * @returns undefined if it was ended, or there is no plane to draw
 */
export async function filmOf(
  { actions, facts, epochs }: Looking,
  questionAt: (epoch: number) => BoundaryQuestion,
  element: HTMLElement,
  goesOn: (share: number) => boolean,
): Promise<Uint8Array | undefined> {
  const theme = themeOf(element);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SIZE.width, SIZE.height + HEAD];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const gif = GIFEncoder();
  for (const [index, epoch] of epochs.entries()) {
    const question = questionAt(epoch);
    const answered = await actions.host.askSpace("boundary", { ...question, layer: undefined });
    if (!goesOn((index + 1) / epochs.length) || answered === undefined || question.y === undefined) return undefined;
    const { score } = answered.answer;
    context.setTransform(1, 0, 0, 1, 0, HEAD);
    paintPlane(context, planeOf(facts, question.x, question.y, answered.answer), theme, SIZE.width, SIZE.height);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = css(theme.background);
    context.fillRect(0, 0, SIZE.width, HEAD);
    context.fillStyle = theme.foreground;
    context.font = `13px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const value = score.name === "r2" ? `R² ${formatTick(score.value)}` : formatShare(score.value);
    context.fillText(`${t("Epoch {0}", formatCount(answered.answer.epoch))} · ${value}`, 12, HEAD / 2);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const palette = quantize(data, 256);
    const delay = index + 1 === epochs.length ? LAST : DELAY;
    gif.writeFrame(applyPalette(data, palette), canvas.width, canvas.height, { palette, delay });
  }
  gif.finish();
  return gif.bytes();
}
