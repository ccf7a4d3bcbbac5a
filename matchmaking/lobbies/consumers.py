"""One page's line to the lobby of a meeting, as docs/lobby-protocol.md has it. Knows sockets; asks everything else."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import timezone, translation

from matchmaking.lobbies import errors, rules, video
from matchmaking.lobbies.actions import staying, talking
from matchmaking.lobbies.announcements import lobby_group
from matchmaking.lobbies.snapshot import Board, moment
from matchmaking.lobbies.watch import watch

COME_AGAIN = 4100
NOT_SIGNED_IN, NO_SUCH_LOBBY, LOBBY_SHUT, TOO_LARGE, TOO_MUCH = 4401, 4404, 4410, 4413, 4429
PAGE_CLOSES = (1000, 1001)  # it says goodbye, or is left for another page
LARGEST = 64 * 1024  # characters of one message: a description of a call has some ten thousand
BURST, PER_SECOND = 80, 20  # messages: a call begins with many at once
PATIENCE = 10  # seconds for a page to take what it is sent

Said = dict[str, Any]


class Misunderstood(errors.LobbyRefused):
    """What was said is none of the words of the protocol."""

    code = "misunderstood"


class LobbyConsumer(AsyncWebsocketConsumer):
    """Somebody's page in a lobby, from the moment at which it is let in."""

    stay: UUID | None = None
    told = ""  # what the page knows already

    async def connect(self) -> None:
        await self.accept()  # so that the close code is heard
        self.user = self.scope["user"]
        self.booking: UUID = self.scope["url_route"]["kwargs"]["pk"]
        self.allowance, self.counted_at = float(BURST), monotonic()
        if not self.user.is_authenticated:
            return await self.close(code=NOT_SIGNED_IN)
        try:
            stay = await self.done(staying.arrive, booking_id=self.booking, stay_id=self.named())
        except errors.NotThere:
            return await self.close(code=NO_SUCH_LOBBY)
        self.stay = stay.pk
        await self.tell(
            {
                "tell": "welcome",
                "stay": str(stay.pk),
                "at": moment(timezone.now()),
                "beat": rules.BEAT.total_seconds(),
                "ice": video.servers_for(self.user, at=timezone.now()),
            }
        )
        watch().join(self.booking, self)
        await self.channel_layer.group_add(lobby_group(self.booking), self.channel_name)
        watch().look_soon(self.booking)

    def named(self) -> UUID | None:
        """The stay that a page had before its line broke."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        with suppress(ValueError):
            return UUID(query.get("stay", [""])[0])
        return None

    async def disconnect(self, code: int) -> None:
        """A page that closes goes at once; one whose line breaks may be back before it is missed."""
        watch().part(self.booking, self)
        if self.stay:
            await self.channel_layer.group_discard(lobby_group(self.booking), self.channel_name)
            if code in PAGE_CLOSES:
                await database_sync_to_async(staying.leave)(stay_id=self.stay, at=timezone.now())

    # What the page says -----------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Whatever it is, it harms nobody else. What is refused is answered in words."""
        if not self.stay:
            return
        if text_data is None or len(text_data) > LARGEST:
            return await self.close(code=TOO_LARGE)
        if not self.is_within_allowance():
            return await self.close(code=TOO_MUCH)
        said: Said = {}
        try:
            said = understood(text_data)
            await VERBS[said["do"]](self, said)
        except errors.NotThere:
            await self.close(code=LOBBY_SHUT)
        except errors.Forgotten:
            await self.close(code=COME_AGAIN)
        except errors.LobbyRefused as refusal:
            await self.refuse(said, refusal)

    def is_within_allowance(self) -> bool:
        now = monotonic()
        self.allowance = min(BURST, self.allowance + (now - self.counted_at) * PER_SECOND) - 1
        self.counted_at = now
        return self.allowance >= 0

    async def do_stay(self, said: Said) -> None:
        revision = await self.done(staying.keep)
        await self.tell({"tell": "alive", "at": moment(timezone.now()), "revision": revision})

    async def do_show(self, said: Said) -> None:
        await self.done(staying.show, **{name: said[name] for name in (*staying.SHOWN, "link") if name in said})

    async def do_open(self, said: Said) -> None:
        await self.done(staying.open_earlier)

    async def do_enter(self, said: Said) -> None:
        await self.done(staying.enter)

    async def do_leave_call(self, said: Said) -> None:
        await self.done(staying.leave_call)

    async def do_say(self, said: Said) -> None:
        if not isinstance(said.get("text"), str):
            raise Misunderstood
        await self.done(talking.say, remark_id=number(said, "id"), text=said["text"])

    async def do_signal(self, said: Said) -> None:
        if not isinstance(said.get("data"), dict):
            raise Misunderstood
        signal = await self.done(talking.pass_signal, to=number(said, "to"), data=said["data"])
        await self.channel_layer.group_send(lobby_group(self.booking), {"type": "lobby.signal", **signal})

    async def done(self, action: Callable[..., Any], **facts: Any) -> Any:
        """The action by this person, and in this page, at this moment."""
        if self.stay:
            facts["stay_id"] = self.stay
        return await database_sync_to_async(action)(user=self.user, at=timezone.now(), **facts)

    # What the page is told -----------------------------------------------------------

    async def lobby_changed(self, event: dict[str, Any]) -> None:
        watch().look_soon(self.booking)

    async def lobby_signal(self, event: dict[str, Any]) -> None:
        if event["to"] == str(self.stay):
            await self.tell({"tell": "signal", "from": event["from"], "data": event["data"]})

    async def look(self, board: Board) -> None:
        """Told to the page unless it knows it. Whoever may not be there any more is sent away."""
        facts = board.told_to(self.user.pk)
        if facts is None:
            return await self.close(code=LOBBY_SHUT)
        words = json.dumps(facts | {"at": ""})
        if words != self.told:
            self.told = words
            await self.tell(facts)

    async def refuse(self, said: Said, refusal: errors.LobbyRefused) -> None:
        with translation.override(self.user.language):
            words = str(refusal)
        await self.tell(
            {"tell": "refused", "do": said.get("do"), "id": said.get("id"), "why": refusal.code, "words": words}
        )

    async def tell(self, message: dict[str, Any]) -> None:
        """A page that does not take what it is sent is given up."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.send(text_data=json.dumps(message))
        except TimeoutError:
            await self.close()
        except OSError:  # it has just gone
            return


def understood(text: str) -> Said:
    """The message, which names a verb of the protocol."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Misunderstood from error
    if not isinstance(said, dict) or not isinstance(said.get("do"), str) or said["do"] not in VERBS:
        raise Misunderstood
    return said


def number(said: Said, name: str) -> UUID:
    try:
        return UUID(said.get(name))
    except (ValueError, TypeError, AttributeError) as error:
        raise Misunderstood from error


VERBS: dict[str, Callable[[LobbyConsumer, Said], Any]] = {
    "stay": LobbyConsumer.do_stay,
    "show": LobbyConsumer.do_show,
    "open": LobbyConsumer.do_open,
    "enter": LobbyConsumer.do_enter,
    "leave-call": LobbyConsumer.do_leave_call,
    "say": LobbyConsumer.do_say,
    "signal": LobbyConsumer.do_signal,
}
