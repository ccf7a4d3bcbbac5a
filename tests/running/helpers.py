"""Copies of Tradefair, started as a person would start them and watched from outside."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def bare_environment():
    """What a fresh terminal has: nothing of ours, nor of the tests."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRADEFAIR_", "DJANGO_", "PYTEST_", "COV_"))
        and name not in ("DATABASE_URL", "REDIS_URL", "PORT", "MAKEFLAGS", "MAKELEVEL")
    }


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def is_alive(process):
    """Whether it still runs. One that has ended and waits for its parent to notice does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Copy:
    """`make run` without make: the supervisor on a folder and a port of its own."""

    def __init__(self, home, port=None, **environment):
        self.home, self.port = Path(home), port or free_port()
        self.output = Path(tempfile.mkstemp(suffix=".out")[1])
        # Without the demo fair, which has tests of its own: here it would be laid out a dozen times.
        own = {"TRADEFAIR_HOME": str(home), "PORT": str(self.port), "TRADEFAIR_DEMO": "no"}
        variables = bare_environment() | own | environment
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tradefair.supervisor"],
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self):
        return self.output.read_text()

    def wait_for(self, words, seconds=90):
        deadline = time.monotonic() + seconds
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)
        return self

    def is_ready(self):
        return self.wait_for(f"Tradefair is ready at http://127.0.0.1:{self.port}/")

    def refuses(self):
        """What it says when it does not start: one sentence, and exit code 1."""
        assert self.process.wait(30) == 1
        assert "Traceback" not in self.said
        return self.said.splitlines()[-1]

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()

    def everybody(self):
        """The supervisor and all that runs below it."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def stop(self, number=signal.SIGTERM):
        """Seconds that stopping took. Nothing is left."""
        everybody = self.everybody() if self.process.poll() is None else []
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        took = time.monotonic() - began
        assert [process for process in everybody if is_alive(process)] == []
        return took

    def kill_everything(self):
        everybody = self.everybody()
        for process in everybody:
            with contextlib.suppress(psutil.NoSuchProcess):  # Postgres' helpers end with it
                process.kill()
        psutil.wait_procs(everybody, timeout=10)
        self.process.wait()
