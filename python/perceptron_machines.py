"""Which of several machines still lives.

A machine that loses its network or its power closes no connection, and whoever
waits for it would wait for ten minutes. So each gives signs of life.
"""

import os
import threading
import time

from perceptron_channel import HEARTBEAT

# Seconds after which a machine of which nothing is heard is gone.
VANISHED = float(os.environ.get("PERCEPTRON_SILENCE", "60"))


class Machines:
    """Signs of life of the machines that train together, one a second, in the
    store at which torchrun let them meet."""

    def __init__(self, ranks):
        self.own = ranks.machine
        # Of each rank; the store is rank 0's.
        self.of_rank = ranks.highest(
            [ranks.machine if rank == ranks.rank else -1 for rank in range(ranks.size)]
        )
        self.counts = {}
        now = time.monotonic()
        self.heard = {machine: now for machine in self.of_rank}
        self.answered = now
        self.is_watching = False

    def watch(self, channel):
        """Ends this process, which may wait for ever, if one is gone."""
        if len(self.heard) == 1:
            return
        self.is_watching = True

        def look():
            while self.is_watching:
                time.sleep(HEARTBEAT)
                silent = self.silent(VANISHED)
                if silent:
                    error = said_of_silent(silent)
                    echo = {"echo": True, "silent": True}
                    channel.send("failed", error=error, traceback="", **echo)
                    os._exit(1)

        for work in (self.beat, look):
            threading.Thread(target=work, daemon=True).start()

    def beat(self):
        import torch.distributed

        try:
            # One of its own: in another a thread may wait for something else.
            store = torch.distributed.TCPStore(
                os.environ["MASTER_ADDR"],
                int(os.environ["MASTER_PORT"]),
                is_master=False,
                wait_for_workers=False,
            )
            rounds = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")
            while True:
                for machine in self.heard:
                    key = f"perceptron/{rounds}/{machine}"
                    count = store.add(key, int(machine == self.own))
                    if count != self.counts.get(machine):
                        self.counts[machine] = count
                        self.heard[machine] = time.monotonic()
                self.answered = time.monotonic()
                time.sleep(HEARTBEAT)
        except RuntimeError:
            # Whoever had the store has closed it, of which all hear anyway.
            self.is_watching = False

    def silent(self, limit):
        """The machines of which nothing was heard for so many seconds."""
        now = time.monotonic()
        if not self.is_watching:
            return []
        if now - self.answered > limit:
            return [self.of_rank[0]]
        return sorted(m for m, heard in self.heard.items() if now - heard > limit)


def said_of_silent(machines):
    ranks = ", ".join(str(machine) for machine in machines)
    return (
        f"nothing was heard of the machine of rank {ranks} for {VANISHED:g} seconds,"
        " as if it were off or not connected"
    )
