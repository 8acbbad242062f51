"""Layers forward and backward, while training and afterwards, with their running statistics and random numbers. Settings are written as a document writes them."""

import torch
from bits import bits, next_word
from torch import nn

INF, NAN = float("inf"), float("nan")
# Kinks, ties, what overflows and what is next to nothing.
EDGES = [0.0, -0.0, 1.0, -1.0, 3.0, -3.0, 6.0, -6.0, 0.5, -0.5, 2.0, -2.0, 20.0, -20.0, 100.0, -100.0, 1e-8, -1e-8, 1e-40, 3.5]
SETTINGS = [
    {"type": "Linear", "out_features": 4},
    {"type": "Linear", "out_features": 2, "bias": False},
    {"type": "Linear", "out_features": 1},
    {"type": "Linear", "out_features": 37},
    *({"type": name} for name in ["Identity", "Sigmoid", "LogSigmoid", "Tanh", "Tanhshrink", "Softsign", "SiLU", "Mish"]),
    *({"type": name} for name in ["ReLU", "ReLU6", "Hardsigmoid", "Hardswish", "SELU"]),
    *({"type": name, **extra} for name in ["ELU", "CELU"] for extra in [{}, {"alpha": 2.0}, {"alpha": 0.3}]),
    *({"type": "Softplus", **extra} for extra in [{}, {"beta": 2.0}, {"beta": 0.5, "threshold": 1.0}]),
    *({"type": "GELU", **extra} for extra in [{}, {"approximate": "tanh"}]),
    *({"type": "LeakyReLU", **extra} for extra in [{}, {"negative_slope": 0.2}, {"negative_slope": 1.5}]),
    *({"type": "PReLU", **extra} for extra in [{}, {"init": 0.1}, {"num_parameters": 4}]),
    *({"type": "RReLU", **extra} for extra in [{}, {"lower": 0.3, "upper": 0.4}, {"lower": 0.0, "upper": 1.0}]),
    *({"type": "Hardtanh", **extra} for extra in [{}, {"min_val": -2.0, "max_val": 0.5}, {"min_val": 0.1, "max_val": 0.2}]),
    *({"type": name, **extra} for name in ["Hardshrink", "Softshrink"] for extra in [{}, {"lambd": 1.0}, {"lambd": 0.0}]),
    *({"type": "Threshold", "threshold": t, "value": v} for t, v in [(0.0, 0.0), (1.0, 20.0), (-0.5, -3.0)]),
    *({"type": "GLU", **extra} for extra in [{}, {"dim": 1}, {"dim": -1}]),
    *({"type": name, "dim": dim} for name in ["Softmax", "Softmin", "LogSoftmax"] for dim in [-2, -1, 0, 1]),
    *({"type": "BatchNorm1d", **extra} for extra in [{}, {"eps": 1e-2, "momentum": 0.3}, {"momentum": None}, {"affine": False}]),
    {"type": "BatchNorm1d", "track_running_stats": False},
    *({"type": "LayerNorm", **extra} for extra in [{}, {"eps": 1e-2}, {"elementwise_affine": False}]),
    *({"type": name, **extra} for name in ["Dropout", "AlphaDropout"] for extra in [{}, {"p": 0.2}, {"p": 0.9}, {"p": 0.0}, {"p": 1.0}]),
    {"type": "Step"},
]
SIZED = {"Linear": "in_features", "BatchNorm1d": "num_features", "LayerNorm": "normalized_shape"}


class Step(nn.Module):
    """1 where x >= 0, else 0; its slope is 0 everywhere."""

    def forward(self, x):
        return (x >= 0).to(x.dtype) + x.nan_to_num(0, 0, 0) * 0


def inputs(setting):
    """Batches of random numbers of several shapes, then the edges."""
    wide = torch.cat([torch.randn(5, 4) * 3, torch.tensor(EDGES).reshape(5, 4)])
    sharp = torch.tensor([[0.0, -0.0, INF, -INF], [NAN, 1.0, -1.0, 1e38], [1.0, 2.0, 3.0, 4.0]])
    batches = [wide, torch.randn(7, 4)]
    if setting["type"] not in ("BatchNorm1d", "Linear"):
        batches += [torch.randn(1, 4)]
    if setting["type"] not in ("BatchNorm1d", "LayerNorm", "Linear", "Softmax", "Softmin", "LogSoftmax", "Dropout", "AlphaDropout", "Step"):
        batches += [sharp]
    if setting["type"] not in ("GLU",) and setting.get("num_parameters", 1) == 1:
        # Of a single value LayerNorm leaves nothing but rounding.
        batches += [torch.randn(6, 1) * 2] if setting["type"] != "LayerNorm" else []
        if setting["type"] in ("Linear", "BatchNorm1d", "LayerNorm", "Softmax", "LogSoftmax", "Dropout", "PReLU", "RReLU"):
            batches += [torch.randn(9, 33)]
    return batches


def module_of(setting, width):
    kind = setting["type"]
    arguments = {key: value for key, value in setting.items() if key != "type"}
    if kind == "Step":
        return Step()
    return getattr(nn, kind)(*([width] if kind in SIZED else []), **arguments)


def cases(setting, index):
    torch.manual_seed(index)
    batches = inputs(setting)
    for width in sorted({batch.shape[1] for batch in batches}):
        torch.manual_seed(1000 + index)
        module = module_of(setting, width)
        for parameter in module.parameters():
            if setting["type"] in ("BatchNorm1d", "LayerNorm"):
                nn.init.normal_(parameter)
        passes = [(batch, True) for batch in batches if batch.shape[1] == width]
        passes += [(batch, False) for batch, _ in passes[:2]]
        start = [bits(p) for p in module.parameters()]
        torch.manual_seed(2000 + index)
        steps = []
        for batch, training in passes:
            module.train(training)
            x = batch.clone().requires_grad_()
            module.zero_grad()
            y = module(x)
            slope = torch.linspace(-2, 2, y.numel()).reshape(y.shape).add(0.013)
            y.backward(slope)
            steps.append(
                {
                    "training": training,
                    "rows": len(batch),
                    "input": bits(x),
                    "gradOutput": bits(slope),
                    "output": bits(y),
                    "gradInput": bits(x.grad),
                    "gradients": [bits(p.grad) for p in module.parameters()],
                    "buffers": [bits(b) for b in module.buffers()],
                }
            )
        yield {"layer": setting, "width": width, "seed": 2000 + index, "parameters": start, "steps": steps, "next": next_word()}


def record():
    return [case for index, setting in enumerate(SETTINGS) for case in cases(setting, index)]
