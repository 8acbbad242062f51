"""Losses forward and backward, optimizers over many steps, and the rates of schedulers. Settings are written as a document writes them."""

import torch
from bits import bits
from torch import nn

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
    for extra in [{}, {"p": 2}, {"margin": 0.3}, {"p": 2, "margin": 2.5, "weight": [0.5, 2.0, 1.0, 0.25]}]:
        yield loss_case({"type": "MultiMarginLoss", **extra}, scores[:6], classes[:6])
        yield loss_case({"type": "MultiMarginLoss", **extra}, scores[7:], classes[7:])
    y, t = torch.randn(7, 3) * 2, torch.randn(7, 3)
    # Ties and the distances at which a formula changes.
    y[0], t[0] = torch.tensor([1.0, 0.0, 0.5]), torch.tensor([1.0, 1.0, 0.0])
    settings = [{"type": "MSELoss"}, {"type": "L1Loss"}]
    settings += [{"type": "SmoothL1Loss", **extra} for extra in [{}, {"beta": 0.5}, {"beta": 0.0}]]
    settings += [{"type": "HuberLoss", **extra} for extra in [{}, {"delta": 0.5}, {"delta": 3.0}]]
    for setting in settings:
        yield loss_case(setting, y, t)
        yield loss_case(setting, torch.randn(1, 1), torch.randn(1, 1))
        yield loss_case(setting, torch.tensor([[float("inf")], [1.0]]), torch.tensor([[1.0], [2.0]]))
    counts = torch.tensor([[0.0, 1.0, 2.0]] * 3 + [[5.0, 0.0, 17.0]] * 4)
    for extra in [{}, {"full": True}, {"log_input": False}, {"log_input": False, "eps": 1e-2, "full": True}]:
        yield loss_case({"type": "PoissonNLLLoss", **extra}, y if extra.get("log_input", True) else y.abs(), counts)
    signs = torch.sign(torch.randn(7, 3))
    for setting in [{"type": "SoftMarginLoss"}] + [{"type": "HingeEmbeddingLoss", **extra} for extra in [{}, {"margin": 0.5}, {"margin": 3.0}]]:
        yield loss_case(setting, y, signs)
        yield loss_case(setting, torch.tensor([[50.0], [-50.0], [0.0]]), torch.tensor([[1.0], [1.0], [-1.0]]))


STEPS = 25


def optimizers():
    sgd = [{}, {"momentum": 0.9}, {"momentum": 0.9, "dampening": 0.3}, {"weight_decay": 0.1}]
    sgd += [{"momentum": 0.8, "nesterov": True}, {"momentum": 0.8, "nesterov": True, "weight_decay": 0.05}]
    sgd += [{"momentum": 0.5, "dampening": 1.0, "weight_decay": 0.01}]
    adam = [{}, {"lr": 0.1}, {"betas": [0.5, 0.9]}, {"eps": 0.1}, {"weight_decay": 0.2}, {"amsgrad": True}]
    adam += [{"amsgrad": True, "weight_decay": 0.1, "lr": 0.05, "betas": [0.0, 0.99]}]
    settings = [{"type": "SGD", "lr": 0.05, **extra} for extra in sgd]
    settings += [{"type": name, **extra} for name in ["Adam", "AdamW"] for extra in adam]
    averaged = [{}, {"eps": 1e-2, "lr": 0.05}, {"betas": [0.5, 0.9], "weight_decay": 0.1}]
    settings += [{"type": name, **extra} for name in ["Adamax", "RAdam"] for extra in averaged]
    rmsprop = [{}, {"eps": 1e-2}, {"alpha": 0.8, "momentum": 0.9}, {"centered": True, "eps": 1e-2}, {"centered": True, "momentum": 0.5, "weight_decay": 0.1, "eps": 1e-3}]
    settings += [{"type": "RMSprop", **extra} for extra in rmsprop]
    settings += [{"type": "Adagrad", **extra} for extra in [{}, {"lr_decay": 0.1, "eps": 1e-2}, {"initial_accumulator_value": 0.5, "weight_decay": 0.1}]]
    settings += [{"type": "Adadelta", **extra} for extra in [{}, {"rho": 0.5, "eps": 1e-2}, {"lr": 0.3, "weight_decay": 0.1}]]
    settings += [{"type": "Rprop", **extra} for extra in [{}, {"etas": [0.3, 1.5]}, {"lr": 0.1, "step_sizes": [0.05, 0.2]}]]
    torch.manual_seed(5)
    start = torch.randn(6)
    gradients = torch.randn(STEPS, 6) * torch.tensor([1.0, 1e-4, 100.0, 1e-8, 1.0, 0.0])
    # One gradient that fades, so that AMSGrad's largest square matters.
    gradients[:, 4] *= 0.7 ** torch.arange(STEPS)
    for setting in settings:
        parameter = nn.Parameter(start.clone())
        optimizer = getattr(torch.optim, setting["type"])([parameter], **{key: value for key, value in setting.items() if key != "type"})
        path = []
        for step, gradient in enumerate(gradients):
            if step == STEPS // 2:
                optimizer.param_groups[0]["lr"] *= 0.5
            parameter.grad = gradient.clone()
            optimizer.step()
            path.append(bits(parameter))
        yield {"optimizer": setting, "start": bits(start), "gradients": [bits(g) for g in gradients], "path": path}


