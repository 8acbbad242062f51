"""PyTorch's bare training steps, for the bench: reads one question per line, answers each with a line of JSON.

{"work": …} builds a network of rows/works.mjs with a batch of random numbers; {"milliseconds": n} measures that long and answers the median time of
a step in seconds. Threads are the environment's: OMP_NUM_THREADS and OPENBLAS_NUM_THREADS, see lib/places.mjs.
"""

import json
import os
import statistics
import sys
import time

import torch
from torch import nn


def build_layer(layer, width):
    """A layer as a document writes it, and the values per row that come out of it."""
    options = {key: value for key, value in layer.items() if key != "type"}
    kind = getattr(nn, layer["type"])
    if layer["type"] == "Linear":
        return kind(width, **options), options["out_features"]
    if layer["type"] == "BatchNorm1d":
        return kind(width, **options), width
    return kind(**options), width


def build(work):
    """A function that does one whole training step."""
    torch.manual_seed(0)
    width = work["inputs"]
    modules = []
    for layer in work["layers"]:
        module, width = build_layer(layer, width)
        modules.append(module)
    model = nn.Sequential(*modules)
    model.train()
    loss_options = dict(work["loss"])
    criterion = getattr(nn, loss_options.pop("type"))(**loss_options)
    optimizer_options = dict(work["optimizer"])
    optimizer = getattr(torch.optim, optimizer_options.pop("type"))(model.parameters(), **optimizer_options)
    rows = work["batchSize"]
    x = torch.randn(rows, work["inputs"])
    target = {
        "CrossEntropyLoss": lambda: torch.randint(width, (rows,)),
        "BCEWithLogitsLoss": lambda: torch.randint(2, (rows, width)).float(),
        "MSELoss": lambda: torch.randn(rows, width),
    }[work["loss"]["type"]]()

    def step():
        optimizer.zero_grad()
        loss = criterion(model(x), target)
        loss.backward()
        optimizer.step()

    return step


def measure(step, milliseconds):
    """The median time of a step in seconds, over pieces of several steps that take a few milliseconds each."""
    start = time.perf_counter()
    step()
    once = time.perf_counter() - start
    steps = max(1, int(0.005 / max(once, 1e-7)))
    pieces = []
    end = time.perf_counter() + milliseconds / 1000
    while len(pieces) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(steps):
            step()
        pieces.append((time.perf_counter() - start) / steps)
    return statistics.median(pieces)


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
current = None
for line in sys.stdin:
    question = json.loads(line)
    if "work" in question:
        current = build(question["work"])
        print(json.dumps({}), flush=True)
    else:
        print(json.dumps({"seconds": measure(current, question["milliseconds"])}), flush=True)
