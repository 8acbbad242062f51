"""As much of Keras 3 as exported scripts use, written down from its documentation, on
NumPy: for machines on which Keras cannot be installed. It checks the names, the
arguments and the shapes that Keras would, and computes in float32."""

from . import layers, ops

__version__ = "3"


class Input:
    def __init__(self, shape):
        assert isinstance(shape, tuple) and len(shape) == 1
        self.width = shape[0]


class Sequential:
    def __init__(self, parts):
        first, *self.layers = parts
        assert isinstance(first, Input)
        width = first.width
        for layer in self.layers:
            assert isinstance(layer, layers.Layer)
            layer.build((None, width))
            width = layer.compute_output_shape((None, width))[-1]
        assert len({layer.name for layer in self.layers}) == len(self.layers)

    def get_layer(self, name):
        return next(layer for layer in self.layers if layer.name == name)

    def __call__(self, x, training):
        assert training is False and x.dtype == "float32"
        for layer in self.layers:
            shape = layer.compute_output_shape(x.shape)
            x = layer.call(x)
            assert x.shape == tuple(shape) and x.dtype == "float32", (layer.name, x.dtype)
        return x
