"""A mail server in a process of its own, which takes everything: one line per mail, when and to whom.

python -m tests.bench.mailbox PORT FILE
"""

import asyncio
import sys
import time
from typing import Any, TextIO

from aiosmtpd.smtp import SMTP, Envelope


class Mailbox:
    """What is taken is written down, not kept."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        self.file.write(f"{time.time():.3f} {envelope.rcpt_tos[0]}\n")
        self.file.flush()
        return "250 taken"


async def serve(port: int, path: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Mailbox(file), hostname="bench", loop=loop), "127.0.0.1", port)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
