"""Trains a network with PyTorch for Perceptron.

The network, its loss, optimizer and scheduler are Python code that Perceptron
writes; the rows are already encoded, in files that are mapped into memory.
This program only runs them. It speaks over standard input and output: JSON
objects, one a line, some followed by as many raw bytes as their "bytes" says.

With `--processes` it starts `torchrun`, and passes on what rank 0 says.
"""

import argparse
import io
import json
import math
import os
import queue
import secrets
import subprocess
import sys
import threading
import time
import traceback
import weakref
from multiprocessing.connection import Client, Listener

PROTOCOL = 1
# Seconds between two signs of life, and the least between two reports.
HEARTBEAT = 1.0
PACE = 0.05
# Bytes of weights that are shown on their way.
MOMENT = 2**23
# What a person may ask for between two batches; the higher one wins.
GO_ON, LISTEN, STOP = 0, 1, 2


class Channel:
    """Messages in and out. Standard output belongs to it alone."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.lock = threading.Lock()
        self.inbox = queue.Queue()

    def next(self):
        """The next message as it was sent; None when nobody is there."""
        line = self.source.readline()
        if not line:
            return None
        size = json.loads(line).get("bytes", 0)
        return line + (self.source.read(size) if size else b"")

    def read(self):
        """The next message, with its bytes; None when nobody is there."""
        sent = self.next()
        return None if sent is None else opened(sent)

    def put(self, sent):
        with self.lock:
            self.target.write(sent)
            self.target.flush()

    def send(self, kind, payload=b"", **fields):
        head = {"type": kind, **fields}
        if payload:
            head["bytes"] = len(payload)
        self.put(json.dumps(head, allow_nan=False).encode() + b"\n" + payload)

    def listen(self):
        """Hears messages from now on, and ends this process with its host."""

        def hear():
            while True:
                try:
                    message = self.read()
                except ValueError:
                    message = None
                if message is None:
                    os._exit(1)
                self.inbox.put(message)

        threading.Thread(target=hear, daemon=True).start()

    def beat(self):
        """Says now and then that this process is alive."""

        def pulse():
            while True:
                time.sleep(HEARTBEAT)
                self.send("heartbeat")

        threading.Thread(target=pulse, daemon=True).start()


class Link(Channel):
    """The same between the launcher and one of the processes it started."""

    def __init__(self, connection):
        super().__init__(None, None)
        self.connection = connection

    def next(self):
        try:
            return self.connection.recv_bytes()
        except (EOFError, OSError):
            return None

    def put(self, sent):
        with self.lock:
            self.connection.send_bytes(sent)


def opened(sent):
    """A message out of its line and the bytes that follow it."""
    line, _, payload = sent.partition(b"\n")
    return {**json.loads(line), "payload": payload}


class Ranks:
    """The processes that train together; most often only this one."""

    def __init__(self):
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        self.local = int(os.environ.get("LOCAL_RANK", "0"))

    def join(self, device):
        if self.size > 1:
            backend = "nccl" if device.type == "cuda" else "gloo"
            torch.distributed.init_process_group(backend)

    def total(self, values):
        """The sums over all ranks of numbers that each has."""
        if self.size == 1:
            return values
        sums = torch.tensor(values, dtype=torch.float64)
        torch.distributed.all_reduce(sums)
        return sums.tolist()

    def highest(self, values):
        """The largest that any rank has, one by one."""
        if self.size == 1:
            return values
        highest = torch.tensor(values, dtype=torch.int64)
        torch.distributed.all_reduce(highest, torch.distributed.ReduceOp.MAX)
        return highest.tolist()

    def of_first(self, value):
        """What the first rank has."""
        return self.highest([value if self.rank == 0 else -1])[0]


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


def shuffled(rows, ranks):
    """The rows in the order in which a shuffling DataLoader goes through them.

    The same draws as the loader's: its own seed, then the sampler's.
    """
    torch.empty((), dtype=torch.int64).random_()
    seed = int(torch.empty((), dtype=torch.int64).random_().item())
    generator = torch.Generator()
    generator.manual_seed(ranks.of_first(seed))
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
        self.settings = start["training"]
        self.device = usable(start["device"])
        if self.device.type == "cuda" and ranks.size > 1:
            self.device = torch.device("cuda", ranks.local)
            torch.cuda.set_device(self.device)
        torch.set_num_threads(start["threads"])
        torch.manual_seed(self.settings["seed"])
        ranks.join(self.device)

        self.rows = Rows(start["data"], self.device)
        # The draws of random_split, without its lists of numbers.
        order = torch.randperm(start["data"]["rows"])
        sizes = start["sizes"]
        names = ["train", "validation", "test"]
        parts = order.split([sizes[name] for name in names])
        self.sets = dict(zip(names, parts))

        module = {"__name__": "network"}
        exec(compile(start["module"], "network.py", "exec"), module)
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
        self.parameters = parameters
        if start.get("resume"):
            self.restore(start["payload"])

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
        self.end(stopped, note)

    def train_epoch(self):
        """One epoch. Whether it was the last, because nothing got better."""
        validation = self.sets["validation"]
        if self.order is None:
            self.begin_epoch()
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
        self.order = None
        if self.scheduler is not None and not self.settings["per_batch"]:
            plateau = self.settings["plateau"]
            self.scheduler.step(*([decisive] if plateau else []))
        is_over = self.judge(decisive)
        self.show_moment()
        self.results.append(result)
        self.report(False)
        if self.pace == "epoch":
            self.pace = "paused"
        return is_over

    def begin_epoch(self):
        self.remember()
        train = self.sets["train"]
        shuffle = self.settings["shuffle"]
        self.order = shuffled(train, self.ranks) if shuffle else in_order(train)
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
            self.say("end", self.saved(), **self.place())
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
        """Where the epoch began, to find the last finite weights again."""
        self.before = self.state()

    def go_back_to_finite(self):
        """Trains the epoch again, up to its last weights that are finite."""
        if self.is_finite() or self.before is None:
            return
        batch = self.batch
        self.load(self.before)
        self.order = None
        self.begin_epoch()
        self.network.train()
        last = self.copy()
        for self.batch in range(batch):
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
        if self.ranks.rank == 0:
            is_due = self.pace == "paused" or not inbox.empty()
            return LISTEN if is_due else GO_ON
        asked = [] if inbox.empty() else [inbox.get()]
        return STOP if any(one["type"] == "stop" for one in asked) else GO_ON

    def hear(self):
        """Does one thing that was asked for; waits for it while paused."""
        message = None
        if self.ranks.rank == 0:
            message = self.channel.inbox.get()
        if self.ranks.size > 1:
            box = [message]
            torch.distributed.broadcast_object_list(box)
            message = box[0]
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
            payload = self.saved()
            self.say("answer", payload, id=message["id"], **self.place())

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
        if not self.results or not (is_due or now - self.reported >= PACE):
            return
        self.reported = now
        self.say("epochs", results=self.results)
        self.results = []

    # What a run goes on from.

    def packed(self, state):
        """A state_dict as a list of its tensors, and their bytes in turn."""
        tensors, payload = [], io.BytesIO()
        for name, value in state.items():
            value = value.detach().cpu().contiguous()
            kind = "I64" if value.dtype == torch.int64 else "F32"
            tensors.append(
                {"name": name, "shape": list(value.shape), "dtype": kind}
            )
            payload.write(value.numpy().tobytes())
        return tensors, payload.getvalue()

    def state(self):
        return {
            "network": self.copy(),
            "optimizer": self.optimizer and cloned(self.optimizer.state_dict()),
            "scheduler": self.scheduler and plain(self.scheduler.state_dict()),
            "random": torch.get_rng_state(),
            "epoch": self.epoch,
            "steps": self.steps,
            "seconds": self.seconds,
            "best": (self.best, self.best_loss, self.best_epoch, self.worse),
            "lr": self.settings["lr"],
        }

    def load(self, state):
        self.network.load_state_dict(state["network"])
        if self.optimizer is not None:
            self.optimizer.load_state_dict(cloned(state["optimizer"]))
        if self.scheduler is not None and state["scheduler"] is not None:
            self.scheduler.load_state_dict(cloned(state["scheduler"]))
        torch.set_rng_state(state["random"])
        self.epoch = state["epoch"]
        self.steps = state["steps"]
        self.seconds = state["seconds"]
        self.best, self.best_loss, self.best_epoch, self.worse = state["best"]
        self.settings["lr"] = state["lr"]

    def saved(self):
        """Everything to go on from, as bytes."""
        whole = {"now": self.state(), "batch": self.batch}
        if self.order is not None:
            whole["pass"] = (
                self.order,
                self.tally.loss,
                self.tally.rows,
                self.tally.sums,
                self.epoch_lr,
                self.before,
            )
        target = io.BytesIO()
        torch.save(whole, target)
        return target.getvalue()

    def restore(self, payload):
        whole = torch.load(io.BytesIO(payload), map_location=self.device)
        self.load(whole["now"])
        self.batch = whole["batch"]
        if "pass" in whole:
            self.tally = Tally(self.settings["metric"])
            self.norm = None
            (
                self.order,
                self.tally.loss,
                self.tally.rows,
                self.tally.sums,
                self.epoch_lr,
                self.before,
            ) = whole["pass"]


def plain(state):
    """A scheduler's state without its references, which cannot be saved."""
    kept = state.items()
    return cloned({k: v for k, v in kept if not isinstance(v, weakref.ref)})


