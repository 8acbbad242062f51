// Layers that learn weights or hand on what they get.

import { message } from "../message.ts";
import { optionalInteger, flag, initialiser, integer } from "../parameters.ts";
import { layer } from "./record.ts";

export const linearLayers = {
  Linear: layer({
    type: "Linear",
    words: ["fully connected", "dense layer", "weights", "선형", "완전 연결층"],
    picture:
      "M4.5 4.5 11.5 4.5M4.5 4.5 11.5 11.5M4.5 11.5 11.5 4.5M4.5 11.5 11.5 11.5M4.5 4.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M4.5 11.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 4.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 11.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0",
    group: "linear",
    parameters: {
      in_features: optionalInteger(message("Values per row that come in. If empty, as many as the layer before gives."), { min: 1 }),
      out_features: integer(message("Values per row that go out: the number of units."), { min: 1, max: 65536, slider: [1, 128] }),
      bias: flag(message("Adds a learned constant to each output."), true),
      init: initialiser(message("How the first weights are drawn.")),
    },
    formula: "y = x Wᵀ + b",
    derivative: "∂y/∂x = W",
    about: message("Each output is a weighted sum of all inputs plus a bias. The weights are what the network learns."),
    pitfall: message("Two linear layers with nothing between them can do no more than one."),
    outFeatures: (parameters) => (typeof parameters["out_features"] === "number" ? parameters["out_features"] : undefined),
    multiplyAdds: (inFeatures, outFeatures) => inFeatures * outFeatures,
    parameterCount: (inFeatures, outFeatures, parameters) => outFeatures * (inFeatures + (parameters["bias"] === false ? 0 : 1)),
  }),
  Identity: layer({
    type: "Identity",
    words: ["pass through", "항등"],
    picture: "M2.5 13.5 13.5 2.5",
    group: "activation",
    parameters: {},
    formula: "y = x",
    derivative: "y′ = 1",
    about: message("Passes its input on unchanged. Useful as a placeholder, or to compare with an activation."),
  }),
} as const;
