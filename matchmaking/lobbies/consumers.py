"""One page's line to the lobby of a meeting, as docs/lobby-protocol.md has it. Knows sockets; asks everything else."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from matchmaking.lobbies import rules, video
from matchmaking.lobbies.actions import checking, lasting, noting, staying, talking
from matchmaking.lobbies.line import LineConsumer, Misunderstood, Said, number, words
from matchmaking.lobbies.places import MEETINGS
from matchmaking.lobbies.snapshot import moment


class LobbyConsumer(LineConsumer):
    """Somebody's page in the lobby of a meeting."""

    place = MEETINGS

    def arrive(self, *, stay_id: UUID | None, **facts: Any) -> Any:
        return staying.arrive(booking_id=self.key, stay_id=stay_id, **facts)

    def leave(self) -> None:
        if self.stay:
            staying.leave(stay_id=self.stay, at=timezone.now())

    def greeting(self) -> Said:
        now = timezone.now()
        return {"at": moment(now), "beat": rules.BEAT.total_seconds(), "ice": video.servers_for(self.user, at=now)}

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
        await self.done(checking.keep_check, found=said)

    async def do_signal(self, said: Said) -> None:
        if not isinstance(said.get("data"), dict):
            raise Misunderstood
        signal = await self.done(talking.pass_signal, to=number(said, "to"), data=said["data"])
        await self.channel_layer.group_send(self.place.group(self.key), {"type": "lobby.signal", **signal})

    async def lobby_signal(self, event: dict[str, Any]) -> None:
        if event["to"] == str(self.stay):
            await self.tell({"tell": "signal", "from": event["from"], "data": event["data"]})

    verbs = {
        "stay": do_stay,
        "show": do_show,
        "open": do_open,
        "enter": do_enter,
        "leave-call": do_leave_call,
        "extend": do_extend,
        "help": do_help,
        "say": do_say,
        "note": do_note,
        "confirm": do_confirm,
        "discard": do_discard,
        "checked": do_checked,
        "signal": do_signal,
    }
