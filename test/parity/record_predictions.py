"""Predictions of the networks whose training `runs.json` recorded: their last weights, on every row that is left, by PyTorch's own forward pass."""

import json
import struct
from pathlib import Path

import torch
from bits import bits
from record_runs import build, encode, read
from torch.utils.data import random_split


def numbers(text, like):
    """A tensor of its bits, in the shape of another."""
    words = [int(text[at : at + 8], 16) for at in range(0, len(text), 8)]
    values = struct.unpack(f"<{len(words)}f", struct.pack(f"<{len(words)}I", *words))
    return torch.tensor(values, dtype=torch.float32).reshape(like.shape)


def predict(run):
    document = json.loads((Path("samples") / f"{run['name']}.perceptron").read_text())
    features, target = read(document)
    torch.manual_seed(document["training"]["seed"])
    fractions = document["data"]["split"]
    train, _, _ = random_split(range(len(features)), [fractions["train"], fractions["validation"], fractions["test"]])
    inputs, _ = encode(document, features, target, list(train.indices))
    model = build(document, inputs.shape[1])
    model.load_state_dict({key: numbers(run["end"][key], value) for key, value in model.state_dict().items()})
    model.eval()
    with torch.no_grad():
        outputs = model(inputs)
    classes = sorted(target.unique())
    if document["training"]["loss"]["type"] == "BCELoss":
        probabilities = torch.cat([1 - outputs, outputs], dim=1)
        answers = (outputs[:, 0] >= document["training"]["threshold"]).long()
    else:
        probabilities = torch.softmax(outputs, dim=1)
        answers = outputs.argmax(dim=1)
    return {
        "name": run["name"],
        "rows": features.index.tolist(),
        "answers": [classes[index] for index in answers.tolist()],
        "probabilities": bits(probabilities),
    }


def record():
    runs = json.loads(Path("test/fixtures/parity/runs.json").read_text())["runs"]
    return {"predictions": [predict(run) for run in runs]}
