"""Whole runs of three documents, read and encoded here with pandas, independently of the product."""

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


def build(document, inputs):
    modules = []
    for layer in document["layers"]:
        arguments = {key: value for key, value in layer.items() if key != "type"}
        if layer["type"] == "Linear":
            modules.append(nn.Linear(inputs, **arguments))
            inputs = layer["out_features"]
        else:
            modules.append(getattr(nn, layer["type"])(**arguments))
    return nn.Sequential(*modules)


def named(module, settings):
    """A loss or an optimizer of a document: its class and its arguments."""
    return getattr(module, settings["type"]), {key: value for key, value in settings.items() if key != "type"}


def run(name):
    document = json.loads((Path("samples") / f"{name}.perceptron").read_text())
    training = document["training"]
    features, target = read(document)
    torch.manual_seed(training["seed"])
    fractions = document["data"]["split"]
    parts = random_split(range(len(features)), [fractions["train"], fractions["validation"], fractions["test"]])
    train, validation, test = (list(part.indices) for part in parts)
    inputs, labels = encode(document, features, target, train)
    rows = TensorDataset(inputs, labels, torch.arange(len(inputs)))
    model = build(document, inputs.shape[1])
    start = {key: bits(value) for key, value in model.state_dict().items()}
    loss_class, arguments = named(nn, training["loss"])
    criterion = loss_class(**arguments)
    optimizer_class, arguments = named(torch.optim, training["optimizer"])
    optimizer = optimizer_class(model.parameters(), **arguments)
    size = training["batch_size"]
    loader = DataLoader(Subset(rows, train), size, shuffle=training.get("shuffle", True), drop_last=training.get("drop_last", False))
    first_batches = []

    def evaluate(indices):
        total = 0.0
        model.eval()
        with torch.no_grad():
            for x, y, _ in DataLoader(Subset(rows, indices), size):
                total += criterion(model(x), y).item() * len(x)
        return total / len(indices)

    epochs = []
    for _ in range(EPOCHS):
        total, seen = 0.0, 0
        model.train()
        for x, y, index in loader:
            if len(first_batches) < 3:
                first_batches.append(index.tolist())
            loss = criterion(model(x), y)
            total += loss.item() * len(x)
            seen += len(x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        epochs.append([total / seen, evaluate(validation)])
    return {
        "name": name,
        "split": [train, validation, test],
        "inputs": bits(inputs[:4]),
        "targets": bits(labels[:4]),
        "start": start,
        "batches": first_batches,
        "epochs": epochs,
        "test": evaluate(test),
        "end": {key: bits(value) for key, value in model.state_dict().items()},
    }


def record():
    return {"runs": [run(name) for name in ["binary", "iris", "penguins"]]}
