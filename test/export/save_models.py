"""Saves models as people do with PyTorch, beside what they answer; models.test.ts imports them.

    python3 test/export/save_models.py FOLDER
"""

import json
import pickle
import sys
import warnings
import zipfile
from pathlib import Path

import torch
from torch import nn

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
torch.manual_seed(7)
INPUTS = torch.randn(9, 4)
# One at a time on both sides of every corner of a curve.
INPUTS[0] = torch.tensor([0.0, -0.0, 3.0, -3.0])
cases = {}


def trained(model):
    """A model whose statistics and weights are no start values, in eval mode."""
    model.train()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
        model(torch.randn(32, 4))
    return model.eval()


def keep(name, model, **facts):
    with torch.no_grad():
        cases[name] = {"outputs": model(INPUTS).tolist(), **facts}


def between(layer, width=6):
    return trained(nn.Sequential(nn.Linear(4, 6), layer, nn.Linear(width, 2)))


# State dicts: the layers that the document has to have, as its JSON.
LINEAR = {"type": "Linear", "out_features": 6}
LAST = {"type": "Linear", "out_features": 2}
plain = between(nn.ReLU())
RELU = [LINEAR, {"type": "ReLU"}, LAST]
torch.save(plain.state_dict(), folder / "sequential.pt")
keep("sequential.pt", plain, layers=RELU)
torch.save({"epoch": 3, "model_state_dict": plain.state_dict(), "loss": 0.25}, folder / "checkpoint.pth")
keep("checkpoint.pth", plain, layers=RELU)
optimizer = torch.optim.Adam(plain.parameters())
plain(INPUTS).sum().backward()
optimizer.step()
torch.save({"model": plain.state_dict(), "optimizer": optimizer.state_dict()}, folder / "with-optimizer.pt")
keep("with-optimizer.pt", plain, layers=RELU)
torch.save(plain.state_dict(), folder / "protocol-4.pt", pickle_protocol=4)
keep("protocol-4.pt", plain, layers=RELU)
torch.save(dict(plain.named_parameters()), folder / "parameters.pt")
keep("parameters.pt", plain, layers=RELU)

normal = trained(nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 6, bias=False), nn.LayerNorm(6), nn.PReLU(6), nn.Linear(6, 2), nn.PReLU()))
torch.save(normal.state_dict(), folder / "normalized.pt")
keep(
    "normalized.pt",
    normal,
    layers=[
        {"type": "BatchNorm1d"},
        {"type": "Linear", "out_features": 6, "bias": False},
        {"type": "LayerNorm"},
        {"type": "PReLU", "num_parameters": 6},
        LAST,
        {"type": "PReLU"},
    ],
)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 6)
        self.out = nn.Linear(6, 2)

    def forward(self, x):
        return self.out(torch.tanh(self.fc1(x)))


named = trained(Net())
TANH = [LINEAR, {"type": "Tanh"}, LAST]
torch.save(named.state_dict(), folder / "named.pt")
keep("named.pt", named, layers=TANH)
torch.save({"module." + name: value for name, value in named.state_dict().items()}, folder / "parallel.pt")
keep("parallel.pt", named, layers=TANH)
columns = {name: value.t().contiguous().t() if value.dim() == 2 else value for name, value in named.state_dict().items()}
torch.save(columns, folder / "column-major.pt")
keep("column-major.pt", named, layers=TANH)
whole = torch.cat([value.flatten() for value in named.state_dict().values()])
at = 0
views = {}
for name, value in named.state_dict().items():
    views[name] = whole[at : at + value.numel()].view(value.shape)
    at += value.numel()
torch.save(views, folder / "views.pt")
keep("views.pt", named, layers=TANH)
for name, kind in {"half": torch.float16, "bfloat16": torch.bfloat16, "double": torch.float64}.items():
    rounded = Net().eval()
    rounded.load_state_dict({key: value.to(kind).float() for key, value in named.state_dict().items()})
    torch.save({key: value.to(kind) for key, value in named.state_dict().items()}, folder / f"{name}.pt")
    keep(f"{name}.pt", rounded, layers=TANH)

