// The reference backend: every kernel in plain TypeScript, written to be read and to give PyTorch's numbers.
// The compiler names a layer, loss or optimizer of the registry that has no kernel here.

import type { Backend } from "./kernel.ts";
import { batchNorm1d } from "./layers/batch-norm.ts";
import { alphaDropout, dropout } from "./layers/dropout.ts";
import { celu, elu, selu } from "./layers/elu.ts";
import { glu } from "./layers/glu.ts";
import { hardshrink, hardsigmoid, hardswish, softshrink } from "./layers/hard.ts";
import { identity } from "./layers/identity.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import { linear } from "./layers/linear.ts";
import { logSoftmax } from "./layers/log-softmax.ts";
import { prelu } from "./layers/prelu.ts";
import { hardtanh, leakyRelu, relu, relu6, step, threshold } from "./layers/relu.ts";
import { rrelu } from "./layers/rrelu.ts";
import { sigmoid } from "./layers/sigmoid.ts";
import { gelu, logSigmoid, mish, silu, softplus, softsign, tanh, tanhshrink } from "./layers/smooth.ts";
import { softmax, softmin } from "./layers/softmax.ts";
import { bce } from "./losses/bce.ts";
import { bceWithLogits } from "./losses/bce-with-logits.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import { huber, l1, mse, smoothL1 } from "./losses/distances.ts";
import { multiMargin } from "./losses/multi-margin.ts";
import { nll } from "./losses/nll.ts";
import { poissonNll } from "./losses/poisson-nll.ts";
import { hingeEmbedding, softMargin } from "./losses/signs.ts";
import { adadelta } from "./optimizers/adadelta.ts";
import { adagrad } from "./optimizers/adagrad.ts";
import { adam, adamW } from "./optimizers/adam.ts";
import { adamax } from "./optimizers/adamax.ts";
import { perceptron } from "./optimizers/perceptron.ts";
import { radam } from "./optimizers/radam.ts";
import { rmsprop } from "./optimizers/rmsprop.ts";
import { rprop } from "./optimizers/rprop.ts";
import { sgd } from "./optimizers/sgd.ts";
import { vectors } from "./vectors.ts";

export const reference: Backend = {
  name: "reference",
  allocate: (length) => new Float32Array(length),
  layers: {
    Linear: linear,
    Identity: identity,
    Sigmoid: sigmoid,
    LogSigmoid: logSigmoid,
    Tanh: tanh,
    Tanhshrink: tanhshrink,
    Softsign: softsign,
    Softplus: softplus,
    ELU: elu,
    CELU: celu,
    SELU: selu,
    GELU: gelu,
    SiLU: silu,
    Mish: mish,
    GLU: glu,
    ReLU: relu,
    ReLU6: relu6,
    LeakyReLU: leakyRelu,
    PReLU: prelu,
    RReLU: rrelu,
    Hardtanh: hardtanh,
    Hardsigmoid: hardsigmoid,
    Hardswish: hardswish,
    Hardshrink: hardshrink,
    Softshrink: softshrink,
    Threshold: threshold,
    Step: step,
    BatchNorm1d: batchNorm1d,
    LayerNorm: layerNorm,
    Dropout: dropout,
    AlphaDropout: alphaDropout,
    Softmax: softmax,
    Softmin: softmin,
    LogSoftmax: logSoftmax,
  },
  losses: {
    BCELoss: bce,
    BCEWithLogitsLoss: bceWithLogits,
    CrossEntropyLoss: crossEntropy,
    NLLLoss: nll,
    MSELoss: mse,
    L1Loss: l1,
    SmoothL1Loss: smoothL1,
    HuberLoss: huber,
    PoissonNLLLoss: poissonNll,
    SoftMarginLoss: softMargin,
    HingeEmbeddingLoss: hingeEmbedding,
    MultiMarginLoss: multiMargin,
  },
  optimizers: {
    SGD: sgd,
    Adam: adam,
    AdamW: adamW,
    Adamax: adamax,
    RAdam: radam,
    RMSprop: rmsprop,
    Adagrad: adagrad,
    Adadelta: adadelta,
    Rprop: rprop,
    Perceptron: perceptron,
  },
  vectors,
};
