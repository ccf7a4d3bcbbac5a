"""The page of a room before anything is live: whom one meets, what he looks for, what he has written."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matchmaking.lobbies.models import Lobby
from tests import make
from tests.make import NOW


@pytest.fixture
def meeting(db, time_machine):
    """A buyer has asked a stand, and both speak French."""
    time_machine.move_to(NOW, tick=False)
    fair = make.fair()
    stand = make.exhibitor(fair=fair, company=make.company(name="Valmoulin"), headline="Pralines from Liège")
    host = make.representative(exhibitor=stand, user=make.member(name="Thibault", spoken_languages=["fr", "nl"]))
    renata = make.member(name="Renata Quispe", spoken_languages=["es", "fr"])
    guest = make.participant(fair=fair, user=renata)
    make.visitor(participant=guest, organisation="Andes Gourmet", country="PE", looking_for="Chocolate for hotels")
    slot = make.slot(fair=fair, starts_at=NOW, ends_at=NOW + timedelta(minutes=25))
    asked = make.meeting_request(fair=fair, sender=guest, recipient=host.participant, message="We open twelve hotels.")
    booking = make.booking(slot=slot, host=host.participant, guest=guest)
    booking.attendances.filter(role="host").update(stand=stand)
    booking.request = asked
    booking.save()
    return booking


def page_of(client, booking, role):
    client.force_login(booking.attendances.get(role=role).user)
    return client.get(reverse("lobbies:enter-room", args=[booking.pk])).content.decode()


def test_the_host_reads_what_the_buyer_looks_for_and_what_he_wrote(client, meeting):
    page = page_of(client, meeting, "host")
    for words in ("Andes Gourmet", "Peru", "Chocolate for hotels", "We open twelve hotels."):
        assert words in page
    assert "You both speak: French" in " ".join(page.replace("\n", " ").split())


def test_the_buyer_reads_what_the_stand_shows(client, meeting):
    page = page_of(client, meeting, "guest")
    assert "Pralines from Liège" in page
    assert "French, Dutch" in page


def test_the_page_of_a_closed_room_leads_to_what_became_of_the_meeting(client, meeting):
    organiser = make.organiser(fair=meeting.fair).user
    Lobby.objects.create(booking=meeting, closed_at=NOW, closed_by=organiser)
    client.force_login(meeting.attendances.get(role="guest").user)
    answer = client.get(reverse("lobbies:enter-room", args=[meeting.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("meetings:show-booking", args=[meeting.pk]))
