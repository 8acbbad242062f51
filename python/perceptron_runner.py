"""Trains a network with PyTorch for Perceptron.

The network, its loss, optimizer and scheduler are Python code that Perceptron
writes; the rows are already encoded, in files that are mapped into memory.
This program only runs them. It speaks over standard input and output: JSON
objects, one a line, some followed by as many raw bytes as their "bytes" says.

With `--processes` it starts `torchrun`, and passes on what rank 0 says.
"""

import argparse
import datetime
import io
import json
import math
import os
import queue
import sys
import time
import traceback
import warnings
from multiprocessing.connection import Client

from perceptron_channel import PROTOCOL, Channel, Link
from perceptron_machines import VANISHED, Machines, said_of_silent

# Seconds between two reports at least, and epochs that wait for one at most,
# should a clock stand still.
PACE = 0.05
WAITING = 1000
# Seconds between two states that are kept for processes that have to start
# again, and what keeping them may cost: this part of the time.
KEEP = 5.0
KEEP_SHARE = 0.02
# Seconds after which a rank that does not answer is gone; while the run is
# paused they say so often that they are there.
SILENCE = 600
PULSE = 60
# Bytes of weights that are shown on their way.
MOMENT = 2**23
# What a person may ask for between two batches; the higher one wins.
GO_ON, LISTEN, STOP = 0, 1, 2


class Ranks:
    """The processes that train together; most often only this one."""

    def __init__(self):
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        self.local = int(os.environ.get("LOCAL_RANK", "0"))
        # Which of the person's machines this is. torchrun ranks them as it likes.
        self.machine = int(os.environ.get("PERCEPTRON_MACHINE", "0"))
        # The rank that says what is trained, and when to pause.
        self.first = 0
        # Where numbers that are summed up lie: NCCL knows GPUs alone.
        self.device = None
        self.machines = None

    def join(self, device, channel):
        if self.size > 1:
            is_gpu = device.type == "cuda"
            self.device = device if is_gpu else None
            backend = "nccl" if is_gpu else "gloo"
            limit = datetime.timedelta(seconds=SILENCE)
            torch.distributed.init_process_group(backend, timeout=limit)
            is_first = self.machine == 0 and self.local == 0
            self.first = max(0, self.highest([self.rank if is_first else -1])[0])
            self.machines = Machines(self)
            if self.local == 0:
                self.machines.watch(channel)

    @property
    def is_first(self):
        return self.rank == self.first

    def total(self, values):
        """The sums over all ranks of numbers that each has."""
        if self.size == 1:
            return values
        sums = torch.tensor(values, dtype=torch.float64, device=self.device)
        torch.distributed.all_reduce(sums)
        return sums.tolist()

    def highest(self, values):
        """The largest that any rank has, one by one."""
        if self.size == 1:
            return values
        highest = torch.tensor(values, dtype=torch.int64, device=self.device)
        torch.distributed.all_reduce(highest, torch.distributed.ReduceOp.MAX)
        return highest.tolist()

    def of_first(self, value):
        """What the first rank has."""
        return self.highest([value if self.is_first else -1])[0]

    def agree(self, value):
        """What the first rank has, of any kind."""
        if self.size == 1:
            return value
        box = [value]
        torch.distributed.broadcast_object_list(box, self.first)
        return box[0]

    def expect_same(self, values, sentence):
        """Ends a run whose ranks were started with different things."""
        highest = self.highest([*values, *[-value for value in values]])
        if highest != [*values, *[-value for value in values]]:
            raise RuntimeError(sentence)

    def newest(self, resume, payload):
        """Of what the ranks' machines have kept, the newest, for all."""
        steps = resume["steps"] if resume else -1
        most = self.highest([steps])[0]
        if self.size == 1 or most < 0:
            return resume, payload
        last = self.size - 1
        own = last - self.rank if steps == most else -1
        box = [resume, payload]
        torch.distributed.broadcast_object_list(box, last - self.highest([own])[0])
        return box


class Rows:
    """The encoded rows, mapped into memory and never read as a whole."""

    def __init__(self, data, device):
        self.device = device
        self.inputs = self.table(data["inputs"], data["rows"], data["width"])
        self.targets = self.table(
            data["targets"], data["rows"], data["target_width"]
        )
        self.classes = data["classes"]

    @staticmethod
    def table(path, rows, width):
        values = torch.from_file(path, size=rows * width, dtype=torch.float32)
        return values.view(rows, width)

    def batch(self, rows):
        inputs, targets = self.inputs[rows], self.targets[rows]
        if self.classes:
            targets = targets[:, 0].long()
        return inputs.to(self.device), targets.to(self.device)


