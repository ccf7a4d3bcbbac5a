"""What stands between a bare machine and the project: `python3 -I tradefair/bootstrap.py VERB`, called by the Makefile.

Finds a Python that will do, makes .venv, installs the locked requirements when the lock has changed, compiles the
catalogues, and hands over. Standard library only, and readable by any Python 3, so that an old one gets a sentence
rather than a syntax error.
"""

import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST, NEWEST = (3, 11), (3, 13)
LOCKS = {"app": "requirements/app.txt", "dev": "requirements/dev.txt"}  # dev holds everything that app holds

# What each verb needs, and what it becomes.
VERBS = {
    "run": ("app", ["-m", "tradefair.supervisor"]),
    "manage": ("app", ["-m", "tradefair.tasks", "manage"]),
    "test": ("dev", ["-m", "tradefair.tasks", "test"]),
    "check": ("dev", ["-m", "tradefair.tasks", "check"]),
    "bench": ("dev", ["-m", "tradefair.tasks", "bench"]),
    "shots": ("dev", ["-m", "tradefair.tasks", "shots"]),
    "messages": ("dev", ["-m", "tradefair.messages", "extract"]),
    "lock": ("dev", ["-m", "tradefair.tasks", "lock"]),
}


class Impossible(Exception):
    """It cannot be done here. The message says what is the case and what to do."""


def say(text):  # type: (str) -> None
    print(text, flush=True)


def suitable_python():  # type: () -> str
    """The path of a Python between OLDEST and NEWEST: this one if it will do, else the newest on the PATH."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        # A shim may be on the PATH for a version that is not there: only one that answers counts.
        if found and subprocess.call([found, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return found
    raise Impossible(
        "Tradefair needs Python 3.%d to 3.%d, and only %s is here: install one of them (on Debian: apt install "
        "python3 python3-venv) and try again." % (OLDEST[1], NEWEST[1], platform.python_version())
    )


@contextmanager
def alone():  # type: ignore[no-untyped-def]
    """Two copies started at once do not write the same virtual environment together."""
    import fcntl  # noqa: PLC0415 - absent on Windows, which gets a sentence in main()

    try:
        lock = open(VENV + ".lock", "w")
    except OSError as error:
        raise Impossible("The virtual environment cannot be made in %s: %s." % (VENV, error.strerror)) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest_of(lock):  # type: (str) -> str
    with open(os.path.join(ROOT, LOCKS[lock]), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def installed():  # type: () -> dict[str, str]
    """The digests of the locks that are installed, by name; nothing if the environment is not whole."""
    try:
        with open(os.path.join(VENV, "installed.json")) as file:
            known = json.load(file)
    except (OSError, ValueError):
        return {}
    return known if os.path.exists(PYTHON) else {}


def make_environment(python):  # type: (str) -> None
    """A virtual environment with pip stands in .venv."""
    began = time.monotonic()
    done = run_quietly([python, "-m", "venv", "--clear", VENV])
    if "ensurepip" in done.stdout or "No module named venv" in done.stdout:
        raise Impossible(
            "%s cannot make virtual environments: install its venv package (on Debian: apt install python3-venv) "
            "and try again." % python
        )
    if done.returncode:
        raise Impossible("The virtual environment cannot be made in %s: %s" % (VENV, last_line(done.stdout)))
    say("  made the virtual environment (%.0f s)" % (time.monotonic() - began))


def run_quietly(command):  # type: (list[str]) -> subprocess.CompletedProcess[str]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def last_line(output):  # type: (str) -> str
    return ([line for line in output.splitlines() if line.strip()] or ["no reason given"])[-1]


def install(lock):  # type: (str) -> None
    """Everything that the lock names is installed, from wheels, with its digest checked, and nothing else.

    The lock is whole, so pip need not resolve anything; left to do so, older ones look beyond what is locked as soon as
    a package asks for an extra of another one ("coverage[toml]") and the registry has a newer release of that.
    """
    began, path = time.monotonic(), os.path.join(ROOT, LOCKS[lock])
    with open(path) as file:
        wanted = sum("==" in line for line in file)
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "-r", path]
    say("  installing up to %d locked packages" % wanted)
    seen, lines = 0, []
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    try:
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if seen % 20 == 0:
                    say("    %d found (%.0f s)" % (seen, time.monotonic() - began))
            elif line.startswith("Installing collected packages"):
                say("    all downloaded, unpacking (%.0f s)" % (time.monotonic() - began))
        pip.wait()
    finally:
        if pip.poll() is None:
            pip.terminate()
            pip.wait()
    if pip.returncode:
        raise Impossible(why_not_installed("".join(lines)))
    say("  installed (%.0f s)" % (time.monotonic() - began))


def why_not_installed(output):  # type: (str) -> str
    """pip's many lines in one sentence."""
    errors = [line for line in output.splitlines() if line.startswith("ERROR: ")]
    for line in errors:
        if "No matching distribution found for " in line and "from versions: none" not in output:
            package = line.rsplit(" for ", 1)[1].split(";")[0].strip()
            return (
                "There is no ready-made package of %s for this machine (%s %s, Python %s), and Tradefair compiles "
                "nothing: use Linux (glibc) or macOS on x86-64 or ARM with Python 3.%d to 3.%d."
                % (package, platform.system(), platform.machine(), platform.python_version(), OLDEST[1], NEWEST[1])
            )
    reason = errors[-1][len("ERROR: ") :] if errors else last_line(output)
    return "The locked packages could not be installed: %s" % reason


def prepare(lock):  # type: (str) -> None
    """The environment stands and holds what the lock names."""
    wanted = digest_of(lock)
    if wanted in installed().values():
        return
    with alone():
        known = installed()
        if wanted in known.values():
            return
        say("Setting up (only when the locked requirements have changed)")
        if not known:
            make_environment(suitable_python())
        install(lock)
        # A newer lock replaces what an older one installed: only what is in force now is remembered.
        known = {name: digest for name, digest in known.items() if digest == digest_of(name)}
        if lock == "dev":
            known["app"] = digest_of("app")
        known[lock] = wanted
        with open(os.path.join(VENV, "installed.json"), "w") as file:
            json.dump(known, file)


def main(arguments):  # type: (list[str]) -> None
    if os.name != "posix":
        raise Impossible("Tradefair runs on Linux and macOS; on Windows use the Windows Subsystem for Linux.")
    if not arguments or arguments[0] not in VERBS:
        raise Impossible("Say one of: %s." % ", ".join(sorted(VERBS)))
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    lock, command = VERBS[arguments[0]]
    os.chdir(ROOT)
    prepare(lock)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    os.execve(PYTHON, [PYTHON] + command + arguments[1:], environment)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Impossible as sentence:
        sys.exit(str(sentence))
    except KeyboardInterrupt:
        sys.exit(130)
