"""A page's line to a place where people are live: who gets one, what it bears, how it ends. Knows sockets only."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, ClassVar
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils import timezone, translation

from matchmaking.lobbies import errors
from matchmaking.lobbies.watch import Board, Place, watch
from matchmaking.meetings.errors import MeetingRefused

COME_AGAIN, TOO_SLOW = 4100, 4101
NOT_SIGNED_IN, NO_SUCH_LOBBY, LOBBY_SHUT, TOO_LARGE, TOO_MUCH = 4401, 4404, 4410, 4413, 4429
PAGE_CLOSES = (1000, 1001)  # it says goodbye, or is left for another page
LARGEST = 64 * 1024  # characters of one message: a description of a call has some ten thousand
BURST, PER_SECOND = 80, 20  # messages: a call begins with many at once
PATIENCE = 10  # seconds for a page to take what it is sent

Said = dict[str, Any]
Verb = Callable[[Any, Said], Any]


class Misunderstood(errors.LobbyRefused):
    """What was said is none of the words of the protocol."""

    code = "misunderstood"


class LineConsumer(AsyncWebsocketConsumer, ABC):
    """Somebody's page in a place, from the moment at which it is let in. A kind of place says what its pages may say
    (`verbs`), and how they arrive and leave."""

    place: ClassVar[Place]
    verbs: ClassVar[Mapping[str, Verb]]
    stay: UUID | None = None
    told: int | None = None  # the sign of what the page knows already
    ending: asyncio.Task[None] | None = None

    key: Any = None  # which place it is, known once somebody has arrived

    @abstractmethod
    def key_of(self, stay: Any) -> Any:
        """Each place says it in its own way."""

    @abstractmethod
    def arrive(self, *, stay_id: UUID | None, **facts: Any) -> Any:
        """Each place says it in its own way."""

    @abstractmethod
    def leave(self) -> None:
        """Each place says it in its own way."""

    def greeting(self) -> Said:
        """What a page is told once, beside its name."""
        return {}

    async def __call__(self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        """One message after the other, without the channel, the queue and the tasks that Channels gives each page: the
        watch hears for all of them. Whatever ends a line, trouble of ours too: its page is watched no longer."""
        self.scope, self.base_send = scope, send
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            return
        finally:
            watch(self.place).part(self.key, self)

    async def connect(self) -> None:
        await self.accept()  # so that the close code is heard
        self.user = self.scope["user"]
        self.allowance, self.counted_at = float(BURST), monotonic()
        if not self.user.is_authenticated:
            return await self.close(code=NOT_SIGNED_IN)
        try:
            stay = await self.done(self.arrive, stay_id=self.named())
        except errors.NotThere:
            return await self.close(code=NO_SUCH_LOBBY)
        self.stay, self.key = stay.pk, self.key_of(stay)
        await self.tell({"tell": "welcome", "stay": str(stay.pk)} | self.greeting())
        await watch(self.place).join(self.key, self)

    def named(self) -> UUID | None:
        """The stay that a page had before its line broke."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        with suppress(ValueError):
            return UUID(query.get("stay", [""])[0])
        return None

    async def disconnect(self, code: int) -> None:
        """A page that closes goes at once; one whose line breaks may be back before it is missed."""
        watch(self.place).part(self.key, self)
        if self.stay and code in PAGE_CLOSES:
            await database_sync_to_async(self.leave)()

    # What the page says -----------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Whatever it is, it harms nobody else. What is refused is answered in words."""
        if self.key is None or self.ending:
            return
        if text_data is None or len(text_data) > LARGEST:
            return self.end(TOO_LARGE)
        if not self.is_within_allowance():
            return self.end(TOO_MUCH)
        said: Said = {}
        try:
            said = self.understood(text_data)
            await self.verbs[said["do"]](self, said)
        except errors.NotThere:
            self.end(LOBBY_SHUT)
        except errors.Forgotten:
            self.end(COME_AGAIN)
        except (errors.LobbyRefused, MeetingRefused) as refusal:
            await self.refuse(said, refusal)

    def understood(self, text: str) -> Said:
        """The message, which names a verb of the protocol, and holds nothing that cannot be told on."""
        try:
            said = json.loads(text)
            json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError) as error:
            raise Misunderstood from error
        if not isinstance(said, dict) or not isinstance(said.get("do"), str) or said["do"] not in self.verbs:
            raise Misunderstood
        return said

    def is_within_allowance(self) -> bool:
        now = monotonic()
        self.allowance = min(BURST, self.allowance + (now - self.counted_at) * PER_SECOND) - 1
        self.counted_at = now
        return self.allowance >= 0

    async def done(self, action: Callable[..., Any], **facts: Any) -> Any:
        """The action by this person, and in this page, at this moment."""
        if self.stay:
            facts["stay_id"] = self.stay
        return await database_sync_to_async(action)(user=self.user, at=timezone.now(), **facts)

    # What the page is told -----------------------------------------------------------

    async def hear(self, signal: dict[str, Any]) -> None:
        """What another page has said to this one; nothing of that is said in most kinds of places."""

    async def look(self, board: Board) -> None:
        """Told to the page unless it knows it. Whoever may not be there any more is sent away."""
        told = board.told_to(self.user.pk)
        if told is None:
            return self.end(LOBBY_SHUT)
        sign, text = told
        if sign != self.told:
            self.told = sign
            await self.tell_text(text)

    async def refuse(self, said: Said, refusal: errors.LobbyRefused | MeetingRefused) -> None:
        with translation.override(self.user.language):
            words = str(refusal)
        what = {name: said.get(name) for name in ("do", "id")}
        await self.tell({"tell": "refused", **what, "why": refusal.code, "field": refusal.field, "words": words})

    async def tell(self, message: dict[str, Any]) -> None:
        await self.tell_text(json.dumps(message))

    async def tell_text(self, text: str) -> None:
        """A page that does not take what it is sent is given up."""
        if self.ending:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self.send(text_data=text)
        except TimeoutError:
            self.end(TOO_SLOW)
        except OSError:  # it has just gone
            return

    def end(self, code: int) -> None:
        """The page hears nothing more but this, as soon as it takes anything. Nobody waits for that."""
        watch(self.place).part(self.key, self)
        self.ending = self.ending or asyncio.create_task(self.hang_up(code))

    async def hang_up(self, code: int) -> None:
        with suppress(OSError):
            await self.close(code=code)


def number(said: Said, name: str) -> UUID:
    """The UUID that the message names so."""
    try:
        return UUID(said.get(name))
    except (ValueError, TypeError, AttributeError) as error:
        raise Misunderstood from error


def words(said: Said, name: str) -> str:
    """The text that the message has under this name."""
    if not isinstance(said.get(name), str):
        raise Misunderstood
    return str(said[name])
