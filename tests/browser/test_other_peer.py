"""A page speaks with whoever keeps to the protocol, even if he is no browser, and whichever of the two is polite."""

import asyncio
from uuid import UUID

import pytest
from django.utils import timezone

from matchmaking.lobbies.models import Lobby, Stay
from tests.browser.rooms import enter, flows, flows_on
from tests.lobbies.peer import peer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST, LARGEST = UUID(int=1), UUID(int=2**128 - 1)  # of two names the smaller one is the polite side's
# What the other's picture is like in the middle: red, green, blue.
MIDDLE = """
() => {
  const video = document.querySelector("[data-room-tiles] .tile:not(.tile--self) video");
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
"""


@pytest.fixture(params=[SMALLEST, LARGEST], ids=["polite", "impolite"])
def name(request, meeting):
    """The name of a page of the guest's that has just lost its line, and may come back."""
    lobby, now = Lobby.objects.create(booking=meeting), timezone.now()
    Stay.objects.create(pk=request.param, lobby=lobby, user=meeting.people["guest"].user, arrived_at=now, seen_at=now)
    return request.param


@pytest.fixture
def window(window_of, meeting):
    return window_of(meeting.people["host"])


async def test_a_page_and_another_kind_of_peer_see_and_hear_each_other(server, window, meeting, name):
    async with peer(server, meeting, meeting.people["guest"].user, stay=name) as guest:
        await asyncio.to_thread(enter, window, server, meeting)
        await guest.say(do="enter")
        await asyncio.to_thread(flows, window)
        await asyncio.to_thread(flows_on, window)
        assert is_green(await asyncio.to_thread(window.evaluate, MIDDLE))
        await guest.flows(60)
        assert guest.stay == str(name)
        assert guest.loudest > 1000  # the beeping of Chromium's false microphone
        assert guest.most_colourful > 10  # the clock of its false camera


def is_green(colour):
    red, green, blue = colour
    return green > 100 and red < 50 and blue < 50
