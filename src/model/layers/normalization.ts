// Layers that rescale what they get, and layers that disturb it while training.

import { message } from "../message.ts";
import { optionalInteger, flag, nullableNumberWithDefault, numberWithDefault } from "../parameters.ts";
import { layer } from "./record.ts";

const eps = numberWithDefault(message("Added to the variance, so that nothing is divided by zero."), 1e-5, { min: 0 });
const drops = numberWithDefault(message("Share of the values that are dropped."), 0.5, { min: 0, max: 1, slider: [0, 0.9] });

export const normalizationLayers = {
  BatchNorm1d: layer({
    type: "BatchNorm1d",
    words: ["batch normalization", "배치 정규화"],
    picture: "M2 13.5H14M3 12C6 12 6 3 8 3C10 3 10 12 13 12",
    group: "normalization",
    parameters: {
      num_features: optionalInteger(message("Values per row. If empty, as many as the layer before gives."), { min: 1 }),
      eps,
      momentum: nullableNumberWithDefault(
        message("How much of each batch goes into the running statistics; null for their plain mean."),
        0.1,
        { min: 0, max: 1 },
      ),
      affine: flag(message("Learns a factor and a constant for each value."), true),
      track_running_stats: flag(message("Keeps running statistics, which replace the batch's own after training."), true),
    },
    formula: "y = (x − mean) / √(var + ε) · w + b",
    derivative: "y′ = w / √(var + ε), less what the batch's own mean and variance take back",
    about: message("Rescales each value to mean 0 and deviation 1 over the batch, then by a learned factor. Deep networks learn faster."),
    pitfall: message("It needs at least two rows in every training batch. The bias of a Linear before it has no effect."),
    multiplyAdds: (inFeatures) => inFeatures,
    parameterCount: (inFeatures, _, parameters) => (parameters["affine"] === false ? 0 : 2 * inFeatures),
  }),
  LayerNorm: layer({
    type: "LayerNorm",
    words: ["layer normalization", "층 정규화", "레이어 정규화"],
    picture: "M2.5 2V14M4 3C4 6 13 6 13 8C13 10 4 10 4 13",
    group: "normalization",
    parameters: {
      normalized_shape: optionalInteger(message("Values per row. If empty, as many as the layer before gives."), { min: 1 }),
      eps,
      elementwise_affine: flag(message("Learns a factor and a constant for each value."), true),
    },
    formula: "y = (x − mean) / √(var + ε) · w + b",
    derivative: "y′ = w / √(var + ε), less what the row's own mean and variance take back",
    about: message("Rescales the values of each row to mean 0 and deviation 1, independent of the other rows."),
    pitfall: message("It removes how large a row is as a whole. If that matters, normalize the features instead."),
    multiplyAdds: (inFeatures) => inFeatures,
    parameterCount: (inFeatures, _, parameters) => (parameters["elementwise_affine"] === false ? 0 : 2 * inFeatures),
  }),
  Dropout: layer({
    type: "Dropout",
    words: ["drop units", "드롭아웃", "과적합 방지"],
    picture:
      "M4.5 8a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 8a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M6.5 6.5 9.5 9.5M9.5 6.5 6.5 9.5",
    group: "regularization",
    parameters: { p: drops },
    formula: "y = x · mask / (1 − p)",
    derivative: "y′ = mask / (1 − p)",
    about: message("Drops values at random while training and scales the rest up, so that no unit relies on a single other."),
    pitfall: message("As the last layer it would distort the output, and small networks rarely need it."),
  }),
  AlphaDropout: layer({
    type: "AlphaDropout",
    words: ["alpha dropout", "알파 드롭아웃"],
    picture:
      "M4.5 5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M6.5 3.5 9.5 6.5M9.5 3.5 6.5 6.5M2 13C8 13 8 10 14 10",
    group: "regularization",
    parameters: { p: drops },
    formula: "y = a (x · mask + α′ (1 − mask)) + b",
    derivative: "y′ = a · mask",
    about: message("Dropout for networks with SELU: it keeps mean and deviation as they are."),
    pitfall: message("After activations other than SELU it is no better than Dropout."),
  }),
} as const;
