import math

import numpy as np

absolute = np.absolute
exp = np.exp
expm1 = np.expm1
log1p = np.log1p
maximum = lambda a, b: single(np.maximum(a, b))
minimum = lambda a, b: single(np.minimum(a, b))
tanh = np.tanh


def single(x):
    return np.asarray(x, np.float32)


def where(condition, yes, no):
    return single(np.where(condition, yes, no))


def cast(x, dtype):
    return x.astype(dtype)


def split(x, count, axis):
    return np.split(x, count, axis=axis)


def sigmoid(x):
    return single(1 / (1 + np.exp(-x.astype(float))))


def softmax(x):
    powers = np.exp(x.astype(float) - x.max(-1, keepdims=True))
    return single(powers / powers.sum(-1, keepdims=True))


def softplus(x):
    return np.logaddexp(0, x.astype(float))


def erf(x):
    return np.vectorize(math.erf, otypes=[float])(x)


def convert_to_numpy(x):
    return x