def shuffled(rows, agreed):
    """The rows in the order in which a shuffling DataLoader goes through them.

    The same draws as the loader's: its own seed, then the sampler's, on which
    all ranks agree.
    """
    torch.empty((), dtype=torch.int64).random_()
    seed = int(torch.empty((), dtype=torch.int64).random_().item())
    generator = torch.Generator()
    generator.manual_seed(agreed(seed))
    return rows[torch.randperm(len(rows), generator=generator)]


def in_order(rows):
    """The rows as they are; a loader draws its own seed all the same."""
    torch.empty((), dtype=torch.int64).random_()
    return rows


class Tally:
    """What is counted of a pass: its loss, and how many answers are right."""

    def __init__(self, metric):
        self.metric = metric
        self.loss = 0.0
        self.rows = 0
        self.sums = None

    def add_loss(self, loss, rows):
        self.loss += loss * rows
        self.rows += rows

    def add(self, output, target):
        with torch.no_grad():
            sums = self.counted(output, target)
        self.sums = sums if self.sums is None else self.sums + sums

    def counted(self, output, target):
        kind = self.metric["kind"]
        if kind == "classes":
            hits = (output.argmax(1) == target).sum()
            return torch.stack([hits.double(), hits.new_tensor(len(target))])
        if kind == "binary":
            yes = self.metric["sign"] * output >= self.metric["cut"]
            hits = (yes == (target > 0)).sum()
            return torch.stack(
                [hits.double(), hits.new_tensor(target.numel())]
            )
        if self.metric["meaning"] == "exp":
            output = output.exp()
        elif self.metric["meaning"] == "sigmoid":
            output = output.sigmoid()
        right = target.double()
        error = right - output.double()
        # Near the targets, so that no difference of squares loses its digits.
        near = right - right.new_tensor(self.metric["near"])
        return torch.stack(
            [
                torch.full_like(near[0], len(near)),
                near.sum(0),
                (near * near).sum(0),
                (error * error).sum(0),
                error.abs().sum(0),
            ]
        )

    def values(self, ranks):
        """The mean loss, and what the metrics come to."""
        shape = None if self.sums is None else self.sums.shape
        own = [] if shape is None else self.sums.flatten().tolist()
        loss, rows, *sums = ranks.total([self.loss, self.rows, *own])
        mean = loss / rows if rows else math.nan
        return mean, int(rows), self.metrics(sums, shape)

    def metrics(self, sums, shape):
        if not sums:
            return {}
        if self.metric["kind"] != "numbers":
            return {"accuracy": sums[0] / sums[1]}
        count, total, squares, errors, distances = torch.tensor(
            sums, dtype=torch.float64
        ).view(shape)
        spread = (squares - total * total / count).clamp(min=0)
        r2 = torch.where(
            spread == 0, (errors == 0).double(), 1 - errors / spread
        )
        r2 = torch.where(count < 2, torch.full_like(r2, math.nan), r2)
        return {
            "r2": finite(r2.mean().item()),
            "mae": finite((distances / count).mean().item()),
        }


def usable(name):
    """The device of that name, if it is here."""
    kind = name.split(":")[0]
    mps = getattr(torch.backends, "mps", None)
    has = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": mps is not None and mps.is_available(),
    }
    if not has[kind]:
        there = ", ".join(kind for kind, is_here in has.items() if is_here)
        raise RuntimeError(f"there is no {name} here, only {there}")
    return torch.device(name)


def finite(value):
    return value if math.isfinite(value) else None


class Interrupted(Exception):
    """The person has stopped the run."""


class Diverged(Exception):
    """A loss or a weight is no finite number any more."""

    def __init__(self, epoch, step):
        super().__init__()
        self.epoch = epoch
        self.step = step


