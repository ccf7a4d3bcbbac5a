"""Lines to the lobbies of meetings and of stands, as docs/lobby-protocol.md has them."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from matchmaking.lobbies import rules, video
from matchmaking.lobbies.actions import checking, lasting, noting, staying, talking, walking_in
from matchmaking.lobbies.announcements import pass_on
from matchmaking.lobbies.line import (
    LineConsumer,
    Misunderstood,
    Said,
    number,
    words,
)
from matchmaking.lobbies.places import MEETINGS, STANDS
from matchmaking.lobbies.snapshot import moment


class LobbyConsumer(LineConsumer):
    """Somebody's page in the lobby of a meeting."""

    place = MEETINGS

    def arrive(self, *, stay_id: UUID | None, **facts: Any) -> Any:
        return staying.arrive(booking_id=self.scope["url_route"]["kwargs"]["pk"], stay_id=stay_id, **facts)

    def key_of(self, stay: Any) -> UUID:
        return stay.lobby_id

    def leave(self) -> None:
        if self.stay:
            staying.leave(stay_id=self.stay, at=timezone.now())

    def greeting(self) -> Said:
        now = timezone.now()
        ways = {"ice": video.servers_for(self.user, at=now), "places": video.PLACES}
        return {"at": moment(now), "beat": rules.BEAT.total_seconds(), **ways}

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

    async def do_extend(self, said: Said) -> None:
        await self.done(lasting.extend)

    async def do_help(self, said: Said) -> None:
        await self.done(lasting.ask_for_help)

    async def do_other_way(self, said: Said) -> None:
        await self.done(lasting.name_another_way, link=words(said, "link"), phone=words(said, "phone"))

    async def do_own_phone(self, said: Said) -> None:
        await self.done(lasting.give_own_phone, phone=words(said, "phone"))

    async def do_say(self, said: Said) -> None:
        await self.done(talking.say, remark_id=number(said, "id"), text=words(said, "text"))

    async def do_note(self, said: Said) -> None:
        facts = {name: said[name] for name in (*rules.WRITTEN, *rules.COUNTED) if name in said}
        await self.done(noting.note, card_id=number(said, "id"), **facts)

    async def do_confirm(self, said: Said) -> None:
        if not isinstance(said.get("version"), int):
            raise Misunderstood
        await self.done(noting.confirm, card_id=number(said, "id"), version=said["version"])

    async def do_discard(self, said: Said) -> None:
        await self.done(noting.discard, card_id=number(said, "id"))

    async def do_checked(self, said: Said) -> None:
        await self.done(checking.keep_check_in_lobby, found=said)

    async def do_signal(self, said: Said) -> None:
        if not isinstance(said.get("data"), dict) or not rules.is_flat(said["data"]):
            raise Misunderstood
        signal = await self.done(talking.pass_signal, to=number(said, "to"), data=said["data"])
        pass_on(self.key, signal)

    async def hear(self, signal: dict[str, Any]) -> None:
        if signal["to"] == str(self.stay):
            await self.tell({"tell": "signal", "from": signal["from"], "data": signal["data"]})

    verbs = {
        "stay": do_stay,
        "show": do_show,
        "open": do_open,
        "enter": do_enter,
        "leave-call": do_leave_call,
        "extend": do_extend,
        "help": do_help,
        "other-way": do_other_way,
        "own-phone": do_own_phone,
        "say": do_say,
        "note": do_note,
        "confirm": do_confirm,
        "discard": do_discard,
        "checked": do_checked,
        "signal": do_signal,
    }


class StandConsumer(LineConsumer):
    """Somebody's page in the lobby of a stand: of its team, or of whoever walks up."""

    place = STANDS

    def arrive(self, *, stay_id: UUID | None, **facts: Any) -> Any:
        return walking_in.arrive(stay_id=stay_id, **self.scope["url_route"]["kwargs"], **facts)

    def key_of(self, stay: Any) -> int:
        return stay.stand_id

    def leave(self) -> None:
        if self.stay:
            walking_in.leave(stay_id=self.stay, at=timezone.now())

    def greeting(self) -> Said:
        return {"at": moment(timezone.now()), "beat": rules.BEAT.total_seconds()}

    async def do_stay(self, said: Said) -> None:
        await self.done(walking_in.keep)
        await self.tell({"tell": "alive", "at": moment(timezone.now())})

    async def do_wait(self, said: Said) -> None:
        await self.done(walking_in.wait, wish=words(said, "wish"))

    async def do_give_up(self, said: Said) -> None:
        await self.done(walking_in.give_up)

    async def do_let_in(self, said: Said) -> None:
        walk_in = await self.done(walking_in.let_in, walk_in_id=number(said, "id"))
        await self.tell({"tell": "go", "address": reverse("lobbies:enter-room", args=[walk_in.booking_id])})

    async def do_decline(self, said: Said) -> None:
        await self.done(walking_in.decline, walk_in_id=number(said, "id"), words=words(said, "words"))

    async def do_offer_time(self, said: Said) -> None:
        await self.done(walking_in.offer_time, walk_in_id=number(said, "id"))

    verbs = {
        "stay": do_stay,
        "wait": do_wait,
        "give-up": do_give_up,
        "let-in": do_let_in,
        "decline": do_decline,
        "offer-time": do_offer_time,
    }
