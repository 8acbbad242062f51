"""Runs exported scripts in one Python process and tells what they did, as JSON.

Reads a list of {"script", "arguments", "weights", "trained"} from standard input.
For each it imports the script, notes the weights its network starts with, runs
main(), and compares those weights, bit for bit, with a safetensors file; the
weights at the end with those of another, where one is named.
"""

import contextlib
import importlib.util
import io
import json
import math
import struct
import sys
import traceback
import warnings

import pandas
import torch

SIZES = {"F32": 4, "F64": 8, "I64": 8, "U32": 4}


def read_safetensors(path):
    """A reader of the format's few lines, so that nothing of ours checks itself."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    assert (8 + length) % 8 == 0, "the tensors are not aligned"
    header = json.loads(content[8:8 + length].decode("utf-8"))
    json.loads(header.pop("__metadata__")["perceptron"])
    body = content[8 + length:]
    end = 0
    tensors = {}
    for name, entry in header.items():
        begin, stop = entry["data_offsets"]
        assert begin == end, "there is a hole"
        assert begin % SIZES[entry["dtype"]] == 0, "a number is not aligned"
        end = stop
        tensors[name] = (entry["dtype"], entry["shape"], body[begin:stop])
    assert end == len(body), "there are bytes that belong to no tensor"
    return tensors


def read_parquet(path):
    """A Parquet file's values from PATH.json, in the types pandas gives them.

    What pandas itself would need for it, pyarrow, is no package everywhere.
    """
    with open(f"{path}.json", encoding="utf-8") as file:
        columns = json.load(file)
    return pandas.DataFrame({
        name: pandas.Series(
            [float(v) if kind.startswith("float") and v is not None else v for v in values]
        ).astype(kind)
        for name, (kind, values) in columns.items()
    })


pandas.read_parquet = read_parquet


def load(path):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stored(network):
    """The network's state as it would stand in a file."""
    return {
        name: (
            "I64" if tensor.dtype == torch.int64 else "F32",
            list(tensor.shape),
            tensor.numpy().tobytes(),
        )
        for name, tensor in network.state_dict().items()
    }


def distance(one, other):
    """The greatest difference, as a share of the greatest number."""
    if one is None or other is None or one[:2] != other[:2]:
        return None
    dtype = torch.int64 if one[0] == "I64" else torch.float32
    one, other = (
        torch.frombuffer(bytearray(data), dtype=dtype) for *_, data in (one, other)
    )
    share = ((one - other).abs().max() / one.abs().max().clamp(min=1e-6)).item()
    return share if math.isfinite(share) else None


def run(script, arguments, weights, trained=None):
    output = io.StringIO()
    networks = []
    first = {}
    error = None
    ending = None
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(output):
        warnings.simplefilter("always")
        try:
            module = load(script)
            build = module.build_network

            def build_and_note():
                network = build()
                networks.append(network)
                first.update(stored(network))
                return network

            module.build_network = build_and_note
            sys.argv = [script, *arguments]
            module.main()
        except SystemExit as exit:
            ending = str(exit.code)
        except Exception:
            error = traceback.format_exc()
    expected = read_safetensors(weights)
    answer = {
        "error": error,
        "ending": ending,
        "output": output.getvalue(),
        "warnings": [str(warning.message) for warning in caught],
        "tensors": list(first),
        "different": [name for name in {**first, **expected} if first.get(name) != expected.get(name)],
    }
    if trained is not None and networks:
        last = stored(networks[0])
        ours = read_safetensors(trained)
        answer["distances"] = {name: distance(last.get(name), ours.get(name)) for name in {**last, **ours}}
    return answer


if __name__ == "__main__":
    json.dump([run(**job) for job in json.load(sys.stdin)], sys.stdout)