class Run:
    """One run from its start to its end; everything about it is here."""

    def __init__(self, start, channel, ranks):
        self.channel = channel
        self.ranks = ranks
        self.device = usable(start["device"])
        if self.device.type == "cuda" and ranks.size > 1:
            self.device = torch.device("cuda", ranks.local)
            torch.cuda.set_device(self.device)
        torch.set_num_threads(start["threads"])
        ranks.join(self.device, channel)
        # Whoever started the other machines: the first one says what is trained.
        self.settings, code = ranks.agree((start["training"], start["module"]))
        data, sizes = start["data"], start["sizes"]
        ranks.expect_same(
            [data["rows"], data["width"], *sizes.values()],
            "the machines have different rows; give each the same document and CSV",
        )
        torch.manual_seed(self.settings["seed"])

        self.rows = Rows(data, self.device)
        # The draws of random_split, without its lists of numbers.
        order = torch.randperm(data["rows"])
        names = ["train", "validation", "test"]
        parts = order.split([sizes[name] for name in names])
        self.sets = dict(zip(names, parts))
        # What the first weights are drawn with.
        self.drawn = torch.get_rng_state()

        module = {"__name__": "network"}
        exec(compile(code, "network.py", "exec"), module)
        self.network = module["build_network"]().to(self.device)
        self.loss_function = module["build_loss"]().to(self.device)
        self.learn = module.get("learn_by_row")
        self.parallel = self.network
        parameters = list(self.network.parameters())
        if ranks.size > 1:
            if self.device.type == "cuda":
                sync = torch.nn.SyncBatchNorm.convert_sync_batchnorm
                self.network = self.parallel = sync(self.network)
                parameters = list(self.network.parameters())
            self.parallel = torch.nn.parallel.DistributedDataParallel(
                self.network,
                device_ids=[self.device] if self.device.type == "cuda" else None,
                broadcast_buffers=False,
            )
        size = self.settings["batch_size"]
        count = len(self.sets["train"])
        drop = self.settings["drop_last"]
        self.batches = count // size if drop else math.ceil(count / size)
        total = max(1, self.settings["epochs"] * self.batches)
        self.optimizer = self.scheduler = None
        if self.learn is None:
            self.optimizer = module["build_optimizer"](self.network)
            if "build_scheduler" in module and self.settings["epochs"] > 0:
                self.scheduler = module["build_scheduler"](
                    self.optimizer, total
                )

        self.epoch = 0
        self.steps = 0
        self.batch = 0
        self.seconds = 0.0
        self.began = None
        self.order = None
        self.tally = None
        self.epoch_lr = 0.0
        self.best = None
        self.best_loss = math.inf
        self.best_epoch = 0
        self.worse = 0
        self.pace = "running"
        self.waiting = []
        self.results = []
        self.reported = 0.0
        self.before = None
        self.kept = -math.inf
        self.keeps = KEEP
        self.parameters = parameters
        health = start.get("health")
        is_watched = ranks.of_first(int(bool(health)))
        self.health = Health(self, health) if is_watched else None
        resume, payload = ranks.newest(start.get("resume"), start["payload"])
        if resume:
            self.restore(resume, payload)

    def say_started(self):
        self.say(
            "started",
            rows={name: len(rows) for name, rows in self.sets.items()},
            inputs=self.rows.inputs.shape[1],
            parameters=sum(p.numel() for p in self.parameters),
            epochs=self.settings["epochs"],
            batchesPerEpoch=self.batches,
            torch=torch.__version__,
            device=str(self.device),
            processes=self.ranks.size,
            epoch=self.epoch,
        )

    def say(self, kind, payload=b"", **fields):
        # On each machine somebody waits for it.
        if self.ranks.local == 0:
            self.channel.send(kind, payload, **fields)

    # The loop.

    def run(self):
        self.say_started()
        if self.epoch == 0 and self.batch == 0 and self.order is None:
            self.show_moment()
        stopped, note = None, None
        try:
            while self.epoch < self.settings["epochs"]:
                if self.train_epoch():
                    stopped = "early"
                    break
        except Interrupted:
            stopped = "interrupted"
        except Diverged as where:
            stopped = "diverged"
            note = {"epoch": where.epoch, "step": where.step}
        self.stop_clock()
        self.report(True)
        if stopped == "diverged" and self.health:
            try:
                self.health.diverged()
            except Interrupted:
                # Nobody wants to know why.
                pass
        self.end(stopped, note)

    def train_epoch(self):
        """One epoch. Whether it was the last, because nothing got better."""
        validation = self.sets["validation"]
        if self.order is None:
            self.begin_epoch()
        if self.health:
            self.health.begin()
        self.train_batches()
        train_loss, _, train_metrics = self.tally.values(self.ranks)
        result = {
            "epoch": self.epoch + 1,
            "trainLoss": train_loss,
            "lr": self.epoch_lr,
            "metrics": {"train": train_metrics},
        }
        if self.norm is not None and math.isfinite(self.norm):
            result["gradientNorm"] = self.norm
        decisive = train_loss
        if len(validation):
            decisive, _, metrics = self.evaluate(validation)
            if not math.isfinite(decisive):
                raise Diverged(self.epoch + 1, self.steps)
            result["validationLoss"] = decisive
            result["metrics"]["validation"] = metrics
        self.epoch += 1
        self.batch = 0
        order, self.order = self.order, None
        if self.scheduler is not None and not self.settings["per_batch"]:
            plateau = self.settings["plateau"]
            self.scheduler.step(*([decisive] if plateau else []))
        is_over = self.judge(decisive)
        self.show_moment()
        self.results.append(result)
        self.report(False)
        if self.health:
            self.health.ended(order)
        self.keep()
        if self.pace == "epoch":
            self.pace = "paused"
        return is_over

    def pass_order(self, agreed):
        """The rows of the next pass over the training rows."""
        train = self.sets["train"]
        return shuffled(train, agreed) if self.settings["shuffle"] else in_order(train)

    def begin_epoch(self):
        self.remember()
        self.order = self.pass_order(self.ranks.of_first)
        self.tally = Tally(self.settings["metric"])
        self.epoch_lr = self.lr
        self.norm = None

    def train_batches(self):
        self.network.train()
        while self.batch < self.batches:
            self.obey()
            if self.batch == 0:
                self.epoch_lr = self.lr
            self.start_clock()
            self.train_batch()
            self.batch += 1
            self.steps += 1
            if self.pace == "batch":
                self.pace = "paused"
        self.obey()

    def train_batch(self):
        if self.health:
            self.health.before_step()
        size = self.settings["batch_size"]
        rows = self.order[self.batch * size : (self.batch + 1) * size]
        learn = self.step if self.learn is None else self.learn_by_row
        output, target = learn(rows)
        self.tally.add(output.detach(), target)

    def step(self, rows):
        """Forward, loss, backward and update, on this rank's part."""
        own, share = self.part(rows)
        inputs, target = self.rows.batch(own)
        output = self.parallel(inputs)
        loss = self.loss_function(output, target)
        value = loss.item() * share
        if self.ranks.size > 1:
            # DDP takes the mean over ranks; the batch's is wanted.
            loss = loss * (share * self.ranks.size)
        self.optimizer.zero_grad()
        loss.backward()
        self.clip()
        self.expect_finite(value)
        self.optimizer.step()
        if self.scheduler is not None and self.settings["per_batch"]:
            self.scheduler.step()
        self.tally.loss += value * len(rows)
        self.tally.rows += len(rows) if self.ranks.rank == 0 else 0
        return (output, target) if share else (output[:0], target[:0])

    def expect_finite(self, loss):
        bad = not math.isfinite(loss)
        if self.ranks.size > 1:
            bad = self.ranks.highest([int(bad)])[0] > 0
        if bad:
            raise Diverged(self.epoch + 1, self.steps + 1)

    def clip(self):
        norm = self.settings["clip_grad_norm"]
        is_last = self.batch == self.batches - 1
        if norm is not None:
            total = torch.nn.utils.clip_grad_norm_(self.parameters, norm)
            if is_last:
                self.norm = float(total)
        elif is_last:
            norms = [p.grad.norm() for p in self.parameters if p.grad is not None]
            if norms:
                self.norm = float(torch.linalg.vector_norm(torch.stack(norms)))

    def part(self, rows):
        """This rank's rows of a batch, and their share of its loss."""
        size = self.ranks.size
        if size == 1:
            return rows, 1.0
        each = math.ceil(len(rows) / size)
        own = rows[self.ranks.rank * each : (self.ranks.rank + 1) * each]
        if not len(own):
            return rows[:1], 0.0
        weight = getattr(self.loss_function, "weight", None)
        if weight is None or not self.rows.classes:
            return own, len(own) / len(rows)
        # A mean that is weighted by class is divided by the weights' sum.
        mass = [weight[self.rows.targets[:, 0][of].long()].sum() for of in (own, rows)]
        return own, float(mass[0] / mass[1])

    def learn_by_row(self, rows):
        inputs, target = self.rows.batch(rows)
        lr = self.settings["lr"]
        output = self.learn(self.network, inputs, target, lr)
        loss = self.loss_function(output, target).item()
        self.expect_finite(loss)
        self.tally.add_loss(loss, len(rows))
        return output, target

    def evaluate(self, rows):
        """One pass without learning: mean loss, rows and metrics."""
        self.network.eval()
        tally = Tally(self.settings["metric"])
        size = self.settings["batch_size"]
        order = in_order(rows)
        with torch.no_grad():
            for number, first in enumerate(range(0, len(order), size)):
                if number % self.ranks.size != self.ranks.rank:
                    continue
                own = order[first : first + size]
                inputs, target = self.rows.batch(own)
                output = self.network(inputs)
                loss = self.loss_function(output, target).item()
                tally.add_loss(loss, len(own))
                tally.add(output, target)
        if tally.sums is None and self.ranks.size > 1:
            kind = self.settings["metric"]
            width = self.rows.targets.shape[1]
            shape = [5, width] if kind["kind"] == "numbers" else [2]
            tally.sums = torch.zeros(shape, dtype=torch.float64)
        values = tally.values(self.ranks)
        self.network.train()
        return values

    def show_moment(self):
        """The weights at first and after epochs 1, 2, 4, …, if not large."""
        size = 4 * sum(p.numel() for p in self.parameters)
        is_due = self.epoch & (self.epoch - 1) == 0 and size <= MOMENT
        if self.settings["keeps_moments"] and is_due:
            tensors, payload = self.packed(self.network.state_dict())
            self.say("moment", payload, epoch=self.epoch, tensors=tensors)

    def judge(self, loss):
        """Keeps the best weights. Whether the run has waited long enough."""
        stopping = self.settings["early_stopping"]
        if stopping is None and not self.settings["keeps_best"]:
            return False
        delta = stopping["min_delta"] if stopping else 0
        if loss < self.best_loss - delta:
            self.best_loss = loss
            self.best_epoch = self.epoch
            self.best = self.copy()
            self.worse = 0
            return False
        self.worse += 1
        return stopping is not None and self.worse >= stopping["patience"]

    def end(self, stopped, note):
        if stopped == "diverged":
            self.go_back_to_finite()
        elif self.settings["keeps_end"]:
            payload, fields = self.saved()
            self.say("end", payload, **fields)
        kept = "best" if self.settings["early_stopping"] else "last"
        last = self.copy()
        if kept == "best" and self.best is not None:
            self.network.load_state_dict(self.best)
        fields = {"stopped": stopped, "note": note}
        if stopped != "diverged":
            fields.update(self.tested())
        tensors, payload = self.packed(self.network.state_dict())
        other = None
        if self.settings["keeps_best"] and self.best is not None:
            if stopped != "diverged" and self.best_epoch != self.epoch:
                state = last if kept == "best" else self.best
                self.network.load_state_dict(state)
                more, extra = self.packed(self.network.state_dict())
                other = {
                    "which": "last" if kept == "best" else "best",
                    "bestEpoch": self.best_epoch,
                    "tensors": more,
                    **self.tested(),
                }
                payload += extra
        self.say(
            "done",
            payload,
            seconds=self.seconds,
            steps=self.steps,
            epochs=self.epoch,
            tensors=tensors,
            other=other,
            **fields,
        )

    def tested(self):
        """The loss on the test rows, and how good the weights are."""
        fields = {}
        if len(self.sets["test"]):
            loss, _, _ = self.evaluate(self.sets["test"])
            if math.isfinite(loss):
                fields["testLoss"] = loss
        if self.settings["evaluates_end"] and self.epoch > 0:
            state = torch.get_rng_state()
            name = "validation" if len(self.sets["validation"]) else "train"
            _, _, values = self.evaluate(self.sets[name])
            torch.set_rng_state(state)
            fields["values"] = {"split": name, **values}
        return fields

    # What goes wrong with numbers.

    def remember(self):
        """Where training goes on, to find the last finite weights again."""
        numbers, tensors = self.state()
        self.before = numbers, cloned(tensors), self.order, self.batch

    def go_back_to_finite(self):
        """Trains on from there once more, up to the last finite weights."""
        if self.is_finite() or self.before is None:
            return
        batch = self.batch
        numbers, tensors, self.order, first = self.before
        self.load(numbers, tensors)
        if self.order is None:
            self.begin_epoch()
        self.network.train()
        last = self.copy()
        for self.batch in range(first, batch):
            self.train_batch()
            if not self.is_finite():
                break
            last = self.copy()
        self.network.load_state_dict(last)

    def is_finite(self):
        return all(bool(torch.isfinite(p).all()) for p in self.parameters)

    def copy(self):
        return {name: value.clone() for name, value in self.network.state_dict().items()}

    # What the person asks for between two batches.

    @property
    def lr(self):
        if self.optimizer is None:
            return self.settings["lr"]
        return self.optimizer.param_groups[0]["lr"]

    def obey(self):
        """Hears what was said, and waits while the run is paused."""
        if self.pace == "paused":
            self.report(True)
        while True:
            wanted = self.wish()
            if self.ranks.size > 1:
                wanted = self.ranks.highest([wanted])[0]
            if wanted == GO_ON:
                return
            if wanted == STOP:
                raise Interrupted
            self.stop_clock()
            self.settle()
            self.hear()
            if self.pace != "paused":
                return

    def wish(self):
        """What this rank's host wants; all may stop, the first one steers."""
        inbox = self.channel.inbox
        if self.ranks.is_first:
            is_due = self.pace == "paused" or not inbox.empty()
            return LISTEN if is_due else GO_ON
        asked = [] if inbox.empty() else [inbox.get()]
        return STOP if any(one["type"] == "stop" for one in asked) else GO_ON

    def hear(self):
        """Does one thing that was asked for; waits for it while paused."""
        message = self.ranks.agree(self.asked() if self.ranks.is_first else None)
        kind = message["type"]
        if kind == "stop":
            raise Interrupted
        if kind == "pause":
            if self.pace == "running":
                self.pace = "paused"
            self.waiting.append(message["id"])
            self.settle()
        elif kind == "advance":
            self.pace = message["stride"]
            self.waiting.append(message["id"])
        elif kind == "resume":
            self.pace = "running"
        elif kind == "lr":
            self.set_lr(message["lr"])
        elif kind == "weights":
            tensors, payload = self.packed(self.network.state_dict())
            self.say(
                "answer",
                payload,
                id=message["id"],
                tensors=tensors,
                **self.place(),
            )
        elif kind == "checkpoint":
            payload, fields = self.saved()
            self.say("answer", payload, id=message["id"], **fields)
        elif kind == "try":
            self.health.answer(message)
        elif kind == "watch":
            self.health.heard(message)

    def asked(self):
        """What the host asks for next, or that nothing is asked for yet."""
        try:
            return self.channel.inbox.get(timeout=PULSE)
        except queue.Empty:
            return {"type": "nothing"}

    def settle(self):
        """Tells those who wait for the pause where it is."""
        if self.pace == "paused":
            for waiting in self.waiting:
                self.say("answer", id=waiting, **self.place())
            self.waiting = []

    def place(self):
        return {"epoch": self.epoch, "batch": self.batch}

    def set_lr(self, lr):
        self.settings["lr"] = lr
        if self.optimizer is not None:
            for group in self.optimizer.param_groups:
                group["lr"] = lr

    # Time and reports.

    def start_clock(self):
        if self.began is None:
            self.began = time.perf_counter()

    def stop_clock(self):
        if self.began is not None:
            self.seconds += time.perf_counter() - self.began
            self.began = None

    def report(self, is_due):
        now = time.perf_counter()
        is_due = is_due or now - self.reported >= PACE
        if not self.results or not (is_due or len(self.results) >= WAITING):
            return
        self.reported = now
        self.say("epochs", results=self.results)
        self.results = []

    # What a run goes on from.

    def packed(self, tensors):
        """Tensors as a list of what they are, and their bytes in turn."""
        kinds = {torch.int64: "I64", torch.float32: "F32"}
        packed, payload = [], io.BytesIO()
        for name, value in tensors.items():
            value = value.detach().cpu().contiguous()
            shape = list(value.shape)
            if value.dtype == torch.uint8:
                # Bytes, as many as words have.
                shape = [len(value) // 4]
            kind = kinds.get(value.dtype, "U32")
            packed.append({"name": name, "shape": shape, "dtype": kind})
            payload.write(value.numpy().tobytes())
        return packed, payload.getvalue()

    def state(self):
        """Numbers and tensors, of which the names are the built-in engine's."""
        tensors = prefixed("model.", self.network.state_dict())
        if self.best is not None:
            tensors.update(prefixed("best.", self.best))
        numbers = {
            "epoch": self.epoch,
            "steps": self.steps,
            "seconds": self.seconds,
            "best": [self.best_loss, self.best_epoch, self.worse],
            "lr": self.settings["lr"],
        }
        if self.optimizer is not None:
            numbers["groups"] = [plain(g) for g in self.optimizer.param_groups]
            numbers["optimizer"] = {}
            for name, parameter in self.network.named_parameters():
                own = self.optimizer.state.get(parameter, {})
                counts = numbers["optimizer"][name] = {}
                for key, value in own.items():
                    if not torch.is_tensor(value):
                        counts[key] = value
                    elif value.shape == parameter.shape:
                        tensors[f"optimizer.{key}.{name}"] = value
                    else:
                        counts[key] = value.item()
        if self.scheduler is not None:
            numbers["scheduler"] = plain(self.scheduler.state_dict())
        tensors["pytorch.random"] = torch.get_rng_state()
        if self.device.type == "cuda":
            tensors["pytorch.cuda"] = torch.cuda.get_rng_state(self.device)
        return numbers, tensors

    def load(self, numbers, tensors):
        """Becomes what `state` gave."""
        self.network.load_state_dict(of("model.", tensors))
        self.best = of("best.", tensors) or None
        if self.optimizer is not None:
            own = {name: dict(v) for name, v in numbers["optimizer"].items()}
            for key, value in of("optimizer.", tensors).items():
                memory, _, name = key.partition(".")
                own.setdefault(name, {})[memory] = value
            names = [name for name, _ in self.network.named_parameters()]
            whole = self.optimizer.state_dict()
            groups = zip(whole["param_groups"], numbers["groups"])
            whole["param_groups"] = [{**group, **said} for group, said in groups]
            whole["state"] = {i: own[n] for i, n in enumerate(names) if own.get(n)}
            self.optimizer.load_state_dict(whole)
        if self.scheduler is not None:
            whole = self.scheduler.state_dict()
            self.scheduler.load_state_dict({**whole, **numbers["scheduler"]})
        torch.set_rng_state(tensors["pytorch.random"])
        if "pytorch.cuda" in tensors and self.device.type == "cuda":
            torch.cuda.set_rng_state(tensors["pytorch.cuda"], self.device)
        self.epoch = numbers["epoch"]
        self.steps = numbers["steps"]
        self.seconds = numbers["seconds"]
        self.best_loss, self.best_epoch, self.worse = numbers["best"]
        self.settings["lr"] = numbers["lr"]

    def saved(self):
        """Everything to go on from: bytes, and what they are."""
        numbers, tensors = self.state()
        place = None
        if self.order is not None:
            sums = self.tally.sums
            own = [] if sums is None else sums.flatten().tolist()
            loss, rows, *own = self.ranks.total([self.tally.loss, self.tally.rows, *own])
            place = {"batch": self.batch, "sum": loss, "seen": int(rows), "lr": self.epoch_lr}
            numbers["sums"] = own
            numbers["shape"] = None if sums is None else list(sums.shape)
            tensors["pytorch.order"] = self.order.to(torch.int32)
        text = json.dumps(numbers).encode()
        text += b" " * (-len(text) % 4)
        tensors["pytorch"] = torch.frombuffer(bytearray(text), dtype=torch.uint8)
        packed, payload = self.packed(tensors)
        return payload, {
            **self.place(),
            "steps": self.steps,
            "seconds": self.seconds,
            "lr": self.lr,
            "best_loss": finite(self.best_loss),
            "worse": self.worse,
            "plateau": self.plateau(),
            "pass": place,
            "tensors": packed,
        }

    def plateau(self):
        """What ReduceLROnPlateau remembers."""
        if not self.settings["plateau"]:
            return None
        own = self.scheduler
        return [finite(own.best), own.num_bad_epochs, own.cooldown_counter]

    def keep(self):
        """Keeps the state for processes that have to start again."""
        now = time.perf_counter()
        if self.ranks.size == 1 or self.ranks.local != 0:
            return
        if now - self.kept < self.keeps:
            return
        payload, fields = self.saved()
        self.say("keep", payload, **fields)
        self.kept = time.perf_counter()
        self.keeps = max(KEEP, (self.kept - now) / KEEP_SHARE)

    def restore(self, resume, payload):
        """Goes on from a checkpoint, of whichever engine."""
        tensors = unpacked(resume["tensors"], payload, self.device)
        text = tensors.pop("pytorch", None)
        if text is None:
            self.take_over(resume, tensors)
            return
        numbers = json.loads(as_bytes(text))
        for name in ("pytorch.random", "pytorch.cuda"):
            if name in tensors:
                tensors[name] = torch.frombuffer(
                    bytearray(as_bytes(tensors[name])), dtype=torch.uint8
                )
        self.load(numbers, tensors)
        if resume["pass"] is None:
            return
        self.order = tensors["pytorch.order"].cpu().long()
        self.go_on(resume["pass"])
        # All ranks have summed up, so only one may go on from it.
        if self.ranks.rank == 0 and numbers["shape"] is not None:
            sums = torch.tensor(numbers["sums"], dtype=torch.float64)
            self.tally.sums = sums.view(numbers["shape"]).to(self.device)

    def go_on(self, place):
        """Goes on within an epoch, of which the order is known."""
        self.batch = place["batch"]
        self.epoch_lr = place["lr"]
        self.norm = None
        self.tally = Tally(self.settings["metric"])
        if self.ranks.rank == 0:
            self.tally.add_loss(place["sum"], 1)
            self.tally.rows = place["seen"]
        self.remember()

    def take_over(self, resume, tensors):
        """Goes on from the built-in engine: with its weights, its order of the
        rows, its random numbers and what its optimizer remembers."""
        epoch, steps, loss = resume["epoch"], resume["steps"], resume["best_loss"]
        place = resume["pass"]
        if self.scheduler is not None:
            batch = place["batch"] if place else 0
            self.replay(epoch, batch, resume["plateau"])
        if self.optimizer is not None:
            for group in self.optimizer.param_groups:
                group["lr"] = resume["lr"]
        numbers, own = self.state()
        if steps and self.optimizer is not None:
            names = [name for name, _ in self.network.named_parameters()]
            numbers["optimizer"] = {name: {"step": steps} for name in names}
            own = prefixed("pytorch.", of("pytorch.", own))
        else:
            # It has nothing to remember yet.
            tensors = {k: v for k, v in tensors.items() if "optimizer." not in k}
        numbers.update(
            epoch=epoch,
            steps=steps,
            seconds=resume["seconds"],
            best=[
                math.inf if loss is None else loss,
                epoch - resume["worse"],
                resume["worse"],
            ],
            lr=resume["lr"],
        )
        own["pytorch.random"] = with_words(own["pytorch.random"], tensors["generator"])
        self.load(numbers, {**own, **tensors})
        if place is not None:
            self.order = self.sets["train"][tensors["order"].cpu().long()]
            self.go_on(place)

    def replay(self, epochs, batch, plateau):
        """Brings the scheduler to where it is after so many epochs, and batches
        of the next."""
        own = self.scheduler
        if plateau is not None:
            best, own.num_bad_epochs, own.cooldown_counter = plateau
            own.best = own.best if best is None else best
            own.last_epoch = epochs
            return
        if self.settings["plateau"]:
            return
        with warnings.catch_warnings():
            # That no step of the optimizer came before is meant.
            warnings.simplefilter("ignore")
            by_batch = epochs * self.batches + batch
            for _ in range(by_batch if self.settings["per_batch"] else epochs):
                own.step()


def prefixed(prefix, tensors):
    return {prefix + name: value for name, value in tensors.items()}


def of(prefix, tensors):
    """The tensors whose names begin so, without that."""
    return {
        name[len(prefix) :]: value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }


def with_words(state, words):
    """A state of the CPU's generator, at the place where Perceptron's is: its
    624 words, how many of them are used, whether a normal number waits, and it.
    The layout is CPUGeneratorImplState's in PyTorch's CPUGeneratorImpl.cpp."""
    own, words = state.clone().numpy().view("uint32"), words.cpu().numpy().view("uint32")
    used = int(words[624])
    own[2], own[4], own[5] = 625 - used, used, 0
    own[6 : 6 + 2 * 624 : 2] = words[:624]
    own[1260] = words[625]
    own[1256:1258] = words[626:628]
    return torch.frombuffer(bytearray(own.tobytes()), dtype=torch.uint8)


def as_bytes(words):
    return words.cpu().numpy().tobytes()


def unpacked(packed, payload, device):
    """Tensors out of what `packed` gave."""
    tensors, at = {}, 0
    buffer = bytearray(payload)
    for one in packed:
        shape = one["shape"]
        count = math.prod(shape)
        kind = torch.float32 if one["dtype"] == "F32" else torch.int32
        value = torch.empty(shape, dtype=kind)
        if count:
            value = torch.frombuffer(buffer, dtype=kind, count=count, offset=at)
        at += 4 * count
        # A copy that is not part of all the bytes.
        tensors[one["name"]] = value.view(shape).clone().to(device)
    return tensors


def cloned(tensors):
    return {name: value.clone() for name, value in tensors.items()}


def plain(state):
    """What of a state can be written as JSON; the rest never changes."""
    return {key: value for key, value in state.items() if is_plain(value)}


def is_plain(value):
    if isinstance(value, (list, tuple)):
        return all(is_plain(part) for part in value)
    if isinstance(value, dict):
        return all(isinstance(k, str) and is_plain(v) for k, v in value.items())
    return value is None or isinstance(value, (bool, int, float, str))


def train(start, channel):
    """The whole life of a process that trains."""
    channel.listen()
    ranks = Ranks()
    if ranks.local == 0:
        channel.beat()
    is_loading = True
    try:
        global torch, Health
        import torch

        import torch.distributed
        import torch.nn.parallel

        from perceptron_health import Health

        is_loading = False
        Run(start, channel, ranks).run()
    except Exception as error:
        where = f" (rank {ranks.rank})" if ranks.size > 1 else ""
        sentence = last_line(error) + where
        echo = ranks.size > 1 and is_echo(error)
        # Others that noticed first have ended, too; they are not who is gone.
        silent = ranks.machines.silent(VANISHED / 2) if echo and ranks.machines else []
        channel.send(
            "failed",
            error=said_of_silent(silent) if silent else sentence,
            traceback=traceback.format_exc(),
            loading=is_loading,
            echo=echo,
            silent=bool(silent),
        )
        sys.exit(1)


def is_echo(error):
    """Whether it only says that another rank is gone."""
    words = ("gloo", "NCCL", "Connection closed", "Connection reset", "Broken pipe")
    return isinstance(error, RuntimeError) and any(w in str(error) for w in words)


def last_line(error):
    lines = traceback.format_exception_only(type(error), error)
    return lines[-1].strip().split("\n")[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--node-rank", type=int, default=0)
    parser.add_argument("--rendezvous")
    parser.add_argument("--max-restarts", type=int, default=0)
    options = parser.parse_args()
    # What anybody prints goes where errors go: this program's output is no
    # place for it.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if "PERCEPTRON_LINK" in os.environ:
        host, port = os.environ["PERCEPTRON_LINK"].split(":")
        key = bytes.fromhex(os.environ["PERCEPTRON_KEY"])
        channel = Link(Client((host, int(port)), authkey=key))
        ranks = Ranks()
        rounds = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0"))
        rank = {"local": ranks.local, "global": ranks.rank, "round": rounds}
        channel.send("hello", rank=rank)
        train(channel.read(), channel)
        return
    channel = Channel(sys.stdin.buffer, output)
    start = channel.read()
    if start is None:
        return
    if start.get("protocol") != PROTOCOL:
        error = f"this runner speaks version {PROTOCOL} of the conversation"
        channel.send("failed", error=error, traceback="")
        sys.exit(1)
    if options.processes:
        from perceptron_launcher import Launcher

        Launcher(options, start, channel, __file__).launch()
    else:
        train(start, channel)


if __name__ == "__main__":
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    # Threads that still listen would keep an ordinary exit from coming.
    sys.stderr.flush()
    os._exit(code)