EPOCHS = 60
SCHEDULERS = [
    *({"type": "StepLR", **extra} for extra in [{"step_size": 7}, {"step_size": 1, "gamma": 0.9}, {"step_size": 20, "gamma": 0.5}]),
    *({"type": "MultiStepLR", **extra} for extra in [{"milestones": [5, 30]}, {"milestones": [1, 2, 3], "gamma": 0.5}, {"milestones": [4, 4]}]),
    # What the constructor does already: a milestone of 0, factors of 0, rounds of one epoch.
    *({"type": "MultiStepLR", **extra} for extra in [{"milestones": [0], "gamma": 0.5}, {"milestones": [0, 0, 3], "gamma": 0.9}, {"milestones": [2, 0], "gamma": 0}]),
    *({"type": "StepLR", "step_size": 2, "gamma": gamma} for gamma in [0, 1]),
    {"type": "ExponentialLR", "gamma": 0},
    *({"type": "ConstantLR", **extra} for extra in [{"total_iters": 0}, {"factor": 0, "total_iters": 0}, {"factor": 1}]),
    *({"type": "LinearLR", **extra} for extra in [{"total_iters": 0}, {"total_iters": 1}, {"start_factor": 1e-9, "end_factor": 0}]),
    *({"type": "PolynomialLR", **extra} for extra in [{"total_iters": 0}, {"total_iters": 1, "power": 0.0}, {"total_iters": 1}]),
    *({"type": "CosineAnnealingLR", **extra} for extra in [{"T_max": 3, "eta_min": 0.2}, {"T_max": 2}]),
    *({"type": "CosineAnnealingWarmRestarts", **extra} for extra in [{"T_0": 1, "T_mult": 2}, {"T_0": 5, "T_mult": 3, "eta_min": 0.2}]),
    {"type": "ReduceLROnPlateau", "factor": 0, "patience": 0, "cooldown": 2, "threshold": 0.0, "min_lr": 0.01},
    {"type": "ReduceLROnPlateau", "mode": "max", "patience": 0, "threshold": -0.1, "cooldown": 1, "factor": 0.9, "eps": 0.0},
    {"type": "OneCycleLR", "max_lr": 0.5, "total_steps": 61, "pct_start": 0.0},
    {"type": "OneCycleLR", "max_lr": 0.5, "total_steps": 61, "pct_start": 1.0, "base_momentum": 1.0, "max_momentum": 0.0},
    {"type": "OneCycleLR", "max_lr": 0.5, "total_steps": 61, "pct_start": 0.9, "three_phase": True, "div_factor": 0.5, "final_div_factor": 1.0},
    {"type": "CyclicLR", "base_lr": 0.2, "max_lr": 0.01, "step_size_up": 1, "mode": "triangular2"},
    {"type": "CyclicLR", "base_lr": 0.01, "max_lr": 0.2, "step_size_up": 1, "step_size_down": 3, "mode": "exp_range", "gamma": 0.0},
    *({"type": "ConstantLR", **extra} for extra in [{}, {"factor": 0.5, "total_iters": 20}, {"factor": 0.1, "total_iters": 1}]),
    *({"type": "LinearLR", **extra} for extra in [{}, {"start_factor": 0.1, "total_iters": 30}, {"start_factor": 1.0, "end_factor": 0.2, "total_iters": 10}]),
    *({"type": "ExponentialLR", "gamma": gamma} for gamma in [0.9, 0.99, 1.05]),
    *({"type": "PolynomialLR", **extra} for extra in [{}, {"total_iters": 30, "power": 2.0}, {"total_iters": 59, "power": 0.5}]),
    *({"type": "CosineAnnealingLR", **extra} for extra in [{"T_max": 10}, {"T_max": 30, "eta_min": 0.01}, {"T_max": 1}]),
    *({"type": "CosineAnnealingWarmRestarts", **extra} for extra in [{"T_0": 10}, {"T_0": 3, "T_mult": 2}, {"T_0": 1, "eta_min": 0.01}]),
    {"type": "ReduceLROnPlateau"},
    {"type": "ReduceLROnPlateau", "patience": 1, "factor": 0.5, "cooldown": 3},
    {"type": "ReduceLROnPlateau", "mode": "max", "patience": 2, "threshold": 0.05, "threshold_mode": "abs"},
    {"type": "ReduceLROnPlateau", "patience": 0, "min_lr": 0.02, "eps": 1e-2, "threshold_mode": "abs"},
    {"type": "ReduceLROnPlateau", "mode": "max", "patience": 3},
    {"type": "OneCycleLR", "max_lr": 0.5, "total_steps": EPOCHS},
    {"type": "OneCycleLR", "max_lr": 0.5, "total_steps": EPOCHS, "three_phase": True, "anneal_strategy": "linear", "pct_start": 0.4},
    {"type": "OneCycleLR", "max_lr": 0.5, "total_steps": 100, "cycle_momentum": False, "div_factor": 5.0, "final_div_factor": 10.0},
    {"type": "CyclicLR", "base_lr": 0.01, "max_lr": 0.2, "step_size_up": 7},
    {"type": "CyclicLR", "base_lr": 0.01, "max_lr": 0.2, "step_size_up": 5, "step_size_down": 9, "mode": "triangular2"},
    {"type": "CyclicLR", "base_lr": 0.01, "max_lr": 0.2, "step_size_up": 4, "mode": "exp_range", "gamma": 0.98, "base_momentum": 0.5},
    {"type": "CyclicLR", "base_lr": 0.01, "max_lr": 0.2, "step_size_up": 3, "cycle_momentum": False},
]


