"""The web server of `make run` and of small installations: one uvicorn, pages through WSGI, sockets through ASGI.

`python -m tradefair.web --fd N` serves on a socket that is already open, `--port N` opens one on this machine alone.
"""

import argparse
import socket

import uvicorn

# Each thread keeps a database connection. More of them hand the interpreter's lock around: pages take longer.
PAGE_THREADS = 3
LARGEST_MESSAGE = 128 * 1024  # bytes of one message of a page: whoever sends more is hung up on
SECONDS_TO_FINISH = 2  # what a request under way gets when we are asked to stop


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tradefair.web", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, help="the number of an open, listening socket")
    where.add_argument("--port", type=int, help="a port on 127.0.0.1")
    parser.add_argument("--application", default="tradefair.asgi:application")
    chosen = parser.parse_args()
    config = uvicorn.Config(
        chosen.application,
        port=chosen.port or 0,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        ws_max_size=LARGEST_MESSAGE,
        # A proxy on this machine may say who is asking; nobody else is believed.
        forwarded_allow_ips="127.0.0.1",
    )
    uvicorn.Server(config).run(sockets=None if chosen.fd is None else [socket.socket(fileno=chosen.fd)])


if __name__ == "__main__":
    main()
