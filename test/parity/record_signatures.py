"""The parameters of PyTorch's layers, losses, optimizers and schedulers with their defaults; null where one is required."""

import inspect

import torch
from torch import nn

LAYERS = """Linear Identity Dropout AlphaDropout BatchNorm1d LayerNorm Sigmoid LogSigmoid Tanh Tanhshrink Hardtanh Hardsigmoid Hardswish Hardshrink Softshrink
Softsign Softplus ReLU ReLU6 LeakyReLU PReLU RReLU ELU CELU SELU GELU SiLU Mish GLU Threshold Softmax Softmin LogSoftmax"""
LOSSES = """BCELoss BCEWithLogitsLoss CrossEntropyLoss NLLLoss MSELoss L1Loss SmoothL1Loss HuberLoss PoissonNLLLoss SoftMarginLoss HingeEmbeddingLoss
MultiMarginLoss"""
OPTIMIZERS = "SGD Adam AdamW Adamax RAdam RMSprop Adagrad Adadelta Rprop"
SCHEDULERS = """StepLR MultiStepLR ConstantLR LinearLR ExponentialLR PolynomialLR CosineAnnealingLR CosineAnnealingWarmRestarts ReduceLROnPlateau OneCycleLR
CyclicLR"""
# Set by the network, not by a person.
GIVEN = ("self", "params", "optimizer", "args", "kwargs")


def signature(module, name):
    parameters = [p for p in inspect.signature(getattr(module, name).__init__).parameters.values() if p.name not in GIVEN]
    required = {p.name: None for p in parameters if p.default is inspect.Parameter.empty or repr(p.default).startswith("<")}
    return {p.name: [p.default] for p in parameters if p.name not in required} | required


def record():
    rooms = {"layers": (nn, LAYERS), "losses": (nn, LOSSES), "optimizers": (torch.optim, OPTIMIZERS), "schedulers": (torch.optim.lr_scheduler, SCHEDULERS)}
    return {room: [{"type": name, "parameters": signature(module, name)} for name in names.split()] for room, (module, names) in rooms.items()}
