"""Runs exported scripts in one Python process and tells what they did, as JSON.

Reads a list of {"script", "arguments", "weights"} from standard input. For each it
imports the script, notes the weights its network starts with, runs main(), and
compares those weights, bit for bit, with a safetensors file.
"""

import contextlib
import importlib.util
import io
import json
import struct
import sys
import traceback
import warnings


def read_safetensors(path):
    """A reader of the format's few lines, so that nothing of ours judges itself."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    assert (8 + length) % 8 == 0, "the tensors are not aligned"
    header = json.loads(content[8:8 + length].decode("utf-8"))
    metadata = header.pop("__metadata__")
    body = content[8 + length:]
    end = 0
    tensors = {}
    for name, entry in header.items():
        begin, stop = entry["data_offsets"]
        assert begin == end and entry["dtype"] == "F32", "there is a hole"
        end = stop
        tensors[name] = (entry["shape"], body[begin:stop])
    assert end == len(body), "there are bytes that belong to no tensor"
    return tensors, json.loads(metadata["perceptron"])


def load(path):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script, arguments, weights):
    output = io.StringIO()
    first = {}
    error = None
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(output):
        warnings.simplefilter("always")
        try:
            module = load(script)
            build = module.build_network

            def build_and_note():
                network = build()
                for name, tensor in network.state_dict().items():
                    first[name] = (list(tensor.shape), tensor.numpy().tobytes())
                return network

            module.build_network = build_and_note
            sys.argv = [script, *arguments]
            module.main()
        except Exception:
            error = traceback.format_exc()
    expected, _ = read_safetensors(weights)
    names = {**first, **expected}
    return {
        "error": error,
        "output": output.getvalue(),
        "warnings": [str(warning.message) for warning in caught],
        "tensors": list(first),
        "different": [name for name in names if first.get(name) != expected.get(name)],
    }


json.dump([run(**job) for job in json.load(sys.stdin)], sys.stdout)
