"""Processes that we start and that we alone may end: spawned into sessions of their own, recorded, stopped in time."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).resolve().parent.parent
LARGEST_LOG = 10 * 1024 * 1024


class Refused(Exception):
    """Tradefair cannot start or go on. The message is one sentence that says what is the case and what to do."""


class Process:
    """A running command with a name, a log file and a way to be stopped."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        pass_fds: Sequence[int] = (),
        folder: Path = ROOT,
    ) -> None:
        self.name, self.command, self.log, self.stop_signal = name, command, log, stop_signal
        self.environment, self.pass_fds, self.folder = environment, pass_fds, folder
        self.popen = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with _opened(self.log) as output:
            # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops things in order.
            return subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment,
                pass_fds=self.pass_fds,
                cwd=self.folder,
                start_new_session=True,
            )

    def restart(self) -> None:
        self.popen = self._spawn()

    def is_running(self) -> bool:
        return self.popen.poll() is None

    def last_words(self) -> str:
        """The last line that it wrote, for a message to a person."""
        try:
            lines = self.log.read_text(errors="replace").split("\n")
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def how_it_ended(self) -> str:
        code = self.popen.returncode
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"stopped with code {code}"


def _opened(log: Path) -> IO[bytes]:
    """The log, opened for appending; a large one makes room for a new one."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    return log.open("ab")


def stop(processes: Iterable[Process], *, within: float) -> None:
    """Neither they nor what they have started runs any more. Each is asked by its own signal, then ended."""
    running = [process for process in processes if process.is_running()]
    families = [member for process in running for member in _descendants(process.popen.pid)]
    for process in running:
        _signal(process.popen.pid, process.stop_signal)
    deadline = time.monotonic() + within
    for process in running:
        try:
            process.popen.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.popen.kill()
            process.popen.wait()
    # The helpers of a Postgres that had to be ended notice it a moment later than we may wait.
    for member in families:
        if member.is_running():  # not a stranger who got the same number later
            _signal(member.pid, signal.SIGKILL)
    psutil.wait_procs(families, timeout=0.5)


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
        os.kill(pid, number)


class Home:
    """The folder of one copy's local data, held by one running command at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.logs = self.path / "logs"
        self._lock: IO[str] | None = None
        self._is_ours = False

    def open(self) -> None:
        """The folder exists, can be written, and is ours until we end. What a killed run left behind is ended."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = (self.path / "in-use.lock").open("w")
            for folder in (self.logs, self.path / "static"):  # WhiteNoise warns if there is no folder to collect into
                folder.mkdir(exist_ok=True)
        except OSError as error:
            raise Refused(
                f"The folder {self.path} cannot be written ({error.strerror}): set TRADEFAIR_HOME to one that can."
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(
                f"Another copy of Tradefair is running on {self.path}: stop it, or set TRADEFAIR_HOME and PORT to "
                "values of your own."
            ) from error
        self._is_ours = True
        self._end_orphans()

    @property
    def _ledger(self) -> Path:
        return self.path / "processes.json"

    def record(self, processes: Iterable[Process]) -> None:
        """Remember who runs, so that the next start can end what a killed one left."""
        rows = []
        for process in processes:
            try:
                rows.append({"pid": process.popen.pid, "born": psutil.Process(process.popen.pid).create_time()})
            except psutil.NoSuchProcess:
                continue
        self._ledger.write_text(json.dumps(rows))

    def forget(self) -> None:
        """What we started has ended. Another copy's record is not ours to remove."""
        if self._is_ours:
            self._ledger.unlink(missing_ok=True)

    def _end_orphans(self) -> None:
        try:
            rows = json.loads(self._ledger.read_text())
        except (OSError, ValueError):
            return
        orphans = []
        for row in rows:
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(row["pid"])
                if abs(process.create_time() - row["born"]) < 1:  # not a stranger who got the same number later
                    orphans += [process, *_descendants(process.pid)]
                    _signal(process.pid, signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
        for process in psutil.wait_procs(orphans, timeout=5)[1]:
            _signal(process.pid, signal.SIGKILL)
        self.forget()
