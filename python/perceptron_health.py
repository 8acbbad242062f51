"""Looks at a network while it is trained, for those who judge its health.

What is seen is what the built-in engine sees of its own networks
(src/training/health/sight.ts), and what is tried on copies is what it tries
(engine-lab.ts); the same detectors judge both. The run waits at each look until
they have, so that what is found does not depend on time.
"""

import math

import torch


class Health:
    """The run's side of its health: what is seen, and what is tried."""

    def __init__(self, run, settings):
        self.run = run
        self.settings = settings
        # The epoch after which it waits next, and the batches to look at.
        self.until = None
        self.batches = 1
        self.before = None

    def begin(self):
        """The first look, before the first step."""
        if self.until is None:
            self.consult(self.look(self.run.order))

    def before_step(self):
        """Remembers the weights that the step before a look changes."""
        run = self.run
        is_last = run.batch == run.batches - 1
        if is_last and self.batches and run.epoch + 1 == self.until:
            self.before = [weight.detach().clone() for weight in self.weights()]

    def ended(self, order):
        """An epoch has ended; `order` is that of its rows."""
        if self.run.epoch == self.until:
            self.consult(self.look(order) if self.batches else None)
        self.before = None

    def diverged(self):
        """The run's numbers are none any more."""
        self.consult(None, diverged=True)

    def consult(self, sight, **more):
        """Says what was seen, and does what is asked until it may go on."""
        run = self.run
        run.stop_clock()
        run.report(True)
        self.until = None
        if run.ranks.rank == 0:
            place = {"epoch": run.epoch, "steps": run.steps}
            run.channel.send("watched", sight=sight, **place, **more)
        while self.until is None:
            run.hear()

    def heard(self, message):
        """Where to wait next, and how many batches to look at then."""
        self.until = message["epoch"]
        self.batches = message["batches"]

    def weights(self):
        """The matrix of each layer that has one, layer by layer."""
        for layer in self.run.network:
            weight = matrix_of(layer)
            if weight is not None:
                yield weight

    def undisturbed(self):
        """Within it, random numbers may be drawn that the run does not miss."""
        device = self.run.device
        devices = [device] if device.type == "cuda" else []
        return torch.random.fork_rng(devices)

    def look(self, order):
        """A few batches forward and backward: some numbers of each layer."""
        run = self.run
        # One rank looks; a BatchNorm over all of them would wait for the others.
        sync = torch.nn.SyncBatchNorm
        has_others = any(isinstance(layer, sync) for layer in run.network)
        if run.ranks.rank != 0 or run.batches == 0 or has_others:
            return None
        buffers = [buffer.clone() for buffer in run.network.buffers()]
        run.network.train()
        with self.undisturbed():
            seen = Sight(run, self.settings, self.before)
            for index in range(self.batches):
                batch = index * run.batches // self.batches
                size = run.settings["batch_size"]
                rows = order[batch * size : (batch + 1) * size]
                seen.add(*run.rows.batch(rows))
        for buffer, value in zip(run.network.buffers(), buffers):
            buffer.copy_(value)
        return seen.values()

    def answer(self, message):
        """Tries on a copy what the judges want to know."""
        run = self.run
        if run.ranks.rank != 0:
            return
        with self.undisturbed():
            torch.set_rng_state(run.drawn)
            trial = Trial(run, message["module"], message["from"] == "now")
            torch.set_rng_state(run.drawn)
            if message["what"] == "swings":
                fields = trial.swings(message["steps"])
            else:
                fields = trial.losses(message["steps"])
        run.channel.send("answer", id=message["id"], **fields)


