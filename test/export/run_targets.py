"""Runs exported scripts and notebooks, and writes what they printed, as JSON.

Reads a list of {"folder", "file", "arguments"} from the file that is named first;
writes the answers to the second. Works by itself and under torchrun, where the
first process answers.
"""

import contextlib
import datetime
import io
import json
import os
import sys
import traceback
import types

# It lets pandas read Parquet without pyarrow.
import run_scripts  # noqa: F401
import torch.distributed as dist


class Plot(types.ModuleType):
    """Stands for matplotlib, which is no package everywhere; keeps what is drawn."""

    drawn = []

    def subplots(self):
        return self, self

    def plot(self, xs, ys, label=None):
        self.drawn.append([list(xs), list(ys)])

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


sys.modules["matplotlib"] = types.ModuleType("matplotlib")
sys.modules["matplotlib.pyplot"] = sys.modules["matplotlib"].pyplot = Plot("matplotlib.pyplot")


def source_of(path, settings):
    """The code of a script, or of a notebook's cells, with some of its settings changed."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if not path.endswith(".ipynb"):
        return text
    cells = json.loads(text)["cells"]
    code = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for name, value in settings.items():
        lines = code.split("\n")
        (at,) = [index for index, line in enumerate(lines) if line.startswith(f"{name} = ")]
        lines[at] = f"{name} = {value}"
        code = "\n".join(lines)
    return code


def run(folder, file, arguments=(), settings=None):
    os.chdir(folder)
    Plot.drawn = []
    output = io.StringIO()
    error = None
    with contextlib.redirect_stdout(output):
        try:
            code = compile(source_of(file, settings or {}), file, "exec")
            sys.argv = [file, *arguments]
            exec(code, {"__name__": "__main__", "__file__": os.path.join(folder, file)})
        except SystemExit as end:
            error = f"SystemExit: {end.code}"
        except Exception:
            error = traceback.format_exc()
    return {"output": output.getvalue(), "error": error, "drawn": Plot.drawn}


if __name__ == "__main__":
    source, destination = sys.argv[1:]
    if "RANK" in os.environ:
        # One group for all scripts: torch 1.13 cannot make another from the same address.
        dist.init_process_group("gloo", timeout=datetime.timedelta(seconds=60))
        dist.init_process_group = lambda *_, **__: None
    with open(source, encoding="utf-8") as file:
        jobs = json.load(file)
    answers = [run(**job) for job in jobs]
    if os.environ.get("RANK", "0") == "0":
        with open(destination, "w", encoding="utf-8") as file:
            json.dump(answers, file)