# ONNX: nothing is said, everything has to be read.
MODULES = {
    "relu": nn.ReLU(),
    "relu6": nn.ReLU6(),
    "leaky": nn.LeakyReLU(0.2),
    "prelu": nn.PReLU(6),
    "elu": nn.ELU(0.7),
    "celu": nn.CELU(1.3),
    "selu": nn.SELU(),
    "gelu": nn.GELU(),
    "gelu-tanh": nn.GELU(approximate="tanh"),
    "silu": nn.SiLU(),
    "mish": nn.Mish(),
    "sigmoid": nn.Sigmoid(),
    "log-sigmoid": nn.LogSigmoid(),
    "tanh": nn.Tanh(),
    "tanhshrink": nn.Tanhshrink(),
    "softsign": nn.Softsign(),
    "softplus": nn.Softplus(),
    "hardtanh": nn.Hardtanh(-0.5, 0.75),
    "hardsigmoid": nn.Hardsigmoid(),
    "hardswish": nn.Hardswish(),
    "hardshrink": nn.Hardshrink(0.3),
    "softshrink": nn.Softshrink(0.3),
    "softmax": nn.Softmax(dim=1),
    "softmin": nn.Softmin(dim=1),
    "log-softmax": nn.LogSoftmax(dim=-1),
    "batch-norm": nn.BatchNorm1d(6, eps=1e-3),
    "batch-norm-plain": nn.BatchNorm1d(6, affine=False),
    "layer-norm": nn.LayerNorm(6, eps=1e-4),
    "layer-norm-plain": nn.LayerNorm(6, elementwise_affine=False),
    "dropout": nn.Dropout(0.25),
    "flatten": nn.Flatten(),
    "identity": nn.Identity(),
}


def export(name, model, opset):
    try:
        torch.onnx.export(model, INPUTS, folder / name, opset_version=opset, input_names=["x"], output_names=["y"], dynamic_axes={"x": [0], "y": [0]})
    except torch.onnx.errors.OnnxExporterError as error:
        cases.setdefault("not exported", {})[name] = str(error).splitlines()[0]
        return
    keep(name, model)


for name, module in MODULES.items():
    model = between(module)
    for opset in (11, 13, 17):
        export(f"{name}.{opset}.onnx", model, opset)
export("glu.onnx", between(nn.GLU(), 3), 13)
export("without-bias.onnx", trained(nn.Sequential(nn.Linear(4, 6, bias=False), nn.ReLU(), nn.Linear(6, 2))), 13)
export("classes.onnx", trained(nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3), nn.Softmax(dim=1))), 13)
export("yes-or-no.onnx", trained(nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 1), nn.Sigmoid())), 13)
export("named.onnx", named, 13)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return x + self.fc(x)


export("residual.onnx", trained(Residual()), 13)
export("over-batch.onnx", trained(nn.Sequential(nn.Linear(4, 2), nn.Softmax(dim=0))), 13)

# What is refused.
torch.save(plain, folder / "whole.pt")
torch.save(plain.state_dict(), folder / "legacy.pt", _use_new_zipfile_serialization=False)
torch.jit.script(plain).save(folder / "script.pt")
torch.save(nn.Conv1d(2, 3, 5).state_dict(), folder / "convolution.pt")
torch.save({"0.weight": torch.ones(6, 4, dtype=torch.int32)}, folder / "int32.pt")
torch.save([1, 2, 3], folder / "list.pt")


class Attack:
    def __reduce__(self):
        return (eval, (f"open({str(folder / 'was-run')!r}, 'w')",))


torch.save({"0.weight": Attack()}, folder / "attack.pt")
for name, code in {"os": b"cos\nsystem\n(X\x04\x00\x00\x00echotR.", "inst": b"(S'echo'\nios\nsystem\n.", "build": b"\x80\x02ccollections\nOrderedDict\n)R}b."}.items():
    with zipfile.ZipFile(folder / f"attack-{name}.pt", "w") as archive:
        archive.writestr("archive/data.pkl", code)

(folder / "cases.json").write_text(json.dumps({"inputs": INPUTS.tolist(), "cases": cases}))
