"""A Valkey of a test's own, which may be stopped, held and started again: it remembers nothing."""

import os
import signal
import socket
import subprocess
import time
from contextlib import closing, contextmanager

from tradefair.embedded import redis_answers, valkey_program

PATIENCE = 30


class Valkey:
    """One process on a port that stays the same."""

    def __init__(self, folder):
        self.folder = folder
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        """It is there, and empty."""
        command = [valkey_program(), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        self.running = subprocess.Popen([*command, "--save", "", "--appendonly", "no", "--loglevel", "warning"])
        ends = time.monotonic() + PATIENCE
        while not redis_answers(self.url):
            assert time.monotonic() < ends, "Valkey does not answer"
            time.sleep(0.05)

    def stop(self):
        self.running.kill()
        self.running.wait(PATIENCE)

    def hold(self):
        """It takes what is said, and answers nothing."""
        os.kill(self.running.pid, signal.SIGSTOP)


@contextmanager
def valkey(folder):
    """It runs, and is gone in the end."""
    own = Valkey(folder)
    own.start()
    try:
        yield own
    finally:
        own.stop()
