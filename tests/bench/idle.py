"""`memory_mb`: what all processes of `make run` occupy together once the demo fair is served and nobody asks.

The proportional set size: memory that processes share is counted once.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.bench.figures import figure
from tests.bench.servers import free_port
from tradefair.processes import ROOT

IDLE_SECONDS = 10


def resident(process: psutil.Process) -> float:
    """Megabytes; by proportional share where the system tells it, as Linux does."""
    memory = process.memory_full_info()
    return float(getattr(memory, "pss", memory.uss)) / 1e6


def name_of(process: psutil.Process) -> str:
    line = " ".join(process.cmdline())
    for name in ("tradefair.supervisor", "tradefair.web", " worker ", " beat ", "valkey", "postgres"):
        if name in line:
            return name.strip().removeprefix("tradefair.")
    return process.name()


def main() -> None:
    home, port = ROOT / "build" / "bench-idle", free_port()
    home.parent.mkdir(exist_ok=True)
    shutil.rmtree(home, ignore_errors=True)
    ours = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "REDIS_URL", "TRADEFAIR_SITE_URL")}
    log = Path(f"{home}.log")
    with log.open("w") as output:
        run = subprocess.Popen(
            [sys.executable, "-m", "tradefair.supervisor"],
            env=ours | {"TRADEFAIR_HOME": str(home), "PORT": str(port)},
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        began = time.monotonic()
        while "Tradefair is ready" not in log.read_text():
            if run.poll() is not None or time.monotonic() - began > 600:
                raise AssertionError(log.read_text())
            time.sleep(0.5)
        ready = time.monotonic() - began
        time.sleep(IDLE_SECONDS)
        supervisor = psutil.Process(run.pid)
        parts: dict[str, float] = {}
        for process in [supervisor, *supervisor.children(recursive=True)]:
            name = name_of(process)
            parts[name] = parts.get(name, 0.0) + resident(process)
    finally:
        run.terminate()
        run.wait(20)
        shutil.rmtree(home, ignore_errors=True)
    by_process = {name: round(value, 1) for name, value in parts.items()}
    figure("idle", "memory_mb", sum(parts.values()), "MB", {"by_process": by_process, "below": 800})
    figure("idle", "seconds_to_ready", ready, "s", {"what": "first start, demo fair included", "below": 180})


if __name__ == "__main__":
    main()
