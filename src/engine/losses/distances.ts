// Losses of the distance d = y − t: squares, lines, and what lies between.

import type { LossOf } from "../kernel.ts";
import { pointwise } from "./pointwise.ts";

const f = Math.fround;

export const mse = pointwise(() => ({
  value: (y, t) => {
    const distance = f(y - t);
    return f(distance * distance);
  },
  slope: (y, t, count) => f(2 / count) * f(y - t),
}));

export const l1 = pointwise(() => ({
  value: (y, t) => Math.abs(f(y - t)),
  slope: (y, t, count) => Math.sign(f(y - t)) / count,
}));

export const smoothL1 = pointwise(({ beta }: LossOf<"SmoothL1Loss">) => ({
  value: (y, t) => {
    const distance = Math.abs(f(y - t));
    return distance < beta ? (0.5 * distance * distance) / beta : distance - 0.5 * beta;
  },
  slope: (y, t, count) => {
    const distance = f(y - t);
    // In PyTorch's order, which decides if beta is 0.
    return (distance <= -beta ? -1 : distance >= beta ? 1 : distance / beta) / count;
  },
}));

export const huber = pointwise(({ delta }: LossOf<"HuberLoss">) => ({
  value: (y, t) => {
    const distance = Math.abs(f(y - t));
    return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
  },
  slope: (y, t, count) => {
    const distance = f(y - t);
    return (Math.abs(distance) < delta ? distance : delta * Math.sign(distance)) / count;
  },
}));
