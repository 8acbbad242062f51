"""Saves models with Keras, beside what they answer; test/unit/code/keras-files.test.ts imports them.

    python3 -m venv v && v/bin/pip install keras jax
    KERAS_BACKEND=numpy v/bin/python test/parity/record_keras.py

Recorded with Keras 3.15.1.
"""

import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "numpy")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

folder = Path("test/fixtures/models")
folder.mkdir(exist_ok=True)
generator = np.random.default_rng(5)
INPUTS = generator.normal(size=(5, 4)).astype("float32")
cases = {}


def keep(name, model):
    model(INPUTS)
    # What training would have made of them.
    model.set_weights([np.abs(w) + 0.1 * generator.random(w.shape) if "var" in v.path else w + 0.2 * generator.normal(size=w.shape) for v, w in zip(model.weights, model.get_weights())])
    for ending in ("keras", "h5"):
        model.save(folder / f"{name}.{ending}")
    cases[name] = np.asarray(model(INPUTS)).tolist()


keep("dense", keras.Sequential([keras.Input((4,)), layers.Dense(6, activation="relu"), layers.Dense(2)]))
keep(
    "classes",
    keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(6, activation="tanh", name="first layer"),
            layers.BatchNormalization(),
            layers.Dropout(0.25),
            layers.Dense(6, use_bias=False),
            layers.Activation("gelu"),
            layers.LayerNormalization(),
            layers.Dense(3, activation="softmax"),
        ]
    ),
)
keep(
    "layers",
    keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(5, activation="leaky_relu"),
            layers.LeakyReLU(0.3),
            layers.ELU(0.5),
            layers.PReLU(),
            layers.ReLU(),
            layers.BatchNormalization(scale=False),
            layers.BatchNormalization(center=False, epsilon=1e-5),
            layers.Dense(4, activation="silu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    ),
)
x = inputs = keras.Input((4,))
x = layers.Dense(6, activation="selu")(x)
x = layers.Dense(2)(x)
keep("functional", keras.Model(inputs, x))
x = inputs = keras.Input((4,))
x = layers.Add()([x, layers.Dense(4)(x)])
keep("residual", keras.Model(inputs, x))
(folder / "keras.json").write_text(json.dumps({"inputs": INPUTS.tolist(), "outputs": cases}, indent=1))
