"""The page of a meeting and those that change it: who may open them, and what they say when it is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.fairs.models import Participant
from matchmaking.meetings import programme
from matchmaking.meetings.actions.booking import cancel_booking
from matchmaking.meetings.models import Agenda, Attendance, Booking
from tests import make
from tests.companies.pages import signed_in
from tests.make import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Role = Attendance.Role
READ = ("show-booking",)
CHANGE = ("move-booking", "cancel-booking", "add-person")


class Meeting:
    """A host of a stand with two colleagues and a visitor meet in an hour; an interpreter helps."""

    def __init__(self):
        self.fair = fair = make.fair()
        self.stand = make.exhibitor(fair=fair)
        seats = [make.representative(exhibitor=self.stand) for _n in range(3)]
        self.host, self.colleague, self.busy = (seat.participant for seat in seats)
        self.guest = make.visitor(fair=fair, user=make.user(name="Lucía", time_zone="America/Lima")).participant
        self.interpreter = make.participant(fair=fair, roles=[Participant.Role.INTERPRETER])
        asked = make.meeting_request(fair=fair, sender=self.guest, recipient_stand=self.stand, language="es")
        asked.message, asked.status, asked.answered_at = "¿Podemos hablar?", "accepted", NOW
        asked.save()
        self.slot = asked.wishes.get().slot
        self.booking = make.booking(slot=self.slot, host=self.host, guest=self.guest, request=asked)
        self.booking.attendances.filter(role=Role.HOST).update(stand=self.stand)
        make.attendance(booking=self.booking, participant=self.interpreter, role=Role.INTERPRETER)
        self.later = [make.slot(fair=fair, starts_at=NOW + n * HOUR) for n in (3, 5)]
        for who in (self.host, self.guest, self.interpreter):
            make.available(who, *self.later)
        for who in (self.colleague, self.busy):
            Agenda.objects.create(participant=who, time_zone="Europe/Brussels")
            make.available(who, self.slot)
        make.booking(slot=self.slot, host=self.busy)

    def at(self, name, *more):
        return reverse(f"meetings:{name}", args=[self.booking.pk, *more])

    def get(self, who, name, *more):
        return signed_in(who.user).get(self.at(name, *more))

    def post(self, who, name, *more, **data):
        return signed_in(who.user).post(self.at(name, *more), data)


@pytest.fixture
def meeting(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return Meeting()


# Who ----------------------------------------------------------------


def test_who_may_see_and_who_may_change(meeting):
    """A party and his team see and change; whoever interprets sees; others find nothing."""
    stranger = make.participant(fair=meeting.fair)
    organiser = make.organiser(fair=meeting.fair)
    told = {
        name: [[meeting.get(getattr(meeting, name), page).status_code for page in pages] for pages in (READ, CHANGE)]
        for name in ("host", "guest", "colleague", "interpreter")
    }
    assert told == {
        "host": [[200], [200, 200, 200]],
        "guest": [[200], [200, 200, 200]],
        "colleague": [[200], [200, 200, 200]],
        "interpreter": [[200], [404, 404, 404]],
    }
    for who in (stranger, organiser):
        assert [meeting.get(who, page).status_code for page in READ + CHANGE] == [404] * 4


def test_who_is_excused_finds_nothing_any_more_unless_his_team_is_there(meeting):
    meeting.booking.attendances.filter(participant__in=[meeting.guest, meeting.host]).update(excused_at=NOW)
    assert meeting.get(meeting.guest, "show-booking").status_code == 404
    assert meeting.get(meeting.host, "show-booking").status_code == 200


def test_the_page_offers_what_one_may_do(meeting):
    def links(who):
        html = meeting.get(who, "show-booking").content.decode()
        hand_over = meeting.at("hand-over", meeting.host.pk)
        names = ("move-booking", "cancel-booking", "add-person", "excuse-myself")
        return [name for name in names if f'"{meeting.at(name)}"' in html] + ["hand-over"] * (hand_over in html)

    assert links(meeting.host) == ["move-booking", "cancel-booking", "add-person", "hand-over"]
    assert links(meeting.guest) == ["move-booking", "cancel-booking", "add-person"]
    assert links(meeting.interpreter) == ["excuse-myself"]
    cancel_booking(booking_id=meeting.booking.pk, by=meeting.guest.user, at=NOW)
    assert links(meeting.host) == []


def test_the_page_says_what_there_is_to_know(meeting):
    html = meeting.get(meeting.host, "show-booking").content.decode()
    assert '<div lang="es" dir="ltr">' in html
    assert "¿Podemos hablar?" in html
    assert "05:00–05:25" in html, "in Lima"
    assert "band__slot" in html
    for who in (meeting.host, meeting.guest, meeting.interpreter):
        assert f'id="person-{who.pk}"' in html


def test_what_somebody_wrote_is_text(meeting):
    cancel_booking(booking_id=meeting.booking.pk, by=meeting.guest.user, reason="<script>alert(1)</script>Ill", at=NOW)
    html = meeting.get(meeting.host, "show-booking").content.decode()
    assert "<script>alert" not in html
    assert "has cancelled this meeting." in html


def test_the_page_costs_the_same_with_more_people_and_more_history(meeting):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert meeting.get(meeting.host, "show-booking").status_code == 200
        return len(asked)

    queries()
    before = queries()
    for _n in range(2):
        make.attendance(booking=meeting.booking, participant=make.visitor(fair=meeting.fair).participant)
        meeting.booking.sequence += 1
        meeting.booking.save()
    assert queries() == before


# Move ----------------------------------------------------------------


def test_move_offers_what_is_free_for_everybody_the_best_first(meeting):
    at_night = make.slot(fair=meeting.fair, starts_at=NOW + timedelta(minutes=5))
    for who in (meeting.host, meeting.guest, meeting.interpreter):
        make.available(who, at_night)
        Agenda.objects.create(participant=who, time_zone="America/Lima" if who == meeting.guest else "Europe/Brussels")
    read = programme.read(Booking.objects.filter(pk=meeting.booking.pk), meeting.host.user)[0]
    found = programme.alternatives_of(read, NOW)
    assert [each.slot.pk for each in found] == [slot.pk for slot in (*reversed(meeting.later[:2]), at_night)]
    assert [each.asleep for each in found] == [[], [], ["Lucía"]]
    make.booking(slot=meeting.later[0], host=meeting.interpreter)
    assert [each.slot.pk for each in programme.alternatives_of(read, NOW)] == [meeting.later[1].pk, at_night.pk]
    assert meeting.get(meeting.host, "move-booking").content.decode().count('type="radio"') == 2


def test_move_moves_and_the_second_click_does_no_harm(meeting):
    for _click in range(2):
        response = meeting.post(meeting.guest, "move-booking", slot=meeting.later[0].pk)
        assert (response.status_code, response["Location"]) == (302, meeting.at("show-booking"))
    booking = Booking.objects.get(pk=meeting.booking.pk)
    assert (booking.slot, booking.sequence) == (meeting.later[0], 1)
    assert "Moved by Lucía." in meeting.get(meeting.host, "show-booking").content.decode()


def test_move_says_at_the_form_that_somebody_was_quicker(meeting):
    make.booking(slot=meeting.later[0], host=meeting.host)
    response = meeting.post(meeting.guest, "move-booking", slot=meeting.later[0].pk)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else was quicker" in html
    assert f'value="{meeting.later[1].pk}"' in html, "what is still free"
    assert f'value="{meeting.later[0].pk}"' not in html


@pytest.mark.parametrize("slot", ["", "nonsense", "1"])
def test_move_does_not_understand_nonsense(meeting, slot):
    assert meeting.post(meeting.guest, "move-booking", slot=slot).status_code == 422


def test_move_says_when_there_is_no_other_time(meeting):
    for slot in meeting.later:
        make.booking(slot=slot, host=meeting.host)
    html = meeting.get(meeting.guest, "move-booking").content.decode()
    assert "There is no other time at which everybody is free" in html


def test_move_costs_the_same_with_one_free_time_and_with_three(meeting):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert meeting.get(meeting.host, "move-booking").status_code == 200
        return len(asked)

    queries()
    before = queries()
    for n in (6, 7):
        slot = make.slot(fair=meeting.fair, starts_at=NOW + n * HOUR)
        for who in (meeting.host, meeting.guest, meeting.interpreter):
            make.available(who, slot)
    assert queries() == before


# Cancel ----------------------------------------------------------------


def test_cancel_asks_first_and_then_tells_why(meeting):
    assert meeting.get(meeting.guest, "cancel-booking").status_code == 200
    assert Booking.objects.get(pk=meeting.booking.pk).is_confirmed, "a GET changes nothing"
    for _click in range(2):
        response = meeting.post(meeting.guest, "cancel-booking", reason="My flight is late.")
        assert (response.status_code, response["Location"]) == (302, meeting.at("show-booking"))
    html = meeting.get(meeting.host, "show-booking").content.decode()
    assert "Lucía has cancelled this meeting." in html
    assert "My flight is late." in html


def test_cancel_keeps_what_was_typed_when_it_is_refused(meeting):
    cancel_booking(booking_id=meeting.booking.pk, by=meeting.guest.user, at=NOW)
    response = meeting.post(meeting.host, "cancel-booking", reason="We have no samples.")
    html = response.content.decode()
    assert response.status_code == 409
    assert "This meeting has been cancelled already." in html
    assert "We have no samples." in html


def test_cancel_refuses_a_novel_at_its_field(meeting):
    response = meeting.post(meeting.host, "cancel-booking", reason="x" * 501)
    assert response.status_code == 422
    assert Booking.objects.get(pk=meeting.booking.pk).is_confirmed


@pytest.mark.parametrize("name", CHANGE)
def test_what_is_cancelled_offers_nothing_any_more(meeting, name):
    cancel_booking(booking_id=meeting.booking.pk, by=meeting.guest.user, at=NOW)
    html = meeting.get(meeting.host, name).content.decode()
    assert "This meeting has been cancelled already." in html
    assert "form__actions" not in html


# Hand over ----------------------------------------------------------------


def test_hand_over_shows_who_is_free(meeting):
    html = meeting.get(meeting.host, "hand-over", meeting.host.pk).content.decode()
    read = programme.read(Booking.objects.filter(pk=meeting.booking.pk), meeting.host.user, [meeting.stand.pk])[0]
    found = programme.successors_of(read, read.me)
    assert [(each.participant, each.is_free) for each in found] == [(meeting.colleague, True), (meeting.busy, False)]
    assert (html.count("free then"), html.count("not free then"), html.count(" disabled")) == (2, 1, 1)


def test_hand_over_is_for_those_of_the_stand(meeting):
    assert meeting.get(meeting.guest, "hand-over", meeting.host.pk).status_code == 404
    assert meeting.get(meeting.guest, "hand-over", meeting.guest.pk).status_code == 404
    assert meeting.get(meeting.host, "hand-over", meeting.guest.pk).status_code == 404
    assert meeting.get(meeting.colleague, "hand-over", meeting.host.pk).status_code == 200


def test_hand_over_hands_over_and_the_second_click_does_no_harm(meeting):
    for _click in range(2):
        response = meeting.post(meeting.host, "hand-over", meeting.host.pk, participant=meeting.colleague.pk)
        assert (response.status_code, response["Location"]) == (302, meeting.at("show-booking"))
    assert Booking.objects.get(pk=meeting.booking.pk).sequence == 1
    html = meeting.get(meeting.host, "show-booking").content.decode()
    assert "Who comes was changed by" in html
    assert "excused" in html


def test_hand_over_says_why_not(meeting):
    response = meeting.post(meeting.host, "hand-over", meeting.host.pk, participant=meeting.busy.pk)
    assert response.status_code == 409
    assert "Somebody else was quicker" in response.content.decode()
    for nobody in (meeting.interpreter.pk, 2**31 - 1):
        response = meeting.post(meeting.host, "hand-over", meeting.host.pk, participant=nobody)
        assert response.status_code == 409
        assert "does not speak for the stand" in response.content.decode()
    assert meeting.post(meeting.host, "hand-over", meeting.host.pk, participant="x").status_code == 422


# Add, excuse ----------------------------------------------------------------


def test_add_offers_colleagues_and_interpreters(meeting):
    helper = make.participant(fair=meeting.fair, roles=[Participant.Role.INTERPRETER])
    make.participant(roles=[Participant.Role.INTERPRETER])
    blocked = make.participant(fair=meeting.fair, roles=[Participant.Role.INTERPRETER])
    blocked.user.blocks.create(blocked=meeting.host.user)

    def offered(who, stands=()):
        read = programme.read(Booking.objects.filter(pk=meeting.booking.pk), who.user, stands)[0]
        return [(each.participant, each.role) for each in programme.helpers_for(read)]

    colleagues = [(meeting.colleague, Role.HOST), (meeting.busy, Role.HOST)]
    assert offered(meeting.host, [meeting.stand.pk]) == [*colleagues, (helper, Role.INTERPRETER)]
    assert offered(meeting.guest) == [(helper, Role.INTERPRETER), (blocked, Role.INTERPRETER)]


def test_add_adds_and_the_second_click_does_no_harm(meeting):
    for _click in range(2):
        response = meeting.post(meeting.host, "add-person", participant=meeting.colleague.pk)
        assert (response.status_code, response["Location"]) == (302, meeting.at("show-booking"))
    seat = meeting.booking.attendances.get(participant=meeting.colleague)
    assert (seat.role, seat.stand) == (Role.HOST, meeting.stand)
    assert Booking.objects.get(pk=meeting.booking.pk).sequence == 1


def test_add_says_why_not(meeting):
    response = meeting.post(meeting.host, "add-person", participant=meeting.busy.pk)
    assert response.status_code == 409
    assert "Somebody else was quicker" in response.content.decode()
    stranger = make.participant(fair=meeting.fair)
    assert meeting.post(meeting.host, "add-person", participant=stranger.pk).status_code == 409
    assert meeting.post(meeting.host, "add-person").status_code == 422


def test_excuse_myself_and_the_second_click_does_no_harm(meeting):
    agenda = reverse("meetings:show-agenda", args=[meeting.fair.slug])
    assert meeting.get(meeting.interpreter, "excuse-myself").status_code == 200
    for _click in range(2):
        response = meeting.post(meeting.interpreter, "excuse-myself")
        assert (response.status_code, response["Location"]) == (302, agenda)
    assert meeting.get(meeting.interpreter, "show-booking").status_code == 404


def test_excuse_myself_refuses_the_last_of_a_side(meeting):
    response = meeting.post(meeting.guest, "excuse-myself")
    assert response.status_code == 409
    assert "A meeting needs both sides." in response.content.decode()
    assert meeting.post(meeting.colleague, "excuse-myself").status_code == 404, "he is not at it"
