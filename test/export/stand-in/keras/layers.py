import numpy as np

from . import ops

SCALE, ALPHA = 1.05070098, 1.67326324

ACTIVATIONS = {
    "sigmoid": ops.sigmoid,
    "log_sigmoid": lambda x: -ops.softplus(-x),
    "tanh": np.tanh,
    "softsign": lambda x: x / (1 + abs(x)),
    "selu": lambda x: SCALE * np.where(x > 0, x, ALPHA * np.expm1(x)),
    "silu": lambda x: x * ops.sigmoid(x),
    "mish": lambda x: x * np.tanh(ops.softplus(x)),
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
    "log_softmax": lambda x: x - x.max(-1, keepdims=True) - np.log(np.exp(x - x.max(-1, keepdims=True)).sum(-1, keepdims=True)),
    "gelu": lambda x: x * 0.5 * (1 + ops.erf(x / np.sqrt(2))),
}


class Layer:
    def __init__(self, *, name):
        self.name = name
        self.shapes = []

    def build(self, input_shape):
        pass

    def compute_output_shape(self, input_shape):
        return input_shape

    def set_weights(self, weights):
        assert [tuple(weight.shape) for weight in weights] == self.shapes, (self.name, self.shapes)
        self.weights = weights


class Dense(Layer):
    def __init__(self, units, *, use_bias=True, name):
        super().__init__(name=name)
        self.units, self.use_bias = units, use_bias

    def build(self, input_shape):
        self.shapes = [(input_shape[-1], self.units)] + [(self.units,)] * self.use_bias

    def call(self, x):
        kernel, *bias = self.weights
        return x @ kernel + sum(bias, np.float32(0))

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)


class Activation(Layer):
    def __init__(self, activation, *, name):
        super().__init__(name=name)
        self.activation = ACTIVATIONS[activation] if isinstance(activation, str) else activation

    def call(self, x):
        result = self.activation(x)
        # What the script writes itself has to be float32 by itself.
        return result if self.activation not in ACTIVATIONS.values() else ops.single(result)


class Normalization(Layer):
    running = 0

    def __init__(self, *, epsilon, center=True, scale=True, name):
        super().__init__(name=name)
        assert center == scale
        self.epsilon, self.learns = epsilon, center

    def build(self, input_shape):
        self.shapes = [(input_shape[-1],)] * (2 * self.learns + self.running)
        self.weights = []

    def scaled(self, x, mean, variance):
        gamma, beta = self.weights[:2] if self.learns else (1, 0)
        return ops.single((x - mean) / np.sqrt(variance + self.epsilon) * gamma + beta)


class BatchNormalization(Normalization):
    running = 2

    def call(self, x):
        return self.scaled(x, *self.weights[-2:])


class LayerNormalization(Normalization):
    def call(self, x):
        wide = x.astype(float)
        return self.scaled(wide, wide.mean(-1, keepdims=True), wide.var(-1, keepdims=True))


class PReLU(Layer):
    def __init__(self, *, shared_axes=(), name):
        super().__init__(name=name)
        self.shared_axes = shared_axes

    def build(self, input_shape):
        self.shapes = [(1,) if 1 in self.shared_axes else (input_shape[-1],)]

    def call(self, x):
        return np.where(x > 0, x, x * self.weights[0])


class Softmax(Layer):
    def call(self, x):
        return ops.softmax(x)


class Identity(Layer):
    def call(self, x):
        return x


class Dropout(Identity):
    def __init__(self, rate, *, name):
        super().__init__(name=name)
        assert 0 <= rate <= 1


class AlphaDropout(Dropout):
    pass


class ELU(Layer):
    def __init__(self, *, alpha, name):
        super().__init__(name=name)
        self.alpha = alpha

    def call(self, x):
        return ops.single(np.where(x > 0, x, self.alpha * np.expm1(x)))


class LeakyReLU(Layer):
    def __init__(self, *, negative_slope, name):
        super().__init__(name=name)
        assert negative_slope >= 0
        self.negative_slope = negative_slope

    def call(self, x):
        return ops.single(np.where(x > 0, x, x * self.negative_slope))
