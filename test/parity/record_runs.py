"""Whole runs: three documents with all their weights, and the loss histories of many variations of them. Read, encoded and trained here, independently of the product."""

import copy
import json
from pathlib import Path

import pandas
import torch
from bits import bits
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset, random_split

EPOCHS = 10
MISSING = ["", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "null", "NULL", "<NA>"]


def read(document):
    """The rows that are left, as texts: features, target."""
    data = document["data"]
    table = pandas.read_csv(Path("samples") / data["file"], dtype=str, keep_default_na=False)
    features = table[data["features"]]
    for name in features:
        missing = data.get("columns", {}).get(name, {}).get("missing_values", MISSING)
        features = features[~table.loc[features.index, name].isin([*missing, ""])]
    return features, table.loc[features.index, data["target"]]


def encode(document, features, target, train):
    """Inputs and targets; statistics are those of the training rows."""
    columns = []
    for name in features:
        numbers = pandas.to_numeric(features[name], errors="coerce")
        if numbers.isna().any():
            columns += [(features[name] == category).astype(float) for category in sorted(features[name].unique())]
            continue
        numbers = numbers.astype(float)
        if document["data"].get("normalize") == "standard":
            fitted = numbers.iloc[train]
            numbers = (numbers - fitted.mean()) / fitted.std(ddof=0)
        columns.append(numbers)
    inputs = torch.tensor(pandas.concat(columns, axis=1).to_numpy(), dtype=torch.float32)
    classes = sorted(target.unique())
    labels = torch.tensor([classes.index(value) for value in target])
    if document["training"]["loss"]["type"] == "BCELoss":
        labels = labels.to(torch.float32).unsqueeze(1)
    return inputs, labels


SIZED = ("Linear", "BatchNorm1d", "LayerNorm")


