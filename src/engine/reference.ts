// The reference backend: every kernel in plain TypeScript, written to be read and to give PyTorch's numbers.
// The compiler names a layer, loss or optimizer of the registry that has no kernel here.

import type { Backend } from "./kernel.ts";
import { identity } from "./layers/identity.ts";
import { linear } from "./layers/linear.ts";
import { logSoftmax } from "./layers/log-softmax.ts";
import { relu } from "./layers/relu.ts";
import { sigmoid } from "./layers/sigmoid.ts";
import { softmax } from "./layers/softmax.ts";
import { tanh } from "./layers/tanh.ts";
import { bce } from "./losses/bce.ts";
import { bceWithLogits } from "./losses/bce-with-logits.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import { mse } from "./losses/mse.ts";
import { nll } from "./losses/nll.ts";
import { adam } from "./optimizers/adam.ts";
import { sgd } from "./optimizers/sgd.ts";

export const reference: Backend = {
  allocate: (length) => new Float32Array(length),
  layers: {
    Linear: linear,
    Identity: identity,
    Sigmoid: sigmoid,
    Tanh: tanh,
    ReLU: relu,
    Softmax: softmax,
    LogSoftmax: logSoftmax,
  },
  losses: { BCELoss: bce, BCEWithLogitsLoss: bceWithLogits, CrossEntropyLoss: crossEntropy, NLLLoss: nll, MSELoss: mse },
  optimizers: { SGD: sgd, Adam: adam },
};
