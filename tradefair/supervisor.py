"""`make run`: everything that a fair needs, started in order, watched, and stopped together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from tradefair import keys, messages, pango
from tradefair.embedded import Services
from tradefair.processes import ROOT, Home, Process, Refused, stop

SECONDS_TO_BE_READY = 120
SECONDS_FOR_OUR_PROCESSES, SECONDS_FOR_SERVICES = 2.5, 1.7  # together under the five that stopping may take
MOST_RESTARTS, IN_SECONDS = 3, 30


class Stopped(Exception):
    """Somebody asked us to stop."""


class Supervisor:
    """One copy of Tradefair on one port and one folder."""

    def __init__(self, *, home: Path, port: int) -> None:
        self.home, self.port = Home(home), port
        self.services = Services(self.home, pause=self.pause)
        self.processes: list[Process] = []
        self.step: subprocess.Popen[bytes] | None = None
        self.restarts: dict[str, deque[float]] = {}
        self.is_asked_to_stop = False
        self.began = time.monotonic()

    def run(self) -> None:
        """Serve until asked to stop. Nothing that we have started is left, however this ends."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._start()
            while True:
                self.pause(0.2)
                self._look_after()
        except Stopped:
            print("Stopping …", flush=True)
        finally:
            self._stop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.is_asked_to_stop = True

    def pause(self, seconds: float = 0.05) -> None:
        if self.is_asked_to_stop:
            raise Stopped
        time.sleep(seconds)
        if self.is_asked_to_stop:
            raise Stopped

    @contextlib.contextmanager
    def _told(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        print(f"  {what} ({time.monotonic() - began:.1f} s)", flush=True)

    def _start(self) -> None:
        print(f"Starting Tradefair in {self.home.path}", flush=True)
        self.home.open()
        self.listener = self._listen()
        with self._told("words compiled"):
            messages.compile_stale()
        pango.fetch()
        with self._told("database answers"):
            database = self.services.start_database()
        with self._told("Redis answers"):
            redis = self.services.start_redis()
        environment = local_environment(self.home.path, self.port, database=database, redis=redis)
        with self._told("tables and data are up to date"):
            self._do([sys.executable, "-m", "tradefair.prepare"], environment)
        celery = [sys.executable, "-m", "celery", "-A", "tradefair"]
        quietly = ["--loglevel", "warning", "--pidfile", ""]
        web = [sys.executable, "-m", "tradefair.web", "--fd", str(self.listener.fileno())]
        self._launch("web", web, environment, fds=[self.listener.fileno()])
        # Threads: the tasks wait for mail servers and the database, and one process is enough memory for that.
        worker = ["worker", "--pool", "threads", "--concurrency", "4", *quietly]
        worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self._launch("worker", [*celery, *worker], environment)
        schedule = ["--schedule", str(self.home.path / "beat-schedule")]
        self._launch("beat", [*celery, "beat", *quietly, *schedule], environment)
        with self._told("pages are served"):
            self._wait_for_health()
        print(f"  ready after {time.monotonic() - self.began:.1f} s; what the processes say is in {self.home.logs}")
        print(f"Tradefair is ready at http://127.0.0.1:{self.port}/", flush=True)

    def _listen(self) -> socket.socket:
        """The port is ours from now on, and stays so while the web process restarts."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", self.port))
            listener.listen(512)
        except OSError as error:
            raise Refused(
                f"Port {self.port} cannot be used ({error.strerror}): stop what uses it, or set PORT to another number."
            ) from error
        return listener

    def _do(self, command: list[str], environment: dict[str, str]) -> None:
        """The command has done its work; its output is shown."""
        self.step = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
        )
        while self.step.poll() is None:
            self.pause()
        if self.step.returncode:
            raise Refused(f"{command[-1]} stopped with code {self.step.returncode}: the reason is above.")
        self.step = None

    def _launch(self, name: str, command: list[str], environment: dict[str, str], fds: Sequence[int] = ()) -> None:
        log = self.home.logs / f"{name}.log"
        self.processes.append(Process(name, command, log=log, environment=environment, pass_fds=fds))
        self._record()

    def _record(self) -> None:
        self.home.record([*self.services.processes, *self.processes])

    def _wait_for_health(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_BE_READY
        while time.monotonic() < deadline:
            self._look_after()
            with contextlib.suppress(OSError):
                request = f"http://127.0.0.1:{self.port}/health/"
                with urllib.request.urlopen(request, timeout=2) as answer:
                    if answer.status == 200:
                        return
            self.pause(0.1)
        raise Refused(f"The pages are not served after {SECONDS_TO_BE_READY} s: see {self.home.logs / 'web.log'}.")

    def _look_after(self) -> None:
        """Whoever died is started again; one who dies again and again stops everything."""
        for process in [*self.services.processes, *self.processes]:
            if process.is_running():
                continue
            now = time.monotonic()
            deaths = self.restarts.setdefault(process.name, deque(maxlen=MOST_RESTARTS))
            if len(deaths) == MOST_RESTARTS and now - deaths[0] < IN_SECONDS:
                raise Refused(
                    f"{process.name} {process.how_it_ended()} for the {MOST_RESTARTS + 1}th time within {IN_SECONDS} s "
                    f"({process.last_words()}): see {process.log}."
                )
            deaths.append(now)
            print(f"{process.name} {process.how_it_ended()}: starting it again (see {process.log})", flush=True)
            process.restart()
            self._record()

    def _stop(self) -> None:
        if self.step and self.step.poll() is None:
            self.step.kill()  # migrations and seeding are transactions: what is half done is not done
            self.step.wait()
        stop(self.processes, within=SECONDS_FOR_OUR_PROCESSES)
        stop(self.services.processes, within=SECONDS_FOR_SERVICES)
        self.home.forget()


def local_environment(home: Path, port: int, *, database: str, redis: str) -> dict[str, str]:
    """What our processes are told: local mode, where things are, and keys that last."""
    return {
        "TRADEFAIR_SITE_URL": f"http://127.0.0.1:{port}",
        "TRADEFAIR_SECRET_KEY": keys.kept(home / "secret-key", keys.new_secret_key),
        "TRADEFAIR_VAPID_PRIVATE_KEY": keys.kept(home / "push-key", keys.new_push_key),
        "MALLOC_ARENA_MAX": "2",  # glibc otherwise keeps an arena per thread
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "TRADEFAIR_MODE": "local",
        "TRADEFAIR_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tradefair.settings",
        "PYTHONUNBUFFERED": "1",
    }


def chosen_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise Refused(f"PORT is {value!r}: say a whole number between 1 and 65535.")
    return int(value)


def chosen_home() -> Path:
    return Path(os.environ.get("TRADEFAIR_HOME") or ROOT / ".tradefair")


def main() -> None:
    try:
        Supervisor(home=chosen_home(), port=chosen_port()).run()
    except Refused as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main()
