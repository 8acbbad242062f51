// The epochs in which something was found to be sick: a small diamond on the axis, and a faint line upwards.

import type { Plot } from "./plot.ts";

/** Pixels from the middle of a diamond to its corners. */
const SIZE = 4;

export function markHealth({ context, area, x, colour }: Plot, epochs: readonly number[]): void {
  context.save();
  const hue = colour("--vscode-editorWarning-foreground");
  context.fillStyle = hue;
  context.strokeStyle = hue;
  for (const epoch of new Set(epochs)) {
    const left = x(epoch);
    if (left < area.left - 0.5 || left > area.right + 0.5) continue;
    context.globalAlpha = 0.4;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(left, area.top);
    context.lineTo(left, area.bottom - 2 * SIZE);
    context.stroke();
    context.globalAlpha = 1;
    context.beginPath();
    context.moveTo(left, area.bottom - 2 * SIZE);
    context.lineTo(left + SIZE, area.bottom - SIZE);
    context.lineTo(left, area.bottom);
    context.lineTo(left - SIZE, area.bottom - SIZE);
    context.fill();
  }
  context.restore();
}
