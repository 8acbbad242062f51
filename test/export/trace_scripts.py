"""Runs exported scripts and tells what PyTorch computed in some of their training steps, as JSON.

Reads a list of {"script", "steps"} from standard input. Outputs and their gradients come from hooks on the layers,
parameters from around the optimizer's step, and gradients from before clipping, so that nothing of the script is changed.
"""

import contextlib
import io
import json
import sys
import traceback

import torch
from run_scripts import load
from torch.nn.modules.module import register_module_forward_hook


class Recorder:
    """Counts the optimizer's steps and keeps what was asked for."""

    def __init__(self, steps):
        self.steps = steps
        self.count = 0
        self.kept = []
        self.begin()

    def begin(self):
        self.outputs = []
        self.inputs = None
        self.gradients = None

    def see(self, module, arguments, output):
        # Only the Sequential's own layers, in training.
        if not torch.is_grad_enabled() or isinstance(module, torch.nn.Sequential) or list(module.children()):
            return
        if isinstance(module, torch.nn.modules.loss._Loss) or not module.training:
            return
        if not self.outputs:
            self.inputs = arguments[0].detach().clone()
        if output.requires_grad:
            output.retain_grad()
        self.outputs.append((output, output.detach().clone()))

    def before_clipping(self, parameters):
        self.gradients = [None if p.grad is None else p.grad.clone() for p in parameters]

    def step(self, optimizer, original):
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        if self.gradients is None:
            self.before_clipping(parameters)
        before = [p.detach().clone() for p in parameters]
        lr = optimizer.param_groups[0]["lr"]
        original()
        self.count += 1
        if self.count in self.steps:
            self.kept.append({
                "step": self.count,
                "lr": lr,
                "input": self.inputs.tolist(),
                "outputs": [value.tolist() for _, value in self.outputs],
                "grad_outputs": [None if output.grad is None else output.grad.tolist() for output, _ in self.outputs],
                "before": [p.flatten().tolist() for p in before],
                "gradients": [None if g is None else g.flatten().tolist() for g in self.gradients],
                "after": [p.detach().flatten().tolist() for p in parameters],
                "state": [
                    {key: value.flatten().tolist() if torch.is_tensor(value) else value for key, value in optimizer.state[p].items() if value is not None}
                    for p in parameters
                ],
            })
        if self.count >= max(self.steps):
            raise SystemExit
        self.begin()


def trace(script, steps):
    recorder = Recorder(steps)
    module = load(script)
    hook = register_module_forward_hook(recorder.see)
    clip = torch.nn.utils.clip_grad_norm_
    kinds = {cls: cls.step for cls in vars(torch.optim).values() if isinstance(cls, type) and "step" in vars(cls)}

    def clip_and_note(parameters, *rest, **more):
        parameters = list(parameters)
        recorder.before_clipping(parameters)
        return clip(parameters, *rest, **more)

    torch.nn.utils.clip_grad_norm_ = clip_and_note
    for cls, step in kinds.items():
        cls.step = lambda self, *_, step=step: recorder.step(self, lambda: step(self))
    error = None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            sys.argv = [script]
            module.main()
    except SystemExit:
        pass
    except Exception:
        error = traceback.format_exc()
    finally:
        hook.remove()
        torch.nn.utils.clip_grad_norm_ = clip
        for cls, step in kinds.items():
            cls.step = step
    return {"error": error, "steps": recorder.kept}


json.dump([trace(**job) for job in json.load(sys.stdin)], sys.stdout)
