"""Runs an exported script: its first weights, its training, and what it then predicts.

    python perceptron_verify.py FOLDER EPOCHS CSV COLUMNS

In FOLDER lie verify.py, the script, and verify.safetensors, whose numbers are replaced by those that
the script has trained. Prints one line of JSON.
"""

import contextlib
import io
import json
import runpy
import struct
import sys
from pathlib import Path

import pandas as pd
import torch


def run(script, *words):
    """What the script prints, and whether it came to its end."""
    sys.argv = [str(script), *map(str, words)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            runpy.run_path(str(script), run_name="__main__")
        except SystemExit as end:
            if not str(end.code).startswith("Diverged"):
                raise
            return printed.getvalue(), False
    return printed.getvalue(), True


def fill(path, tensors):
    """Replaces the numbers of a safetensors file."""
    with open(path, "r+b") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        header.pop("__metadata__")
        for name, entry in header.items():
            file.seek(8 + length + entry["data_offsets"][0])
            file.write(tensors[name].contiguous().numpy().tobytes())


def main():
    folder, epochs, csv, columns = Path(sys.argv[1]), *sys.argv[2:5]
    script, weights = folder / "verify.py", folder / "verify.safetensors"
    run(script, "--epochs", 0, "--save", folder / "first.pt")
    output, ended = run(script, "--epochs", epochs, "--every", 1, "--save", folder / "last.pt")
    predicted = None
    if ended:
        fill(weights, torch.load(folder / "last.pt"))
        run(script, "--predict", csv, folder / "out.csv", "--weights", weights)
        table = pd.read_csv(folder / "out.csv", dtype=str, keep_default_na=False)
        predicted = [table.iloc[:, at].tolist() for at in range(-int(columns), 0)]
    print(json.dumps({"torch": torch.__version__, "output": output, "predicted": predicted}))


main()
