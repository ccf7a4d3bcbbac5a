"""`wsgi_ratio`: requests per second of a bare view under the server of `make run`, divided by those under granian WSGI.

At 8 kept connections, in turns and several rounds, so that a busy moment of the machine falls on both.
"""

import statistics
import sys
from pathlib import Path

from tests.bench.figures import figure
from tests.bench.load import load
from tests.bench.servers import free_port, serving
from tradefair.web import PAGE_THREADS

ROUNDS, SECONDS = 5, 3.0


def ours(port: int) -> list[str]:
    return [sys.executable, "-m", "tradefair.web", "--port", str(port), "--application", "tests.bench.bare:asgi"]


def granian(port: int) -> list[str]:
    program = str(Path(sys.executable).with_name("granian"))
    threads = ["--workers", "1", "--blocking-threads", str(PAGE_THREADS)]
    return [program, "--interface", "wsgi", *threads, "--port", str(port), "--no-access-log", "tests.bench.bare:wsgi"]


def main() -> None:
    our_port, their_port = free_port(), free_port()
    with serving(ours(our_port), our_port), serving(granian(their_port), their_port):
        rates: dict[str, list[float]] = {"ours": [], "granian": []}
        for port in (our_port, their_port):
            load(port, "/bare/", seconds=1)  # every thread has its connection before we count
        for _ in range(ROUNDS):
            for name, port in (("ours", our_port), ("granian", their_port)):
                result = load(port, "/bare/", seconds=SECONDS)
                assert set(result.statuses) == {200}, result.statuses
                rates[name].append(result.per_second)
    ratio = statistics.median(a / b for a, b in zip(rates["ours"], rates["granian"], strict=True))
    medians = {name: round(statistics.median(values), 1) for name, values in rates.items()}
    figure("server", "wsgi_ratio", ratio, "ratio", {"requests_per_second": medians, "connections": 8, "at_least": 0.5})


if __name__ == "__main__":
    main()
