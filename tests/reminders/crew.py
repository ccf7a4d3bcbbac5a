"""The processes that tell people: Celery's workers and its beat, on the database and broker of whoever starts them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event, Thread

from tradefair.processes import ROOT

CELERY = [sys.executable, "-m", "celery", "-A", "tradefair"]
QUIETLY = ["--loglevel", "warning", "--pidfile", ""]
# As `make run` starts one.
WORKER = ["worker", "--pool", "threads", "--concurrency", "4", *QUIETLY]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
PATIENCE = 30


def speaking_to(*, smtp: int, database: str, broker: str) -> dict[str, str]:
    """What such a process has to know: the product's own settings, and whom it speaks to."""
    return {
        "DJANGO_SETTINGS_MODULE": "tradefair.settings",
        "TRADEFAIR_SMTP_HOST": "127.0.0.1",
        "TRADEFAIR_SMTP_PORT": str(smtp),
        "DATABASE_URL": database,
        "REDIS_URL": broker,
    }


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The process runs; it is gone in the end, with whatever it was doing."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=sys.stderr)
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def worker(environment: dict[str, str]) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return running([*CELERY, *WORKER, "--hostname", f"worker{os.urandom(4).hex()}@%h"], environment)


@contextmanager
def kept_worker(environment: dict[str, str]) -> Iterator[None]:
    """There is always one, as whoever runs it sees to: Celery's ends itself if its broker goes at a bad moment."""
    is_over = Event()

    def keep() -> None:
        while not is_over.is_set():
            with worker(environment) as process:
                while process.poll() is None and not is_over.wait(0.2):
                    pass

    keeper = Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join(PATIENCE)


@contextmanager
def beat(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        schedule = ["--schedule", str(Path(folder, "schedule"))]
        with running([*CELERY, "beat", *QUIETLY, *schedule], environment) as process:
            yield process
