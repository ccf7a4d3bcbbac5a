"""What the demo's organiser has written: one of each, once."""

import pytest

from matchmaking.demo.actions.announcing import announce_some
from matchmaking.exhibitors.models import ExhibitorInvitation
from matchmaking.fairs.models import CheckIn
from matchmaking.reminders.actions.owing import note_what_is_owed
from matchmaking.reminders.models import Announcement
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def test_announce_some_leaves_one_of_each_once():
    fair = make.fair()
    make.organiser(fair=fair, user=make.user(email="organiser@example.com"))
    for role in ("visitor", "support"):
        make.participant(fair=fair, roles=[role])
    for _ in range(2):
        announce_some(fair=fair, at=NOW)
        note_what_is_owed(at=NOW)
    states = {news.title: news.state for news in Announcement.objects.all()}
    assert sorted(states.values()) == ["draft", "scheduled", "sent"]
    assert ExhibitorInvitation.objects.count() == 3
    assert CheckIn.objects.count() == 3


def test_announce_some_does_nothing_without_its_organiser():
    announce_some(fair=make.fair(), at=NOW)
    assert not Announcement.objects.exists()
