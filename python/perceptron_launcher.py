"""Starts torchrun, and stands between its processes and the host.

If a process dies, torchrun starts all of them again, and they go on from the
newest state that was kept here. The host hears of that once, and of no epoch
twice. A machine that is gone is waited for, but not for long.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Listener

from perceptron_channel import Link, opened

# Seconds in which a process's last words arrive.
LAST_WORDS = 0.1
# Seconds between two looks of torchrun at its processes.
INTERVAL = "1"
# Seconds in which a machine that is gone may come back. A host that hears
# nothing gives up after a minute.
RETURN = 30
# What a host waits for no answer to.
NOBODY = -1


class Launcher:
    def __init__(self, options, start, host, program):
        self.options = options
        self.start = start
        self.host = host
        self.program = program
        self.key = secrets.token_bytes(32)
        self.listener = Listener(("127.0.0.1", 0), authkey=self.key)
        self.lock = threading.RLock()
        self.torchrun = None
        self.leader = None
        self.is_over = False
        # How often all processes were started before those there are now.
        self.round = -1
        # Why these end, as the first of them says it, and why the last did.
        self.failure = None
        self.reason = None
        # What others say of one that is gone, if it is all that is known.
        self.echo = None
        # Whether these came further than those before them.
        self.has_news = False
        self.has_started = False
        # The last epoch that the host was told of.
        self.told = 0
        # Questions of the host that nobody has answered: kind and message.
        self.asked = {}
        # What else it has said that processes after these have to know.
        self.lasting = {}
        self.is_paused = False

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
            # What --standalone does, but for its port, which is the same for all
            # runs of a machine: one that ends would take the others with it.
            meeting = [
                *("--nnodes", "1"),
                *("--rdzv_backend", "c10d"),
                *("--rdzv_endpoint", f"127.0.0.1:{free_port()}"),
                *("--rdzv_id", secrets.token_hex(8)),
            ]
        again = ["--max_restarts", str(options.max_restarts)]
        again += ["--monitor_interval", INTERVAL]
        host, port = self.listener.address
        environment = {
            **os.environ,
            "PERCEPTRON_LINK": f"{host}:{port}",
            "PERCEPTRON_KEY": self.key.hex(),
            "PERCEPTRON_MACHINE": str(options.node_rank),
            "OMP_NUM_THREADS": str(self.start["threads"]),
        }
        words = [sys.executable, "-m", "torch.distributed.run"]
        words += [*size, *meeting, *again, *without_redirects(), self.program]
        threading.Thread(target=self.accept, daemon=True).start()
        self.torchrun = subprocess.Popen(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr
        )
        threading.Thread(target=self.pass_on, daemon=True).start()
        code = self.torchrun.wait()
        # What is still on its way is told before this process ends.
        time.sleep(LAST_WORDS)
        with self.lock:
            if self.is_over:
                return
            self.say_why()
        sys.exit(code or 1)

    def accept(self):
        while True:
            link = Link(self.listener.accept())
            threading.Thread(target=self.serve, args=[link], daemon=True).start()

    def serve(self, link):
        """Tells a process what to train, and the host what it says."""
        rank = opened(link.next())["rank"]
        with self.lock:
            if rank["round"] > self.round:
                self.begin_round(rank["round"])
            payload = self.start.get("payload", b"")
            said = {k: v for k, v in self.start.items() if k != "payload"}
            link.put(json.dumps(said).encode() + b"\n" + payload)
            if rank["local"] == 0:
                self.leader = link
                self.repeat()
        has_failed = False
        while True:
            sent = link.next()
            message = opened(sent) if sent else None
            with self.lock:
                if rank["round"] == self.round:
                    if message:
                        has_failed = has_failed or message["type"] == "failed"
                        self.hear(message, sent)
                    elif not has_failed:
                        self.lost(rank["global"])
            if sent is None:
                return

    def begin_round(self, number):
        """New processes have come in the place of those before."""
        self.round = number
        if self.failure is not None:
            self.reason = opened(self.failure)["error"]
        elif self.echo is not None:
            self.reason = self.meaning(self.echo, "was waited for")
        self.failure = self.echo = None
        self.has_news = False

    def hear(self, message, sent):
        """What a process says: most of it is the host's."""
        kind = message["type"]
        if kind == "failed":
            if message["echo"]:
                if self.echo is None or message["silent"]:
                    self.echo = sent
                self.await_machine()
            elif self.failure is None:
                self.failure = sent
                # They would only fail once more.
                if not self.has_news:
                    self.torchrun.terminate()
        elif kind == "keep":
            self.remember(message)
        elif kind == "started":
            self.began(message, sent)
        elif kind == "epochs":
            new = [one for one in message["results"] if one["epoch"] > self.told]
            if new:
                self.has_news = True
                self.told = new[-1]["epoch"]
                self.host.send(kind, results=new)
        elif kind == "moment":
            if message["epoch"] > self.told or message["epoch"] == 0:
                self.host.put(sent)
        elif kind == "answer":
            if message["id"] not in self.asked:
                return
            question, _ = self.asked.pop(message["id"])
            if question == "checkpoint":
                self.remember(message)
            self.is_paused = self.is_paused or question in ("pause", "advance")
            self.host.put(sent)
        else:
            self.is_over = self.is_over or kind == "done"
            self.host.put(sent)

    def began(self, message, sent):
        if not self.has_started:
            self.host.put(sent)
        else:
            reason = self.reason or "a process ended before the run did"
            place = {"epoch": message["epoch"], "restart": self.round}
            self.host.send("restarted", error=reason, **place)
        self.has_started = True

    def remember(self, message):
        """Has the next processes go on from here."""
        state = {k: v for k, v in message.items() if k not in ("payload", "type")}
        self.start["resume"] = state
        self.start["payload"] = message["payload"]
        self.start["bytes"] = len(message["payload"])
        # It is part of the state.
        self.lasting.pop("lr", None)

    def lost(self, rank):
        """A process is gone. The others will only say that they lost it."""
        if self.is_over or self.failure is not None:
            return
        error = f"rank {rank} ended before the run did"
        message = {"type": "failed", "error": error, "traceback": ""}
        self.failure = json.dumps(message).encode() + b"\n"

    def await_machine(self):
        """Gives up if the processes are not all there again soon."""
        if self.options.nodes > 1:
            # Where none may start again, torchrun still waits for the others.
            seconds = RETURN if self.options.max_restarts > 0 else LAST_WORDS
            timer = threading.Timer(seconds, self.give_up, [self.round])
            timer.daemon = True
            timer.start()

    def give_up(self, number):
        with self.lock:
            if self.is_over or self.round != number:
                return
            self.say_why()
            self.is_over = True
            self.torchrun.kill()

    def say_why(self):
        """Says why the processes ended; of an echo what it comes to."""
        if self.failure is not None:
            self.host.put(self.failure)
        elif self.echo is not None:
            echo = opened(self.echo)
            echo["error"] = self.meaning(self.echo, "did not come back")
            self.host.send(echo.pop("type"), **echo)

    def meaning(self, echo, how):
        message = opened(echo)
        if self.options.nodes > 1 and not message["silent"]:
            return f"another machine of this run has ended, and {how}"
        return message["error"]

    def repeat(self):
        """Tells new processes what those before them have not done."""
        for sent in self.lasting.values():
            self.leader.put(sent)
        for _, sent in self.asked.values():
            self.leader.put(sent)
        kinds = [kind for kind, _ in self.asked.values()]
        if self.is_paused and not {"pause", "advance"} & set(kinds):
            pause = {"type": "pause", "id": NOBODY}
            self.leader.put(json.dumps(pause).encode() + b"\n")

    def note(self, sent):
        """Remembers what the host says, as far as it may have to be repeated."""
        message = opened(sent)
        kind = message["type"]
        if "id" in message:
            self.asked[message["id"]] = kind, sent
        elif kind in ("lr", "stop"):
            self.lasting[kind] = sent
        if kind in ("resume", "advance"):
            self.is_paused = False

    def pass_on(self):
        """Tells the leader what the host says; ends with the host."""
        while True:
            sent = self.host.next()
            if sent is None:
                os.killpg(0, 9) if hasattr(os, "killpg") else os._exit(1)
            with self.lock:
                self.note(sent)
                try:
                    if self.leader is not None:
                        self.leader.put(sent)
                except OSError:
                    # It has ended. Who comes after it is told again.
                    pass


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def without_redirects():
    """Keeps torchrun 1.13 under Python 3.11 from failing at its own default.

    There it does not find its word for "nothing is redirected"; a rule for a
    process that hardly anybody starts leaves that word to the others.
    """
    from torch.distributed.elastic.multiprocessing import Std

    if Std.from_str("0") is not None:
        return []
    return ["--redirects", "9:1", "--tee", "9:1"]
