"""The generator, the initialisers, random_split and the order of a DataLoader."""

import torch
from bits import bits, next_word
from torch import nn
from torch.utils.data import DataLoader, random_split

SEEDS = [0, 1, 4, 42, 123456789, 2**31, 2**32 + 7, 2**53 - 1, -1, -5, -(2**40), 2**63 - 1, -(2**63)]
INITIALISERS = ["default", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "zeros"]


def words():
    for seed in SEEDS:
        torch.manual_seed(seed)
        yield {"seed": str(seed), "words": [next_word() for _ in range(4)]}


def draws():
    calls = [["uniform", low, high, n] for low, high, n in [(0, 1, 7), (-0.5773502691896258, 0.5773502691896258, 9), (-1e-3, 3, 5)]]
    calls += [["normal", 0, 1, n] for n in [1, 2, 5, 15, 16, 17, 31, 32, 33, 100]]
    calls += [["normal", 0.25, 0.1, n] for n in [3, 20]]
    # An odd count leaves a number behind, which the vector path must not touch and the next short call uses.
    calls += [["normal", 0, 1, 3], ["normal", 0, 1, 18], ["normal", 2, 3, 2]]
    calls += [["bernoulli", p, n] for p, n in [(0.8, 20), (0.5, 7), (0, 3), (1, 3)]]
    calls += [["randperm", n] for n in [1, 2, 10, 257]]
    calls += [["random", 3]]
    for seed in [4, -1, 2**32 + 7, 99]:
        torch.manual_seed(seed)
        cases = []
        for name, *arguments in calls:
            case = {"call": name, "arguments": arguments}
            n = arguments[-1]
            if name == "uniform":
                case["bits"] = bits(torch.empty(n).uniform_(*arguments[:-1]))
            elif name == "normal":
                case["bits"] = bits(torch.empty(n).normal_(*arguments[:-1]))
            elif name == "bernoulli":
                case["bits"] = bits(torch.empty(n).bernoulli_(arguments[0]))
            elif name == "randperm":
                case["values"] = torch.randperm(n).tolist()
            else:
                case["values"] = [torch.empty((), dtype=torch.int64).random_().item() & 0xFFFFFFFF for _ in range(n)]
            cases.append(case)
        yield {"seed": seed, "calls": cases, "next": next_word()}


def initial_weights():
    for inputs, outputs in [(3, 1), (2, 2), (4, 16), (7, 5), (16, 3), (33, 17)]:
        for bias in [True, False]:
            for name in INITIALISERS:
                torch.manual_seed(inputs * 100 + outputs)
                layer = nn.Linear(inputs, outputs, bias=bias)
                if name == "zeros":
                    nn.init.zeros_(layer.weight)
                    if bias:
                        nn.init.zeros_(layer.bias)
                elif name != "default":
                    getattr(nn.init, f"{name}_")(layer.weight)
                case = {"seed": inputs * 100 + outputs, "in": inputs, "out": outputs, "bias": bias, "init": name}
                yield {**case, "bits": "".join(map(bits, layer.parameters())), "next": next_word()}


def splits():
    fractions = [(a / 20, b / 20, (20 - a - b) / 20) for a in range(4, 21, 2) for b in range(0, 21 - a, 3)]
    fractions += [(0.8, 0.1, 0.1), (0.7, 0.15, 0.15), (0.7, 0.2, 0.1), (0.6, 0.3, 0.1), (1 / 3, 1 / 3, 1 / 3), (0.85, 0.1, 0.05), (1, 0, 0)]
    fractions += [(0.34, 0.56, 0.1), (0.55, 0.34, 0.11), (0.33, 0.56, 0.11)]
    for index, (train, validation, test) in enumerate(fractions):
        rows = 100 if train + validation + test > 1 else [10, 11, 150, 333, 1000, 7, 503][index % 7]
        # docs/format.md: where the sum in double precision exceeds 1, test is taken as 1 - train - validation.
        used = 1 - train - validation if train + validation + test > 1 else test
        torch.manual_seed(index)
        parts = random_split(range(rows), [train, validation, used])
        case = {"rows": rows, "fractions": [train, validation, test], "seed": index}
        yield {**case, "sizes": [len(part) for part in parts], "first": [list(part.indices[:3]) for part in parts], "next": next_word()}


def loaders():
    for rows, batch, drop, shuffle in [(10, 4, True, True), (10, 4, False, True), (9, 3, True, True), (8, 16, False, True), (10, 4, False, False), (1, 1, True, True)]:
        torch.manual_seed(rows * batch)
        loader = DataLoader(range(rows), batch, shuffle=shuffle, drop_last=drop)
        epochs = [[batch.tolist() for batch in loader] for _ in range(3)]
        yield {"seed": rows * batch, "rows": rows, "batch": batch, "drop": drop, "shuffle": shuffle, "epochs": epochs, "next": next_word()}


def record():
    return {"words": list(words()), "draws": list(draws()), "weights": list(initial_weights()), "splits": list(splits()), "loaders": list(loaders())}
