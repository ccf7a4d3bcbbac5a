"""Servers that a bench starts, waits for and stops."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence

from tradefair.processes import ROOT


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, **environment: str) -> Iterator[None]:
    """The command's server accepts connections on the port."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise AssertionError(f"{command[0]} stopped with code {process.returncode}")
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
