"""Prints what PyTorch computes, for the parity tests to compare with.

Reference: PyTorch 1.13.1 on CPU with OpenBLAS, one thread (Debian: apt install python3-torch python3-pandas libopenblas0-pthread).
Run from the repository's root, once for each file under test/fixtures/parity/:

    /usr/bin/python3 test/parity/record.py random > test/fixtures/parity/random.json
    /usr/bin/python3 test/parity/record.py kernels > test/fixtures/parity/kernels.json
    /usr/bin/python3 test/parity/record.py layers > test/fixtures/parity/layers.json
    /usr/bin/python3 test/parity/record.py signatures > test/fixtures/parity/signatures.json
    /usr/bin/python3 test/parity/record.py runs > test/fixtures/parity/runs.json
    /usr/bin/python3 test/parity/record.py histories > test/fixtures/parity/histories.json
    /usr/bin/python3 test/parity/record.py predictions > test/fixtures/parity/predictions.json
    /usr/bin/python3 test/parity/record.py metrics > test/fixtures/parity/metrics.json
    /usr/bin/python3 test/parity/record.py perceptron > test/fixtures/parity/perceptron.json

The last two need scikit-learn besides (apt install python3-sklearn).

Float32 values are written as their bits, eight hexadecimal digits each, so that nothing is lost on the way.
"""

import importlib
import json
import sys

import record_kernels
import record_layers
import record_predictions
import record_random
import record_runs
import record_signatures
import torch

torch.set_num_threads(1)
sections = {
    "random": record_random.record,
    "kernels": record_kernels.record,
    "signatures": record_signatures.record,
    "layers": lambda: {"layers": record_layers.record()},
    "runs": record_runs.record,
    "predictions": record_predictions.record,
    "histories": record_runs.record_histories,
    # Only who records these needs scikit-learn.
    "metrics": lambda: importlib.import_module("record_metrics").record(),
    "perceptron": lambda: importlib.import_module("record_perceptron").record(),
}
if len(sys.argv) != 2 or sys.argv[1] not in sections:
    sys.exit(__doc__)
# One case a line, so that a change can be read in a diff.
found = sections[sys.argv[1]]()
lines = [f" {json.dumps(name)}: [\n  " + ",\n  ".join(map(json.dumps, cases)) + "\n ]" for name, cases in found.items()]
print(f'{{\n "torch": {json.dumps(torch.__version__)},\n' + ",\n".join(lines) + "\n}")
