"""Reads safetensors files, for machines without the package."""

import json
from pathlib import Path

import numpy as np

DTYPES = {"F32": np.float32, "I64": np.int64}


def load_file(path):
    data = Path(path).read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[end + entry["data_offsets"][0] : end + entry["data_offsets"][1]], DTYPES[entry["dtype"]]).reshape(
            entry["shape"]
        )
        for name, entry in header.items()
    }
