// Which lesson explains a layer, for the link in its description.

import type { LayerType } from "../model/layers.ts";
import type { LessonId } from "./catalogue.ts";

/** Layers that no lesson is about are not here. */
export const layerLessons: Readonly<Partial<Record<LayerType, LessonId>>> = {
  Linear: "forward-by-hand",
  Sigmoid: "binary-classification",
  Step: "perceptron",
  Threshold: "activations",
  Tanh: "activations",
  ReLU: "activations",
  LeakyReLU: "gradients",
  PReLU: "gradients",
  ELU: "gradients",
  BatchNorm1d: "gradients",
  LayerNorm: "gradients",
  Softmax: "softmax",
  Softmin: "softmax",
  LogSoftmax: "softmax",
  Dropout: "overfitting",
};