class Sight:
    """What is counted of a network in a few batches."""

    def __init__(self, run, settings, before):
        self.run = run
        self.settings = settings
        self.before = before
        self.layers = [Layer(layer) for layer in run.network]
        self.loss = 0.0
        self.rows = 0
        self.answers, self.targets = [], []

    def add(self, inputs, target):
        values = [inputs.requires_grad_()]
        for layer in self.run.network:
            values.append(layer(values[-1]))
        loss = self.run.loss_function(values[-1], target)
        weights = [layer.weight for layer in self.layers if layer.has_matrix]
        # Not `backward`, which would touch the run's own gradients.
        wanted = [*values, *weights]
        slopes = torch.autograd.grad(loss, wanted, allow_unused=True)
        slopes = [
            torch.zeros_like(value) if slope is None else slope
            for value, slope in zip(wanted, slopes)
        ]
        gradients = iter(slopes[len(values) :])
        with torch.no_grad():
            for index, layer in enumerate(self.layers):
                passed = slopes[index] if index else None
                layer.add(values[index], values[index + 1], passed, slopes[index + 1])
                if layer.has_matrix:
                    layer.gradient = root_mean_square(next(gradients))
            self.count_ends(values[1:], target)
            self.add_answers(values[-1], target)
        self.loss += loss.item() * len(inputs)
        self.rows += len(inputs)

    def count_ends(self, outputs, target):
        """Of layers that are flat at both ends, the values that lie there."""
        last = self.settings["last"]
        for index, (layer, ends) in enumerate(zip(self.layers, self.settings["ends"])):
            if ends is None or not layer.is_elementwise:
                continue
            low, high = ends
            output = outputs[index]
            there = (output <= low) | (output >= high)
            layer.saturated += int(there.sum())
            if index == last and target.shape == output.shape:
                middle = (low + high) / 2
                wrong = there & ((output > middle) != (target > middle))
                layer.wrong += int(wrong.sum())

    def add_answers(self, output, target):
        meaning = self.settings["meaning"]
        output = output.double()
        if meaning in ("logits", "log-probabilities"):
            probable = output.softmax(1) if meaning == "logits" else output.exp()
            target = torch.nn.functional.one_hot(target, output.shape[1])
            output = probable
        elif meaning == "exp":
            output = output.exp()
        elif meaning == "sigmoid":
            output = output.sigmoid()
        self.answers.append(output)
        self.targets.append(target.double())

    def values(self):
        changed = self.before and iter(self.before)
        return {
            "rows": self.rows,
            "loss": finite(self.loss / self.rows),
            "layers": [layer.values(changed) for layer in self.layers],
            "spread": self.spread(),
        }

    def spread(self):
        """The largest ratio of the answers' deviations to the targets'."""
        answers = deviations(torch.cat(self.answers))
        targets = deviations(torch.cat(self.targets))
        ratios = [one / other for one, other in zip(answers, targets) if other > 0]
        return finite(max(ratios)) if ratios else None


class Layer:
    """What is counted of one layer."""

    def __init__(self, layer):
        self.weight = matrix_of(layer)
        self.has_matrix = self.weight is not None
        self.is_elementwise = False
        self.units = 0
        self.first = self.alive = None
        self.saturated = self.wrong = self.count = 0
        self.squares = 0.0
        self.gradient = 0.0

    def add(self, inputs, output, passed, slope):
        self.units = output.shape[1]
        self.count += output.numel()
        self.squares += float((slope.double() ** 2).sum())
        self.is_elementwise = inputs.shape == output.shape and not self.has_matrix
        if not self.is_elementwise:
            return
        if self.first is None:
            self.first = output[0].clone()
            self.alive = torch.zeros_like(self.first, dtype=torch.bool)
        moves = output != self.first
        if passed is not None:
            moves |= passed != 0
        self.alive |= moves.any(0)

    def values(self, changed):
        dead = 0 if self.alive is None else int((~self.alive).sum())
        fields = {
            "units": self.units,
            "dead": dead / max(1, self.units),
            "saturated": self.saturated / max(1, self.count),
            "wrong": self.wrong / max(1, self.count),
            "slope": finite(math.sqrt(self.squares / max(1, self.count))),
        }
        if self.has_matrix:
            linear = fields["linear"] = {"gradient": finite(self.gradient)}
            size = float(self.weight.norm())
            if changed is not None:
                step = float((self.weight - next(changed)).norm())
                if size > 0:
                    linear["update"] = finite(step / size)
        return fields


