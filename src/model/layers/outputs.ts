// Layers over a whole row, which usually come last.

import { message } from "../message.ts";
import { integerWithDefault } from "../parameters.ts";
import { layer } from "./record.ts";

const dim = integerWithDefault(message("The dimension that sums to one: −1 over a row's values, 0 over the rows of the batch."), -1, {
  min: -2,
  max: 1,
});

export const outputLayers = {
  Softmax: layer({
    type: "Softmax",
    words: ["probabilities of classes", "소프트맥스", "클래스 확률"],
    picture: "M2 13.5H14M4 13V10M8 13V3M12 13V7",
    group: "output",
    parameters: { dim },
    formula: "yᵢ = eˣⁱ / Σⱼ eˣʲ",
    derivative: "∂yᵢ/∂xⱼ = yᵢ (δᵢⱼ − yⱼ)",
    about: message("Turns a row of numbers into probabilities that sum to one, one per class."),
    pitfall: message("CrossEntropyLoss already contains it: with both, learning is slow."),
    range: [0, 1],
  }),
  Softmin: layer({
    type: "Softmin",
    words: ["probabilities of distances", "소프트민"],
    picture: "M2 2.5H14M4 3V6M8 3V13M12 3V9",
    group: "output",
    parameters: { dim },
    formula: "yᵢ = e⁻ˣⁱ / Σⱼ e⁻ˣʲ",
    derivative: "∂yᵢ/∂xⱼ = −yᵢ (δᵢⱼ − yⱼ)",
    about: message("Softmax that gives the smallest number the highest probability, as for distances."),
    pitfall: message("CrossEntropyLoss already contains a softmax: with both, learning is slow."),
    range: [0, 1],
  }),
  LogSoftmax: layer({
    type: "LogSoftmax",
    words: ["log probabilities of classes", "로그 소프트맥스", "로그 확률"],
    picture: "M2 2.5H14M4 3V11M8 3V5M12 3V8",
    group: "output",
    parameters: { dim },
    formula: "yᵢ = xᵢ − log Σⱼ eˣʲ",
    derivative: "∂yᵢ/∂xⱼ = δᵢⱼ − softmax(x)ⱼ",
    about: message("The logarithm of softmax, computed without overflow. Goes with NLLLoss."),
    pitfall: message("Its outputs are logarithms, all at most zero, not probabilities."),
    range: [-Infinity, 0],
  }),
} as const;
