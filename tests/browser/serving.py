"""A real server with pages and sockets on the database of the tests, and windows that are signed in there."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


@contextmanager
def process(port=0, **variables):
    """One process of the server that `make run` starts: its address, and itself. It may get variables of its own."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    if not port:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "TRADEFAIR_SECRET_KEY": settings.SECRET_KEY,
        "TRADEFAIR_TESTS_SCRATCH": str(settings.DOCUMENT_ROOT.parent),
    }
    environment |= variables
    running = subprocess.Popen([sys.executable, "-m", "tradefair.web", "--port", str(port)], cwd=ROOT, env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url)
        yield url, running
    finally:
        running.terminate()
        running.wait(PATIENCE)


def wait_for(url):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            return urlopen(f"{url}/accounts/login/").close()
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")