class Trial:
    """A copy of the network with settings of its own, trained for a moment."""

    def __init__(self, run, code, is_now):
        module = {"__name__": "trial"}
        exec(compile(code, "trial.py", "exec"), module)
        self.run = run
        self.network = module["build_network"]().to(run.device)
        if is_now:
            self.network.load_state_dict(run.network.state_dict())
        self.network.train()
        self.optimizer = module["build_optimizer"](self.network)
        self.scheduler = None
        if run.settings["per_batch"]:
            total = max(1, run.settings["epochs"] * run.batches)
            self.scheduler = module["build_scheduler"](self.optimizer, total)
            self.left = total - 1

    def batches(self):
        """Passes over the training rows, one after the other, for ever."""
        size = self.run.settings["batch_size"]
        while True:
            # It agrees with nobody: the other ranks wait.
            order = self.run.pass_order(int)
            for batch in range(self.run.batches):
                yield order[batch * size : (batch + 1) * size]

    def gradients(self, rows):
        """The loss of a batch; its gradients are the parameters' then."""
        inputs, target = self.run.rows.batch(rows)
        loss = self.run.loss_function(self.network(inputs), target)
        self.optimizer.zero_grad()
        loss.backward()
        return loss.item()

    def norm(self):
        clip = self.run.settings["clip_grad_norm"]
        parameters = list(self.network.parameters())
        limit = math.inf if clip is None else clip
        return float(torch.nn.utils.clip_grad_norm_(parameters, limit))

    def is_finite(self):
        return all(bool(p.isfinite().all()) for p in self.network.parameters())

    def losses(self, steps):
        """The losses until one is none any more, and the gradients' norms."""
        losses, norms = [], []
        for rows in self.batches():
            if len(losses) == steps:
                break
            loss = self.gradients(rows)
            norm = self.norm()
            if not math.isfinite(loss):
                break
            self.optimizer.step()
            if not self.is_finite():
                break
            losses.append(loss)
            norms.append(finite(norm))
            if self.scheduler is not None and self.left > 0:
                self.scheduler.step()
                self.left -= 1
        return {"losses": losses, "norms": norms}

    def swings(self, most):
        """Steps on one batch after the other, each once: how often the next
        step on it would go back, and how the signs of gradients agree."""
        back, coherent, tried = 0, 0.0, 0
        weight = next(p for p in self.network.parameters() if p.dim() == 2)
        for rows in self.batches():
            if tried == min(most, self.run.batches):
                break
            losses = [self.gradients(rows)]
            before = weight.grad.clone()
            self.norm()
            self.optimizer.step()
            losses.append(self.gradients(rows))
            if not all(map(math.isfinite, losses)) or not self.is_finite():
                return {"swings": None}
            tried += 1
            coherent += coherence(before)
            product = float((before * weight.grad).sum())
            back += product < -0.1 * float((before * before).sum())
        return {"swings": {"tried": tried, "back": back, "coherent": coherent}}


def coherence(gradient):
    """The share of units whose weights' gradients all have one sign."""
    asked = (gradient != 0).any(1)
    same = (gradient >= 0).all(1) | (gradient <= 0).all(1)
    count = int(asked.sum())
    return int((same & asked).sum()) / count if count else 0.0


def matrix_of(layer):
    """The weights of a Linear; None of other layers."""
    own = (p for p in layer.parameters(recurse=False) if p.dim() == 2)
    return next(own, None)


def root_mean_square(values):
    return math.sqrt(float((values.double() ** 2).mean()))


def deviations(values):
    """Of each column; what is left of equal numbers by rounding is none."""
    spread = values.var(0, unbiased=False)
    spread = torch.where(spread > 1e-12 * values.mean(0) ** 2, spread, 0 * spread)
    return spread.sqrt().tolist()


def finite(value):
    return value if math.isfinite(value) else None
