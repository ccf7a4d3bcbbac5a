"""The administration of meetings: what is shown there, what can be done there, and what never leaves."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaking.accounts.models import User
from matchmaking.common.encoder import DIMENSIONS
from matchmaking.discovery.models import Dossier, Mark, Opening, Pairing, Phrase, Run
from matchmaking.lobbies.actions.staying import arrive
from matchmaking.lobbies.models import DeviceCheck, WalkIn
from matchmaking.meetings.admin.base import Shown
from matchmaking.meetings.models import (
    AgendaFeed,
    Barrier,
    Booking,
    BusyTime,
    FairTerms,
    Group,
    MeetingRequest,
    OwnCalendar,
    Quota,
    StandTerms,
    WaitingListEntry,
)
from matchmaking.organising.models import Report
from matchmaking.reminders.models import Habits, Notice, Nudge, PushSubscription, Wish
from matchmaking.trust.models import Endorsement
from tests import make
from tests.admin.test_every_page import brought_and_taken, desk_of
from tests.make import NOW

pytestmark = pytest.mark.django_db
SHOWN = sorted(
    (model for model, desk in admin.site._registry.items() if isinstance(desk, Shown)), key=lambda m: m._meta.label
)
SECRET_ADDRESS = "https://calendar.example.com/private-0815.ics"


@pytest.fixture
def root():
    return User.objects.create_superuser("root@example.com")


@pytest.fixture
def desk(client, root):
    client.force_login(root)
    return client


def page(model, verb, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{verb}", args=args)


def staff(*rights):
    """Somebody at the desk with these rights in meetings and no others."""
    made = make.user(is_staff=True)
    made.user_permissions.set(Permission.objects.filter(codename__in=rights, content_type__app_label="meetings"))
    assert made.user_permissions.count() == len(rights)
    return made


def act(client, model, action, *rows, **more):
    data = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], "index": 0} | more
    return client.post(page(model, "changelist"), data)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def coming(**kw):
    return make.booking(slot=make.slot(starts_at=NOW + timedelta(days=1)), **kw)


def a_row_of(model):
    """One row of what is shown, whatever it is."""
    booking = make.booking()
    guest = booking.attendances.get(role="guest").participant
    make.laid_out(guest)
    make.available(guest, booking.slot)
    make.meeting_request(sender=guest)
    BusyTime.objects.create(user=guest.user, starts_at=NOW, ends_at=booking.ends_at, title="A secret lunch")
    OwnCalendar.objects.create(user=guest.user, address=SECRET_ADDRESS)
    AgendaFeed.objects.create(user=guest.user)
    stand = make.exhibitor(fair=guest.fair)
    WaitingListEntry.objects.create(fair=guest.fair, waiting=guest, wanted_stand=stand)
    arrive(user=guest.user, booking_id=booking.pk, at=booking.starts_at)
    WalkIn.objects.create(stand=stand, participant=guest, came_at=NOW)
    DeviceCheck.objects.create(user=guest.user, checked_at=NOW)
    Notice.objects.create(recipient=guest.user, fair=guest.fair, kind="follow_up", due_at=NOW, owed_at=NOW)
    Habits.objects.create(user=guest.user)
    Wish.objects.create(user=guest.user, kind="follow_up")
    browser = {"endpoint": "https://push.example.com/1", "p256dh": "p", "auth": "a", "created_at": NOW}
    PushSubscription.objects.create(user=guest.user, **browser)
    match_and_vouch(stand, guest)
    desk_of(guest.fair, guest)
    brought_and_taken(guest)
    Report.objects.create(fair=guest.fair, language="en")
    Nudge.objects.create(stand=stand, asked_at=NOW, rests_until=NOW + timedelta(days=3))
    return model.objects.get() if model is not Booking else booking


def match_and_vouch(stand, guest):
    """What suggestions are made of, and who vouches for a stand."""
    ends = {"exhibitor": stand, "profile": make.visitor(participant=guest)}
    dossier = Dossier.objects.create(fair=stand.fair, exhibitor=stand, known_at=NOW)
    Phrase.objects.create(fair=stand.fair, dossier=dossier, kind="pitch", text="Tea", meaning=[0.5] * DIMENSIONS)
    views = {"worth": 1, "stand_view": 1, "visitor_view": 1, "is_for_visitor": True, "is_for_stand": True}
    Pairing.objects.create(fair=stand.fair, **ends, **views)
    Mark.objects.create(side="visitor", kind="saved", **ends)
    Opening.objects.create(side="visitor", **ends)
    Run.objects.create(fair=stand.fair)
    Endorsement.objects.create(exhibitor=stand, endorser=guest)


# To look at ----------------------------------------------------------------


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_what_has_side_effects_is_neither_added_nor_written_nor_deleted_nor_imported(desk, model):
    row = a_row_of(model)
    assert desk.get(page(model, "changelist")).status_code == 200
    assert desk.get(page(model, "change", row.pk)).status_code == 200
    assert desk.get(page(model, "add")).status_code == 403
    assert desk.post(page(model, "change", row.pk), {"status": "declined"}).status_code == 403
    assert desk.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert desk.get(page(model, "import")).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Booking, MeetingRequest, WaitingListEntry], ids=lambda model: model.__name__)
def test_an_earlier_state_is_looked_at_but_not_brought_back(desk, model):
    row = a_row_of(model)
    row.save()  # a booking's history begins with its first change
    earlier = page(model, "simple_history", row.pk, row.history.first().history_id)
    assert desk.get(earlier).status_code == 200
    assert desk.post(earlier, {"status": "declined"}).status_code == 403


def test_who_may_only_look_at_terms_brings_no_earlier_state_back(client):
    terms = FairTerms.objects.create(fair=make.fair())
    client.force_login(staff("view_fairterms"))
    earlier = page(FairTerms, "simple_history", terms.pk, terms.history.first().history_id)
    response = client.post(earlier, {"fair": terms.fair.pk, "answer_hours": 1, "offer_minutes": 5})
    assert response.status_code == 403
    terms.refresh_from_db()
    assert terms.answer_hours == 16


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_staff_without_rights_see_nothing_of_it(client, model):
    row = a_row_of(model)
    client.force_login(staff())
    for address in (page(model, "changelist"), page(model, "change", row.pk), page(model, "export")):
        assert client.get(address).status_code == 403


# Secrets ----------------------------------------------------------------


def exported(desk, model):
    """Everything that an export of the model can give."""
    resource = admin.site._registry[model].resource_classes[0]
    chosen = {f"{resource.__name__.lower()}_{name}": "on" for name in resource().fields}
    response = desk.post(page(model, "export"), {"format": "0", "resource": "0"} | chosen)
    text = response.content.decode()
    assert len(text.splitlines()) == 2, text
    return text


@pytest.mark.parametrize(
    ("model", "secrets"),
    [
        (AgendaFeed, lambda row: {str(row.key), row.key.hex}),
        (OwnCalendar, lambda row: {row.address, "private-0815"}),
        (BusyTime, lambda row: {row.title}),
    ],
)
def test_secrets_are_neither_shown_nor_exported(desk, model, secrets):
    row = a_row_of(model)
    addresses = [page(model, "changelist"), page(model, "changelist") + "?q=person"]
    addresses += [page(model, verb, row.pk) for verb in ("change", "history")]
    texts = [desk.get(address).content.decode() for address in addresses]
    assert all(str(row.user) in text for text in texts)
    texts += [desk.get(page(model, "export")).content.decode(), exported(desk, model)]
    assert row.user.email in texts[-1]
    assert not any(secret in text for secret in secrets(row) for text in texts)


# Deeds ----------------------------------------------------------------


def test_cancel_asks_for_a_reason_first(desk):
    booking = coming()
    response = act(desk, Booking, "cancel", booking)
    assert response.status_code == 200
    assert 'name="reason"' in response.content.decode()
    booking.refresh_from_db()
    assert booking.is_confirmed


def test_cancel_calls_the_meetings_off_for_this_reason(desk, root):
    bookings = [coming(), coming()]
    response = act(desk, Booking, "cancel", *bookings, reason="The hall is flooded.")
    assert said(response) == ["2 meetings cancelled."]
    for booking in bookings:
        booking.refresh_from_db()
        assert (booking.status, booking.cancelled_by, booking.reason, booking.sequence) == (
            "cancelled",
            root,
            "The hall is flooded.",
            1,
        )
        assert set(booking.attendances.values_list("status", flat=True)) == {"cancelled"}
    assert LogEntry.objects.filter(user=root).count() == 2


def test_cancel_says_why_a_meeting_cannot_be_called_off(desk, root):
    over = make.booking(slot=make.slot(starts_at=NOW - timedelta(hours=1)))
    gone = coming(status="cancelled", cancelled_at=NOW)
    response = act(desk, Booking, "cancel", over, gone, reason="")
    assert said(response) == ["This meeting has been cancelled already.", "This meeting is over."]
    over.refresh_from_db()
    assert over.is_confirmed


def test_cancel_is_for_who_may_change_meetings(client):
    booking = coming()
    client.force_login(staff("view_booking"))
    assert act(client, Booking, "cancel", booking, reason="").status_code in (200, 302)
    booking.refresh_from_db()
    assert booking.is_confirmed
    client.force_login(staff("view_booking", "change_booking"))
    act(client, Booking, "cancel", booking, reason="")
    booking.refresh_from_db()
    assert not booking.is_confirmed


def test_withdraw_closes_open_requests_for_their_senders(desk, root):
    asked, answered = (make.meeting_request(expires_at=NOW + timedelta(days=1)) for _ in range(2))
    MeetingRequest.objects.filter(pk=answered.pk).update(status="declined", answered_at=NOW)
    response = act(desk, MeetingRequest, "withdraw", asked, answered)
    assert said(response) == ["1 request withdrawn.", "This request is not open any more."]
    asked.refresh_from_db()
    assert (asked.status, asked.answered_by) == ("withdrawn", root)


def test_expire_closes_requests_whose_time_is_over(desk):
    due = make.meeting_request(sent_at=NOW - timedelta(days=2), expires_at=NOW)
    waiting = make.meeting_request(expires_at=NOW + timedelta(days=1))
    response = act(desk, MeetingRequest, "expire", due, waiting)
    assert said(response) == [
        "1 request has expired.",
        "This request may still be answered, or has been answered.",
    ]
    due.refresh_from_db()
    waiting.refresh_from_db()
    assert (due.status, waiting.status) == ("expired", "open")


def test_revoke_makes_an_address_worthless(desk):
    feed = a_row_of(AgendaFeed)
    assert said(act(desk, AgendaFeed, "revoke", feed)) == ["1 address revoked."]
    assert not AgendaFeed.objects.exists()


def test_leave_takes_people_off_a_list(desk):
    entry = a_row_of(WaitingListEntry)
    assert said(act(desk, WaitingListEntry, "leave", entry)) == ["1 person taken off the list."]
    entry.refresh_from_db()
    assert entry.status == "withdrawn"


# To write in ----------------------------------------------------------------


def test_terms_are_written_at_the_desk(desk, root):
    fair = make.fair()
    stand = make.exhibitor(fair=fair)
    person = make.participant(fair=fair)
    for model, data in (
        (FairTerms, {"fair": fair.pk, "answer_hours": 8, "offer_minutes": 30}),
        (Quota, {"fair": fair.pk, "role": "visitor", "open_requests": 3, "meetings_per_day": ""}),
        (Group, {"fair": fair.pk, "name": "Press", "participants": [person.pk]}),
        (StandTerms, {"exhibitor": stand.pk, "books_directly": "on"}),
    ):
        assert desk.post(page(model, "add"), data).status_code == 302
    assert (fair.terms.answer_hours, fair.terms.offer_minutes) == (8, 30)
    assert fair.terms.history.get().history_user == root
    assert fair.quotas.get().open_requests == 3
    assert list(fair.groups.get().participants.all()) == [person]
    assert stand.terms.books_directly


def test_terms_stay_with_what_they_belong_to(desk):
    terms = FairTerms.objects.create(fair=make.fair())
    data = {"fair": make.fair().pk, "answer_hours": 8, "offer_minutes": 30}
    assert desk.post(page(FairTerms, "change", terms.pk), data).status_code == 302
    assert FairTerms.objects.get() == terms
    assert FairTerms.objects.get().answer_hours == 8


def test_a_barrier_between_everybody_is_refused_at_the_form(desk):
    response = desk.post(page(Barrier, "add"), {"fair": make.fair().pk, "asking_role": "", "asked_role": ""})
    assert response.status_code == 200
    assert "Say whom this is about" in response.content.decode()
    assert not Barrier.objects.exists()


def test_a_veto_of_the_database_is_told_at_the_form(desk):
    group = Group.objects.create(fair=make.fair(), name="Press")
    elsewhere = make.participant()
    response = desk.post(page(Group, "change", group.pk), {"name": "The press", "participants": [elsewhere.pk]})
    assert response.status_code == 200
    assert "This belongs to another fair." in response.content.decode()
    group.refresh_from_db()
    assert (group.name, group.participants.count()) == ("Press", 0)
    response = desk.post(page(Barrier, "add"), {"fair": make.fair().pk, "asking_group": group.pk, "asked_role": ""})
    assert response.status_code == 200
    assert "This belongs to another fair." in response.content.decode()


def test_a_table_of_quotas_comes_in_by_a_dry_run_that_says_what_is_wrong(desk):
    fair = make.fair(slug="fair-of-tables")
    lines = f"fair,role,open_requests\n{fair.slug},visitor,4\n{fair.slug},emperor,4\n"
    file = SimpleUploadedFile("quotas.csv", lines.encode())
    result = desk.post(page(Quota, "import"), {"format": "0", "import_file": file}).context["result"]
    assert result.has_validation_errors()
    assert not Quota.objects.exists()


def test_a_table_of_barriers_says_which_line_the_database_refuses(desk):
    fair, elsewhere = make.fair(), Group.objects.create(fair=make.fair(), name="Press")
    lines = [
        "fair,asking_role,asking_group,asked_role",
        f"{fair.slug},visitor,{elsewhere.pk},",
        f"{fair.slug},visitor,,visitor",
    ]
    file = SimpleUploadedFile("barriers.csv", "\n".join(lines).encode())
    response = desk.post(page(Barrier, "import"), {"format": "0", "import_file": file})
    assert response.status_code == 200
    assert [row.import_type for row in response.context["result"].rows] == ["error", "new"]
    assert not Barrier.objects.exists()


# Queries ----------------------------------------------------------------


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_group_asks_no_more_with_more_people(desk):
    group = Group.objects.create(fair=make.fair(), name="Press")
    group.participants.add(make.participant(fair=group.fair))
    desk.get(page(Group, "change", group.pk))
    first = count(desk, page(Group, "change", group.pk))
    group.participants.add(make.participant(fair=group.fair), make.participant(fair=group.fair))
    assert count(desk, page(Group, "change", group.pk)) == first


def test_a_meeting_asks_no_more_with_more_people(desk):
    booking = make.booking()
    desk.get(page(Booking, "change", booking.pk))
    first = count(desk, page(Booking, "change", booking.pk))
    seat = make.representative(exhibitor=make.exhibitor(fair=booking.fair))
    make.attendance(booking=booking, participant=seat.participant, stand=seat.exhibitor)
    make.attendance(booking=booking)
    assert count(desk, page(Booking, "change", booking.pk)) == first


def test_a_request_asks_no_more_with_more_times(desk):
    fair = make.fair()
    one = make.meeting_request(fair=fair, wishes=make.slots(fair, 1))
    three = make.meeting_request(fair=fair, wishes=make.slots(fair, 3, first=NOW + timedelta(hours=6)))
    desk.get(page(MeetingRequest, "change", one.pk))
    assert count(desk, page(MeetingRequest, "change", three.pk)) == count(desk, page(MeetingRequest, "change", one.pk))
