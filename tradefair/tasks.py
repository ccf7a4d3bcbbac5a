"""What the Makefile's targets do once the environment stands: `python -m tradefair.tasks test|check|bench|manage|…`."""

import contextlib
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from tradefair import messages, pango
from tradefair.embedded import Services
from tradefair.packages import install, may_install
from tradefair.processes import ROOT, Home, Refused, stop
from tradefair.supervisor import SECONDS_FOR_SERVICES, chosen_home, local_environment

BUILD = ROOT / "build"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports"],
}


def tool(name: str) -> str:
    """The path of a program that is installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


@contextlib.contextmanager
def services(home: Path, *, durable: bool) -> Iterator[dict[str, str]]:
    """The environment of a command that needs the database and Redis, which run meanwhile."""
    started = Services(Home(home), durable=durable)
    started.home.open()
    try:
        database, redis = started.start_database(), started.start_redis()
        yield local_environment(home.resolve(), 8000, database=database, redis=redis)
    finally:
        stop(started.processes, within=SECONDS_FOR_SERVICES)
        started.home.forget()


def do(command: list[str], environment: dict[str, str] | None = None) -> int:
    """The command's exit code."""
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def browser() -> str:
    """The path of a Chromium on this machine; installed first where we may."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return found
    if may_install():
        print("Installing Chromium for the browser tests", flush=True)
        install("chromium")
        if found := shutil.which("chromium"):
            return found
    raise Refused("The browser tests need Chromium: install it (on Debian: apt install chromium) and try again.")


def fetch_relay() -> None:
    """coturn is there for the tests of calls through a relay, which are skipped without it.

    Debian's package starts a relay that is open to everybody. So it is installed without what starts it, and not at
    all where systemd runs: there a later version of the package would start it.
    """
    if not shutil.which("turnserver") and may_install() and not Path("/run/systemd/system").exists():
        print("Installing coturn for the tests of calls through a relay", flush=True)
        install("coturn", "-o", "DPkg::Options::=--path-exclude=/etc/init.d/coturn")


def test(arguments: list[str]) -> int:
    """The tests, on services of their own."""
    chromium = browser()
    fetch_relay()
    pango.fetch()
    messages.compile_stale()
    with services(BUILD / "tests", durable=False) as environment:
        environment |= {"TRADEFAIR_CHROMIUM": chromium, "TRADEFAIR_SECRET_KEY": "only-for-tests"}
        environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        environment.pop("TRADEFAIR_SITE_URL", None)
        report = BUILD / "tests.xml"
        if arguments:
            return do([tool("pytest"), *arguments], environment)
        code = do([tool("pytest"), "-n", "2", "--dist", "loadfile", f"--junitxml={report}"], environment)
        return code or browser_tests_ran(report)


def browser_tests_ran(report: Path) -> int:
    """0 if there are tests that drive a browser and none of them was skipped."""
    cases = [
        case
        for case in ElementTree.parse(report).iter("testcase")
        if case.find(".//property[@name='browser']") is not None
    ]
    skipped = [case.get("name") for case in cases if case.find("skipped") is not None]
    if skipped or not cases:
        print(f"The browser tests did not run: {', '.join(map(str, skipped)) or 'there are none'}.", file=sys.stderr)
        return 1
    print(f"{len(cases)} of the tests drove a browser.")
    return 0


def check(arguments: list[str]) -> int:
    """The linters and Django's own checks. All of them run; one failure fails the whole."""
    failed = []
    pango.fetch()
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    with services(BUILD / "tests", durable=False) as environment:
        for name, command in CHECKS.items():
            if do([tool(command[0]), *command[1:]], environment):
                failed.append(name)
        if do([tool("djade"), "--check", "--target-version", "5.2", *templates]):
            failed.append("templates")
        manage_py = [sys.executable, "manage.py"]
        if do([*manage_py, "makemigrations", "--check", "--dry-run"], environment):
            failed.append("migrations")
        if do([*manage_py, "check", "--deploy", "--fail-level", "WARNING"], production(environment)):
            failed.append("deployment")
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


def production(environment: dict[str, str]) -> dict[str, str]:
    """The environment of a well-kept installation, such as docs/operating.md describes it."""
    return environment | {
        "TRADEFAIR_MODE": "production",
        "TRADEFAIR_SECRET_KEY": secrets.token_urlsafe(60),
        "TRADEFAIR_SITE_URL": "https://fair.example.com",
        "TRADEFAIR_HOSTS": "fair.example.com",
        "TRADEFAIR_FROM": "Tradefair <fair@fair.example.com>",
        "TRADEFAIR_SMTP_HOST": "smtp.example.com",
        "TRADEFAIR_SMTP_PORT": "587",
        "TRADEFAIR_SMTP_TLS": "yes",
    }


def bench(arguments: list[str]) -> int:
    """The measurements, one JSON line per figure."""
    names = arguments or sorted(path.stem for path in (ROOT / "tests/bench").glob("[!_]*.py") if is_bench(path))
    failed = False
    pango.fetch()
    with services(BUILD / "bench", durable=True) as environment:
        environment["PYTHONPATH"] = str(ROOT)
        for command in ("migrate", "load_classification"):
            if code := do([sys.executable, "manage.py", command, "--verbosity", "0"], environment):
                return code
        for name in names:
            if not (ROOT / "tests/bench" / f"{name}.py").exists():
                raise Refused(f"There is no bench {name}: see tests/bench/.")
            failed |= bool(do([sys.executable, "-m", f"tests.bench.{name}"], environment))
    return int(failed)


def is_bench(path: Path) -> bool:
    return "def main(" in path.read_text(encoding="utf-8")


def shots(arguments: list[str]) -> int:
    """A picture of every page, or of those whose name contains a word, wide and narrow, light and dark."""
    only = [f"--only={name}" for name in arguments]
    messages.compile_stale()
    with services(BUILD / "shots-home", durable=False) as environment:
        environment |= {"TRADEFAIR_CHROMIUM": browser(), "PYTHONPATH": str(ROOT)}
        return do([sys.executable, "-m", "tests.browser.shots", *only], environment)


def manage(arguments: list[str]) -> int:
    """A manage.py command, on the services of `make run`, which need not be running."""
    home = chosen_home()
    try:
        with services(home, durable=True) as environment:
            return do([sys.executable, "manage.py", *arguments], environment)
    except Refused:
        running = Services(Home(home)).addresses()
        if running is None:
            raise
        database, redis = running
        return do(
            [sys.executable, "manage.py", *arguments],
            local_environment(home.resolve(), 8000, database=database, redis=redis),
        )


def lock(arguments: list[str]) -> int:
    """requirements/*.txt are resolved anew from pyproject.toml, for every platform and Python that we support."""
    resolve = [tool("uv"), "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--quiet"]
    resolve += ["--fork-strategy", "fewest", "--generate-hashes", "--no-annotate", "--no-header", "--upgrade"]
    resolve += ["--no-emit-index-url", "--no-emit-find-links"]
    return do([*resolve, "-o", "requirements/app.txt"]) or do(
        [*resolve, "--extra", "dev", "-c", "requirements/app.txt", "-o", "requirements/dev.txt"]
    )


VERBS = {f.__name__: f for f in (test, check, bench, shots, manage, lock)}


def on_signal(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> None:
    signal.signal(signal.SIGTERM, on_signal)
    try:
        sys.exit(VERBS[sys.argv[1]](sys.argv[2:]))
    except Refused as sentence:
        sys.exit(str(sentence))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