def build(document, inputs):
    modules = []
    for layer in document["layers"]:
        kind, arguments = named(nn, layer)
        modules.append(kind(*([inputs] if layer["type"] in SIZED else []), **arguments))
        inputs = layer.get("out_features", inputs // 2 if layer["type"] == "GLU" else inputs)
    return nn.Sequential(*modules)


def named(module, settings):
    """A layer, a loss, an optimizer or a scheduler of a document: its class and its arguments."""
    lists = ("weight", "pos_weight")
    arguments = {key: torch.tensor(value) if key in lists else value for key, value in settings.items() if key != "type"}
    return getattr(module, settings["type"]), arguments


def start_scheduler(training, optimizer, batches):
    """The scheduler, and whether it steps after every batch."""
    settings = training.get("scheduler")
    if settings is None:
        return None, False
    kind, arguments = named(torch.optim.lr_scheduler, settings)
    if settings["type"] == "OneCycleLR":
        arguments.setdefault("total_steps", EPOCHS * batches)
    return kind(optimizer, **arguments), settings["type"] in ("OneCycleLR", "CyclicLR")


class Run:
    def __init__(self, document):
        self.document = document
        self.training = training = document["training"]
        features, target = read(document)
        torch.manual_seed(training["seed"])
        fractions = document["data"]["split"]
        parts = random_split(range(len(features)), [fractions["train"], fractions["validation"], fractions["test"]])
        self.split = train, validation, test = [list(part.indices) for part in parts]
        self.inputs, self.labels = encode(document, features, target, train)
        self.rows = TensorDataset(self.inputs, self.labels, torch.arange(len(self.inputs)))
        self.model = build(document, self.inputs.shape[1])
        self.start = self.state()
        loss_class, arguments = named(nn, training["loss"])
        self.criterion = loss_class(**arguments)
        self.epochs, self.first_batches = [], []
        self.train(train, validation)
        self.test = self.evaluate(test)

    def state(self):
        return {key: bits(value) for key, value in self.model.state_dict().items()}

    def evaluate(self, indices):
        total = 0.0
        self.model.eval()
        with torch.no_grad():
            for x, y, _ in DataLoader(Subset(self.rows, indices), self.training["batch_size"]):
                total += self.criterion(self.model(x), y).item() * len(x)
        return total / len(indices)

    def train(self, train, validation):
        model, training = self.model, self.training
        optimizer_class, arguments = named(torch.optim, training["optimizer"])
        optimizer = optimizer_class(model.parameters(), **arguments)
        shuffle, drop_last = training.get("shuffle", True), training.get("drop_last", False)
        loader = DataLoader(Subset(self.rows, train), training["batch_size"], shuffle=shuffle, drop_last=drop_last)
        scheduler, per_batch = start_scheduler(training, optimizer, len(loader))
        for _ in range(EPOCHS):
            total, seen = 0.0, 0
            model.train()
            for x, y, index in loader:
                if len(self.first_batches) < 3:
                    self.first_batches.append(index.tolist())
                loss = self.criterion(model(x), y)
                total += loss.item() * len(x)
                seen += len(x)
                optimizer.zero_grad()
                loss.backward()
                if "clip_grad_norm" in training:
                    nn.utils.clip_grad_norm_(model.parameters(), training["clip_grad_norm"])
                optimizer.step()
                if per_batch:
                    scheduler.step()
            self.epochs.append([total / seen, self.evaluate(validation)])
            if scheduler and not per_batch:
                plateau = training["scheduler"]["type"] == "ReduceLROnPlateau"
                scheduler.step(*([self.epochs[-1][1]] if plateau else []))


def document_of(name):
    return json.loads((Path("samples") / f"{name}.perceptron").read_text())


def run(name):
    found = Run(document_of(name))
    return {
        "name": name,
        "split": found.split,
        "inputs": bits(found.inputs[:4]),
        "targets": bits(found.labels[:4]),
        "start": found.start,
        "batches": found.first_batches,
        "epochs": found.epochs,
        "test": found.test,
        "end": found.state(),
    }


def record():
    return {"runs": [run(name) for name in ["binary", "iris", "penguins"]]}


def linear(units, **more):
    return {"type": "Linear", "out_features": units, **more}


def network(*between):
    """A network for three classes with some layers after each of its two hidden ones."""
    return [linear(12), *between, linear(8), *between, linear(3)]


def layers(*between):
    return {"layers": network(*between)}


def optimizer(name, **settings):
    return {"layers": network({"type": "Tanh"}), "training": {"optimizer": {"type": name, **settings}}}


def scheduler(name, base=None, **settings):
    base = base or {"type": "SGD", "lr": 0.1, "momentum": 0.5}
    return {"layers": network({"type": "Tanh"}), "training": {"optimizer": base, "scheduler": {"type": name, **settings}}}


def loss(name, *last, **settings):
    return {"layers": [*network({"type": "ReLU"}), *last], "training": {"loss": {"type": name, **settings}}}


BATCH_NORM, DROPOUT = {"type": "BatchNorm1d"}, {"type": "Dropout", "p": 0.2}
ACTIVATIONS = """Sigmoid LogSigmoid Tanh Tanhshrink Softsign Softplus ELU CELU SELU GELU SiLU Mish GLU ReLU ReLU6 LeakyReLU PReLU RReLU Hardtanh Hardsigmoid
Hardswish Hardshrink Softshrink"""
VARIATIONS = {
    **{name: layers({"type": name}) for name in ACTIVATIONS.split()},
    "Threshold": layers({"type": "Threshold", "threshold": 0.1, "value": -0.5}),
    "Softmin and Softmax inside": {"layers": [linear(6), {"type": "Softmin", "dim": -1}, linear(6), {"type": "Softmax", "dim": -1}, linear(3)]},
    "BatchNorm1d after a bias, with Adam": {
        "layers": [linear(6), BATCH_NORM, {"type": "Tanh"}, linear(3)],
        "training": {"optimizer": {"type": "Adam"}},
    },
    "BatchNorm1d": {"layers": [linear(12, bias=False), BATCH_NORM, {"type": "ReLU"}, linear(8, bias=False), BATCH_NORM, {"type": "Tanh"}, linear(3)]},
    "BatchNorm1d by the plain mean": {"layers": [{**BATCH_NORM, "momentum": None, "eps": 1e-2}, linear(8), {"type": "Tanh"}, linear(3)]},
    "LayerNorm": layers({"type": "LayerNorm"}, {"type": "ReLU"}),
    "Dropout": layers({"type": "ReLU"}, DROPOUT),
    "Dropout of nearly everything": layers({"type": "ReLU"}, {"type": "Dropout", "p": 0.9}),
    "AlphaDropout": layers({"type": "SELU"}, {"type": "AlphaDropout", "p": 0.1}),
    "BatchNorm1d, ReLU and Dropout": {
        "layers": [linear(16, bias=False), BATCH_NORM, {"type": "ReLU"}, DROPOUT, linear(8, bias=False), BATCH_NORM, {"type": "ReLU"}, DROPOUT, linear(3)]
    },
    "SGD": optimizer("SGD", lr=0.1),
    "SGD with Nesterov": optimizer("SGD", lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    "SGD with dampening": optimizer("SGD", lr=0.1, momentum=0.8, dampening=0.4),
    "Adam": optimizer("Adam"),
    "Adam with its parameters": optimizer("Adam", lr=0.02, betas=[0.8, 0.99], eps=1e-2, weight_decay=0.01, amsgrad=True),
    "AdamW": optimizer("AdamW", lr=0.01),
    "AdamW with its parameters": optimizer("AdamW", lr=0.02, eps=1e-2, weight_decay=0.2),
    "Adamax": optimizer("Adamax"),
    "Adamax with its parameters": optimizer("Adamax", lr=0.02, betas=[0.8, 0.99], eps=1e-2, weight_decay=0.1),
    "RAdam": optimizer("RAdam", lr=0.01),
    "RAdam with its parameters": optimizer("RAdam", lr=0.02, betas=[0.8, 0.99], eps=1e-2, weight_decay=0.1),
    "RMSprop": optimizer("RMSprop", lr=0.003),
    "RMSprop with its parameters": optimizer("RMSprop", lr=0.003, alpha=0.9, eps=1e-2, momentum=0.5, centered=True, weight_decay=0.01),
    "Adagrad": optimizer("Adagrad", lr=0.05),
    "Adagrad with its parameters": optimizer("Adagrad", lr=0.1, lr_decay=0.01, eps=1e-2, initial_accumulator_value=0.1, weight_decay=0.01),
    "Adadelta": optimizer("Adadelta"),
    "Adadelta with its parameters": optimizer("Adadelta", lr=0.5, rho=0.8, eps=1e-2, weight_decay=0.01),
    "Rprop": optimizer("Rprop"),
    "Rprop with its parameters": optimizer("Rprop", lr=0.02, etas=[0.4, 1.1], step_sizes=[1e-4, 0.1]),
    "StepLR": scheduler("StepLR", step_size=3),
    "MultiStepLR": scheduler("MultiStepLR", milestones=[2, 5, 5], gamma=0.5),
    "ConstantLR": scheduler("ConstantLR", total_iters=4),
    "LinearLR": scheduler("LinearLR", start_factor=0.1, total_iters=7),
    "ExponentialLR": scheduler("ExponentialLR", gamma=0.7),
    "PolynomialLR": scheduler("PolynomialLR", total_iters=8, power=2.0),
    "CosineAnnealingLR": scheduler("CosineAnnealingLR", T_max=4),
    "CosineAnnealingWarmRestarts": scheduler("CosineAnnealingWarmRestarts", T_0=2, T_mult=2, eta_min=0.01),
    "ReduceLROnPlateau": scheduler("ReduceLROnPlateau", patience=0, threshold=0.2, cooldown=1),
    "OneCycleLR": scheduler("OneCycleLR", max_lr=0.3),
    "OneCycleLR with Adam": scheduler("OneCycleLR", {"type": "Adam"}, max_lr=0.05, three_phase=True),
    "CyclicLR": scheduler("CyclicLR", base_lr=0.01, max_lr=0.2, step_size_up=5, mode="triangular2"),
    "CrossEntropyLoss with weights and smoothing": loss("CrossEntropyLoss", weight=[1.0, 2.0, 0.5], label_smoothing=0.1),
    "NLLLoss": loss("NLLLoss", {"type": "LogSoftmax", "dim": -1}, weight=[0.5, 1.0, 2.0]),
    "MultiMarginLoss": loss("MultiMarginLoss", p=2, margin=0.7),
    "gradients clipped": {**layers({"type": "ReLU"}), "training": {"optimizer": {"type": "SGD", "lr": 0.2, "momentum": 0.5}, "clip_grad_norm": 0.5}},
    "not shuffled, the last batch dropped": {**layers({"type": "Tanh"}), "training": {"shuffle": False, "drop_last": True}},
}


def vary(variation):
    """The document of the irises, changed."""
    document = copy.deepcopy(document_of("iris"))
    document["layers"] = variation["layers"]
    document["training"].update(variation.get("training", {}))
    return document


def history(name, variation):
    document = vary(variation)
    found = Run(document)
    return {"name": name, "layers": document["layers"], "training": document["training"], "epochs": found.epochs, "test": found.test}


def record_histories():
    return {"histories": [history(name, variation) for name, variation in VARIATIONS.items()]}
