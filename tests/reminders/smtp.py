"""A real mail server of a test's own, which may refuse, be slow, or be gone."""

import asyncio
import socket
import time
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Server:
    """What it has taken is in `mails`. Who is named in `answers` is answered so; to whom it `hangs` it says nothing.

    `on_taken` is called when it has taken a mail, and before whoever brought it hears that.
    """

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.mails, self.answers, self.hangs = [], {}, {}
        self.controller = self.on_taken = None

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.hangs:
            await asyncio.sleep(self.hangs[address])
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.on_taken:
            self.on_taken()
        return "250 taken"

    @property
    def recipients(self):
        return sorted(str(mail["To"]) for mail in self.mails)

    def wait_for(self, number, seconds=20):
        ends = time.monotonic() + seconds
        while len(self.mails) < number:
            assert time.monotonic() < ends, f"{len(self.mails)} of {number} mails have come"
            time.sleep(0.02)
        return self.mails


@contextmanager
def smtp_server():
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()