def schedulers():
    """The learning rate and the momentum before each step, as doubles with all their digits."""
    torch.manual_seed(8)
    metrics = (torch.rand(EPOCHS, dtype=torch.float64) + torch.linspace(2, 0.5, EPOCHS, dtype=torch.float64)).tolist()
    for setting in SCHEDULERS:
        names = ["SGD", "Adam"] if setting["type"] == "OneCycleLR" else ["SGD"]
        for name in names:
            optimizer = getattr(torch.optim, name)([nn.Parameter(torch.zeros(1))], lr=0.1, **({"momentum": 0.7} if name == "SGD" else {}))
            arguments = {key: value for key, value in setting.items() if key != "type"}
            scheduler = getattr(torch.optim.lr_scheduler, setting["type"])(optimizer, **arguments)
            rates = []
            for metric in metrics:
                group = optimizer.param_groups[0]
                rates.append([group["lr"], group["momentum"] if name == "SGD" else group["betas"][0]])
                optimizer.step()
                scheduler.step(*([metric] if setting["type"] == "ReduceLROnPlateau" else []))
            yield {"scheduler": setting, "optimizer": name, "metrics": metrics, "rates": rates}


def record():
    return {"losses": list(losses()), "optimizers": list(optimizers()), "schedulers": list(schedulers())}
