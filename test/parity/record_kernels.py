"""Layers and losses forward and backward, and optimizers over many steps. Settings are written as a document writes them."""

import torch
from bits import bits
from torch import nn

EDGES = torch.tensor([[0.0, -0.0, 100.0], [-100.0, 1e-8, -1e-8], [3.5, 3.5, 3.5]])


def layers():
    settings = [{"type": "Linear", "out_features": 4}, {"type": "Linear", "out_features": 2, "bias": False}]
    settings += [{"type": name} for name in ["Identity", "Sigmoid", "Tanh", "ReLU"]]
    settings += [{"type": name, "dim": dim} for name in ["Softmax", "LogSoftmax"] for dim in [-2, -1, 0, 1]]
    for index, setting in enumerate(settings):
        torch.manual_seed(index)
        x = torch.cat([torch.randn(5, 3) * 3, EDGES]).requires_grad_()
        arguments = {key: value for key, value in setting.items() if key != "type"}
        module = nn.Linear(3, **arguments) if setting["type"] == "Linear" else getattr(nn, setting["type"])(**arguments)
        y = module(x)
        slope = torch.randn(y.shape)
        y.backward(slope)
        case = {"layer": setting, "input": bits(x), "gradOutput": bits(slope), "output": bits(y), "gradInput": bits(x.grad)}
        parameters = list(module.parameters())
        yield {**case, "parameters": [bits(p) for p in parameters], "gradients": [bits(p.grad) for p in parameters]}


def loss_case(setting, x, target):
    arguments = {key: torch.tensor(value) if key in ("weight", "pos_weight") else value for key, value in setting.items() if key != "type"}
    x = x.clone().requires_grad_()
    loss = getattr(nn, setting["type"])(**arguments)(x, target)
    loss.backward()
    return {"loss": setting, "width": x.shape[1], "output": bits(x), "target": bits(target), "value": bits(loss), "gradOutput": bits(x.grad)}


def losses():
    torch.manual_seed(11)
    probability = torch.cat([torch.rand(5, 2), torch.tensor([[0.0, 1.0], [1.0, 0.0], [1e-8, 1 - 1e-7]])])
    yes = torch.cat([torch.randint(0, 2, (4, 2)).float(), torch.tensor([[0.3, 0.7], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])])
    yield loss_case({"type": "BCELoss"}, probability, yes)
    # A certain and right answer.
    yield loss_case({"type": "BCELoss"}, probability[5:7], torch.tensor([[0.0, 1.0], [1.0, 0.0]]))
    logits = torch.cat([torch.randn(5, 2) * 4, torch.tensor([[200.0, -200.0], [0.0, -0.0], [-90.0, 90.0]])])
    for extra in [{}, {"pos_weight": [3.0]}, {"pos_weight": [0.5, 2.0]}]:
        yield loss_case({"type": "BCEWithLogitsLoss", **extra}, logits, yes)
    scores = torch.cat([torch.randn(6, 4) * 3, torch.tensor([[1000.0, -1000.0, 0.0, 1.0], [5.0, 5.0, 5.0, 5.0]])])
    classes = torch.tensor([0, 1, 2, 3, 1, 1, 0, 2])
    weight = {"weight": [0.5, 2.0, 1.0, 0.25]}
    for extra in [{}, weight, {"ignore_index": 1}, {**weight, "ignore_index": 1}, {"label_smoothing": 0.1}, {"label_smoothing": 1.0}]:
        yield loss_case({"type": "CrossEntropyLoss", **extra}, scores, classes)
    for extra in [weight, {"ignore_index": 1}, {**weight, "ignore_index": 1}]:
        yield loss_case({"type": "CrossEntropyLoss", **extra, "label_smoothing": 0.2}, scores, classes)
    yield loss_case({"type": "CrossEntropyLoss", "ignore_index": 1}, scores[:2], torch.tensor([1, 1]))
    for extra in [{}, weight, {"ignore_index": 1}, {**weight, "ignore_index": 1}]:
        yield loss_case({"type": "NLLLoss", **extra}, torch.log_softmax(scores, 1), classes)
    yield loss_case({"type": "MSELoss"}, torch.randn(7, 3), torch.randn(7, 3))
    yield loss_case({"type": "MSELoss"}, torch.randn(1, 1), torch.randn(1, 1))


STEPS = 25


def optimizers():
    sgd = [{}, {"momentum": 0.9}, {"momentum": 0.9, "dampening": 0.3}, {"weight_decay": 0.1}]
    sgd += [{"momentum": 0.8, "nesterov": True}, {"momentum": 0.8, "nesterov": True, "weight_decay": 0.05}]
    sgd += [{"momentum": 0.5, "dampening": 1.0, "weight_decay": 0.01}]
    adam = [{}, {"lr": 0.1}, {"betas": [0.5, 0.9]}, {"eps": 0.1}, {"weight_decay": 0.2}, {"amsgrad": True}]
    adam += [{"amsgrad": True, "weight_decay": 0.1, "lr": 0.05, "betas": [0.0, 0.99]}]
    settings = [{"type": "SGD", "lr": 0.05, **extra} for extra in sgd] + [{"type": "Adam", **extra} for extra in adam]
    torch.manual_seed(5)
    start = torch.randn(6)
    gradients = torch.randn(STEPS, 6) * torch.tensor([1.0, 1e-4, 100.0, 1e-8, 1.0, 0.0])
    # One gradient that fades, so that AMSGrad's largest square matters.
    gradients[:, 4] *= 0.7 ** torch.arange(STEPS)
    for setting in settings:
        parameter = nn.Parameter(start.clone())
        optimizer = getattr(torch.optim, setting["type"])([parameter], **{key: value for key, value in setting.items() if key != "type"})
        path = []
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()
            path.append(bits(parameter))
        yield {"optimizer": setting, "start": bits(start), "gradients": [bits(g) for g in gradients], "path": path}


def record():
    return {"layers": list(layers()), "losses": list(losses()), "optimizers": list(optimizers())}
