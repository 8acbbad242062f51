"""What Keras answers for every layer and function that exported scripts use. test/export/keras-stand-in.test.ts
compares it with the stand-in of test/export/stand-in.

    python3 -m venv v && v/bin/pip install keras jax
    KERAS_BACKEND=numpy v/bin/python test/parity/keras_layers.py > test/fixtures/parity/keras.json

Recorded with Keras 3.15.1.
"""

import json

import keras
import numpy as np
from keras import layers, ops

NAMED = "sigmoid log_sigmoid tanh softsign selu silu mish relu relu6 hard_sigmoid log_softmax gelu".split()
LAYERS = {
    **{name: layers.Activation(name, name=name) for name in NAMED},
    "Dense": layers.Dense(3, name="dense"),
    "Dense without a bias": layers.Dense(3, use_bias=False, name="plain"),
    "BatchNormalization": layers.BatchNormalization(epsilon=0.01, name="batch"),
    "LayerNormalization": layers.LayerNormalization(epsilon=0.01, name="layer"),
    "PReLU": layers.PReLU(name="prelu"),
    "PReLU, one slope": layers.PReLU(shared_axes=[1], name="slope"),
    "Softmax": layers.Softmax(name="softmax"),
    "ELU": layers.ELU(alpha=0.7, name="elu"),
    "LeakyReLU": layers.LeakyReLU(negative_slope=0.2, name="leaky"),
}
FUNCTIONS = {
    "erf": ops.erf,
    "softplus": ops.softplus,
    "softmax": ops.softmax,
    "exp": ops.exp,
    "expm1": ops.expm1,
    "maximum": lambda x: ops.maximum(x, 0.5),
    "where": lambda x: ops.where(x > 0, x, 2 * x),
}
INPUTS = np.round(np.linspace(-4, 4, 24), 3).astype("float32").reshape(4, 6)


def weights_of(layer):
    """Numbers that are easy to give again."""
    return [(1 + np.arange(np.prod(shape)) % 5).reshape(shape).astype("float32") / 4 for shape in shapes_of(layer)]


def shapes_of(layer):
    layer.build((None, INPUTS.shape[1]))
    return getattr(layer, "shapes", None) or [tuple(weight.shape) for weight in layer.get_weights()]


def answer(layer):
    weights = weights_of(layer) if not isinstance(layer, (layers.Activation, layers.Softmax, layers.ELU, layers.LeakyReLU)) else []
    if weights:
        layer.set_weights(weights)
    return np.asarray(layer.call(ops.cast(np.asarray(INPUTS), "float32"))).astype(float).round(7).tolist()


found = {name: answer(layer) for name, layer in LAYERS.items()}
found.update({f"ops.{name}": np.asarray(call(INPUTS)).astype(float).round(7).tolist() for name, call in FUNCTIONS.items()})
print(json.dumps(found))
