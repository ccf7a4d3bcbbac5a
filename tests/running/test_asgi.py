"""One server for pages and sockets, asked through real connections."""

import asyncio
import os
import subprocess
import sys

import pytest
import websockets
from django.test import Client

from tests.running.helpers import ROOT, free_port
from tradefair.asgi import NO_SUCH_ADDRESS, application


class Server:
    """`python -m tradefair.web` on the services of this test run."""

    def __init__(self, tmp_path):
        self.port = free_port()
        self.log = tmp_path / "web.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tradefair.web", "--port", str(self.port)],
                cwd=ROOT,
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "tradefair.settings"},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    async def is_listening(self):
        for _ in range(200):
            assert self.process.poll() is None, self.log.read_text()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
        pytest.fail(self.log.read_text())


@pytest.fixture
async def server(tmp_path):
    made = Server(tmp_path)
    try:
        await made.is_listening()
        yield made
    finally:
        made.process.terminate()
        assert made.process.wait(10) in (0, -15)


async def test_pages_and_sockets_come_from_one_port(server):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /nowhere/at/all/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"content-security-policy" in answer.lower()  # Django's own page, by way of WSGI

    address, origin = f"ws://127.0.0.1:{server.port}/ws/nothing/here/", f"http://127.0.0.1:{server.port}"
    async with websockets.connect(address, origin=origin) as socket:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd.code == NO_SUCH_ADDRESS
    assert "Traceback" not in server.log.read_text()
    assert "Exception" not in server.log.read_text()


async def test_a_socket_opened_by_another_site_is_refused(server):
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(f"ws://127.0.0.1:{server.port}/ws/nothing/", origin="https://evil.example")
    assert refused.value.response.status_code == 403


async def test_the_server_may_tell_that_it_starts_and_stops():
    told = asyncio.Queue()
    for kind in ("startup", "shutdown"):
        told.put_nowait({"type": f"lifespan.{kind}"})
    answers = []

    async def send(message):
        answers.append(message["type"])

    await application({"type": "lifespan"}, told.get, send)
    assert answers == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_health_says_what_is_wrong(db, settings):
    answer = Client().get("/health/")
    assert (answer.status_code, set(answer.json().values())) == (200, {"OK"})
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    answer = Client().get("/health/")
    assert answer.status_code == 500
    assert "OK" not in answer.json()["Cache(alias='default')"]
