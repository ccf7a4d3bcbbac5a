"""The organiser's line to the day of his fair, as docs/desk-protocol.md has it."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from django.conf import settings

from matchmaking.accounts.models import User
from matchmaking.common.places import known_zones
from matchmaking.fairs.access import fairs_organised_by
from matchmaking.fairs.rights import Right
from matchmaking.lobbies import errors
from matchmaking.lobbies.line import LOBBY_SHUT, LineConsumer, Said
from matchmaking.lobbies.snapshot import moment
from matchmaking.lobbies.watch import Place
from matchmaking.organising.outlook import Day, Reader
from matchmaking.organising.places import DAYS


@dataclass(frozen=True)
class Post:
    """One open page of the day."""

    pk: UUID
    fair: int


class DayConsumer(LineConsumer):
    """Somebody keeps the day of a fair. He is told what changes of the page that he has before him."""

    place: ClassVar[Place] = DAYS
    news = 0  # how often the page was told something
    day: Day | None = None  # as the page was told it last

    def arrive(self, *, stay_id: UUID | None, **facts: Any) -> Post:
        user: User = facts["user"]
        fairs = fairs_organised_by(user, Right.RUN).filter(slug=self.scope["url_route"]["kwargs"]["fair"])
        fair = fairs.values_list("pk", flat=True).first()
        if fair is None:
            raise errors.NotThere
        self.reader = self.read_by(user)
        self.known: dict[str, str] = {}
        return Post(stay_id or uuid4(), fair)

    def read_by(self, user: User) -> Reader:
        """As the page was drawn, if it says so."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        language, zone, hall, only = (query.get(name, [""])[0] for name in ("language", "zone", "hall", "only"))
        if language not in dict(settings.LANGUAGES):
            language = user.language
        return Reader(language, zone if zone in known_zones() else user.time_zone, hall, only)

    def key_of(self, stay: Post) -> int:
        return stay.fair

    def leave(self) -> None:
        """Nobody waits for whoever looks on."""

    async def do_look(self, said: Said) -> None:
        """The page has missed something, and is told everything."""
        self.known = {}
        if self.day:
            await self.look(self.day)

    verbs = {"look": do_look}

    async def look(self, board: Day) -> None:  # type: ignore[override]  # of this place
        """Told what is another than on the page. Whoever may not keep the day any more is sent away."""
        if board.told_to(self.user.pk) is None:
            return self.end(LOBBY_SHUT)
        self.day = board
        drawn = await asyncio.to_thread(board.pieces, self.reader)
        if drawn.keys() != self.known.keys():
            self.known = {}
        news = {pk: piece for pk, piece in drawn.items() if self.known.get(pk) != piece}
        if not news:
            return
        tell = "changes" if self.known else "snapshot"
        self.known, self.news = drawn, self.news + 1
        await self.tell({"tell": tell, "number": self.news, "at": moment(board.at), "pieces": news})