def cloned(value):
    """A copy of nested dicts and lists whose tensors are copied, too."""
    if isinstance(value, torch.Tensor):
        return value.clone()
    if isinstance(value, dict):
        return {key: cloned(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(cloned(part) for part in value)
    return value


def train(start, channel):
    """The whole life of a process that trains."""
    channel.listen()
    ranks = Ranks()
    if ranks.local == 0:
        channel.beat()
    try:
        global torch
        import torch

        import torch.distributed
        import torch.nn.parallel

        Run(start, channel, ranks).run()
    except Exception as error:
        where = f" (rank {ranks.rank})" if ranks.size > 1 else ""
        channel.send(
            "failed",
            error=last_line(error) + where,
            traceback=traceback.format_exc(),
        )
        sys.exit(1)


def last_line(error):
    lines = traceback.format_exception_only(type(error), error)
    return lines[-1].strip().split("\n")[0]


class Launcher:
    """Starts torchrun, and stands between its processes and the host."""

    def __init__(self, options, start, host):
        self.options = options
        self.start = start
        self.host = host
        self.key = secrets.token_bytes(32)
        self.listener = Listener(("127.0.0.1", 0), authkey=self.key)
        self.leader = None
        self.is_over = False
        self.failure = None

    def launch(self):
        options = self.options
        size = ["--nproc_per_node", str(options.processes)]
        if options.rendezvous:
            meeting = [
                *("--nnodes", str(options.nodes)),
                *("--node_rank", str(options.node_rank)),
                *("--rdzv_backend", "c10d"),
                *("--rdzv_endpoint", options.rendezvous),
                *("--rdzv_id", "perceptron"),
            ]
        else:
            meeting = ["--standalone", "--nnodes", "1"]
        host, port = self.listener.address
        environment = {
            **os.environ,
            "PERCEPTRON_LINK": f"{host}:{port}",
            "PERCEPTRON_KEY": self.key.hex(),
            "OMP_NUM_THREADS": str(self.start["threads"]),
        }
        module = "torch.distributed.run"
        output = without_redirects()
        words = [sys.executable, "-m", module]
        words += [*size, *meeting, *output, __file__]
        threading.Thread(target=self.accept, daemon=True).start()
        threading.Thread(target=self.pass_on, daemon=True).start()
        code = subprocess.Popen(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr
        ).wait()
        # What is still on its way is told before this process ends.
        time.sleep(2 * PACE)
        if self.is_over:
            return
        if self.failure is not None:
            self.host.put(self.failure)
        sys.exit(code or 1)

    def accept(self):
        while True:
            link = Link(self.listener.accept())
            threading.Thread(target=self.serve, args=[link], daemon=True).start()

    def serve(self, link):
        """Tells a process what to train, and the host what it says."""
        rank = opened(link.next())["rank"]
        payload = self.start.get("payload", b"")
        said = {k: v for k, v in self.start.items() if k != "payload"}
        link.put(json.dumps(said).encode() + b"\n" + payload)
        if rank["local"] == 0:
            self.leader = link
        while True:
            sent = link.next()
            if sent is None:
                break
            kind = opened(sent)["type"]
            if kind == "failed":
                self.failure = self.failure or sent
                return
            self.is_over = self.is_over or kind == "done"
            self.host.put(sent)
        if not self.is_over and self.failure is None:
            # The others only say that they lost it.
            message = {
                "type": "failed",
                "error": f"rank {rank['global']} ended before the run did",
                "traceback": "",
            }
            self.failure = json.dumps(message).encode() + b"\n"

    def pass_on(self):
        """Tells the leader what the host says; ends with the host."""
        while True:
            sent = self.host.next()
            if sent is None:
                os.killpg(0, 9) if hasattr(os, "killpg") else os._exit(1)
            if self.leader is not None:
                self.leader.put(sent)


def without_redirects():
    """Keeps torchrun 1.13 under Python 3.11 from failing at its own default.

    There it does not find its word for "nothing is redirected"; a rule for a
    process that hardly anybody starts leaves that word to the others.
    """
    from torch.distributed.elastic.multiprocessing import Std

    if Std.from_str("0") is not None:
        return []
    return ["--redirects", "9:1", "--tee", "9:1"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--node-rank", type=int, default=0)
    parser.add_argument("--rendezvous")
    options = parser.parse_args()
    # What the network's code prints goes where errors go.
    output = sys.stdout.buffer
    sys.stdout = sys.stderr
    if "PERCEPTRON_LINK" in os.environ:
        host, port = os.environ["PERCEPTRON_LINK"].split(":")
        key = bytes.fromhex(os.environ["PERCEPTRON_KEY"])
        channel = Link(Client((host, int(port)), authkey=key))
        ranks = Ranks()
        channel.send("hello", rank={"local": ranks.local, "global": ranks.rank})
        train(channel.read(), channel)
        return
    channel = Channel(sys.stdin.buffer, output)
    start = channel.read()
    if start is None:
        return
    if options.processes:
        Launcher(options, start, channel).launch()
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
