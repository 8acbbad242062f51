"""Messages in and out: JSON objects, one a line, some followed by raw bytes."""

import json
import os
import queue
import threading
import time

# Of the conversation; a host of another version is refused.
PROTOCOL = 2
# Seconds between two signs of life.
HEARTBEAT = 1.0


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
