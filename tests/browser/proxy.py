"""What stands before several processes of a server: one address, and each new connection goes to one that answers."""

import socket
from contextlib import contextmanager, suppress
from threading import Thread

PIECE = 64 * 1024


class Proxy:
    """It knows of TCP alone. Of `ports` the first one that answers is taken, so that a test says who serves whom."""

    def __init__(self, ports):
        self.ports = list(ports)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        Thread(target=self.welcome, daemon=True).start()

    def welcome(self):
        with suppress(OSError):  # the door is shut
            while True:
                page, _address = self.door.accept()
                Thread(target=self.serve, args=(page,), daemon=True).start()

    def serve(self, page):
        for port in tuple(self.ports):
            with suppress(OSError):
                server = socket.create_connection(("127.0.0.1", port))
                Thread(target=pour, args=(server, page), daemon=True).start()
                return pour(page, server)
        page.close()


def pour(source, target):
    """All that comes goes on, until either side is gone: then the other one learns it at once."""
    with suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


@contextmanager
def proxy(*ports):
    found = Proxy(ports)
    try:
        yield found
    finally:
        found.door.close()
