// Everything the engine calls. Addresses are in bytes, counts in numbers.

export { addBias, backwardSmall, forwardSmall, forwardUnit, learnSmall, sumRows } from "./linear";
export { gather, measure, rescale, spread } from "./batch-norm";
export { leaky, relu, sigmoid, sigmoidBack, tanh, tanhBack } from "./curves";
export { applyMask, fillMask } from "./dropout";
export { adam, areFinite, copy, scale, sgd, sumOfSquares } from "./optimizers";
export { multiply, scratchBytes, useScratch } from "./products";
export { gatherRows, shuffle } from "./rows";
