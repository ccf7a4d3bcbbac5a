"""Taking lists out: at once or by a worker, in three forms, without formulas; and back in again."""

import csv
import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from matchmaking.companies.models import Product
from matchmaking.fairs.models import Room
from matchmaking.organising.actions import exporting
from matchmaking.organising.errors.exports import ExportUnderWay
from matchmaking.organising.models import Export
from matchmaking.organising.queries.lists import LISTS
from matchmaking.organising.rules.exporting import KEPT
from matchmaking.organising.rules.importing import PATIENCE
from matchmaking.organising.tasks import forget_old_exports, write_due_exports, write_export
from tests import make
from tests.make import NOW
from tests.organising.pages import page
from tests.organising.tables import brought_in, checked, rows_in, xlsx_of
from tests.vetoes import refused_by

pytestmark = pytest.mark.django_db
FORMULA = "=cmd|'/c calc'!A1"


@pytest.fixture
def fair():
    return make.fair(time_zone="Europe/Brussels")


@pytest.fixture
def organiser(fair):
    return make.organiser(fair=fair, user=make.member(name="Orla"))


@pytest.fixture
def desk(client, organiser):
    client.force_login(organiser.user)
    return client


def export(desk, fair, what, form):
    return desk.post(page("export-lists", fair), {"what": what, "form": form})


def content(response):
    return b"".join(response.streaming_content)


def table(response):
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def full(fair):
    """Something in every list."""
    hall = make.hall(fair=fair, name="Hall 1")
    room = make.room(hall=hall, name="A1")
    stand = make.exhibitor(
        fair=fair, company=make.company(name=FORMULA), hall=hall, stand_number="A01", markets=["FR", "DE"]
    )
    make.product(company=stand.company, name="Chocolate", certificates=["haccp", "kosher"])
    seat = make.representative(exhibitor=stand, user=make.user(name="Anne", email="anne@example.com"))
    visitor = make.visitor(fair=fair, user=make.user(name="Paul", email="paul@example.com"))
    booking = make.booking(fair=fair, room=room, host=seat.participant, guest=visitor.participant)
    booking.attendances.filter(role="host").update(stand=stand)
    make.meeting_request(sender=visitor.participant, recipient_stand=stand, message="between us")
    return stand, booking


@pytest.mark.parametrize("what", sorted(LISTS))
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_comes_in_every_form(desk, fair, what, form):
    full(fair)
    response = export(desk, fair, what, form)
    assert response["Content-Disposition"] == f'attachment; filename="{fair.slug}-{what}.{form}"'
    assert "no-store" in response["Cache-Control"]
    keys, count = [key for key, _ in LISTS[what].columns], LISTS[what].count(fair)
    body = content(response)
    if form == "json":
        things = json.loads(body)
        assert [list(thing) for thing in things] == [keys] * count
    else:
        rows = rows_in(body) if form == "xlsx" else list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert [len(row) for row in rows] == [len(keys)] * (count + 1)
    assert b"between us" not in body


def test_moments_are_told_with_their_zone_and_on_the_fairs_clock(desk, fair):
    _stand, booking = full(fair)
    (meeting,) = json.loads(content(export(desk, fair, "meetings", "json")))
    assert meeting["starts_at"] == booking.starts_at.isoformat() == "2030-05-14T10:00:00+00:00"
    assert meeting["starts_at_local"] == "2030-05-14T12:00:00+02:00"
    assert (meeting["host_emails"], meeting["guest_emails"]) == (["anne@example.com"], ["paul@example.com"])
    assert meeting["host_companies"] == [FORMULA]


def test_what_would_be_a_formula_is_text_and_json_is_untouched(desk, fair):
    full(fair)
    assert table(export(desk, fair, "stands", "csv"))[1][0] == f"'{FORMULA}"
    assert rows_in(content(export(desk, fair, "stands", "xlsx")))[1][0] == f"'{FORMULA}"
    assert json.loads(content(export(desk, fair, "stands", "json")))[0]["company"] == FORMULA


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r"])
def test_every_beginning_of_a_formula_is_neutralised(desk, fair, beginning):
    make.exhibitor(fair=fair, company=make.company(name="A"), headline=f"{beginning}1+1")
    assert table(export(desk, fair, "stands", "csv"))[1][7] == f"'{beginning}1+1"


def test_characters_that_a_workbook_cannot_hold_are_left_out(desk, fair):
    make.exhibitor(fair=fair, company=make.company(name="A\x0bB"))
    assert rows_in(content(export(desk, fair, "stands", "xlsx")))[1][0] == "AB"


def test_columns_are_named_in_the_readers_language_and_keys_stay(desk, fair, organiser):
    desk.cookies["django_language"] = "fr"
    organiser.user.language = "fr"
    organiser.user.save()
    make.room(hall=make.hall(fair=fair))
    response = export(desk, fair, "rooms", "csv")
    assert b";" in content(response)
    assert list(json.loads(content(export(desk, fair, "rooms", "json")))[0]) == [
        "hall",
        "name",
        "kind",
        "seats",
        "call_link",
    ]


# Back again ----------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rooms_come_back_as_they_went(desk, fair, form):
    hall = make.hall(fair=fair, name="Hall 1")
    make.room(hall=hall, name="=1+1", kind="table", seats=8)
    make.room(hall=hall, name="'s Room", call_link="https://zoom.us/j/1")
    rows = _rows(export(desk, fair, "rooms", form), form)
    assert checked(fair, "rooms", file=xlsx_of(*rows)).counts["same"] == 2
    before = list(Room.objects.order_by("name").values_list("name", "kind", "seats", "call_link"))
    Room.objects.all().delete()
    assert brought_in(fair, "rooms", *rows).counts["created"] == 2
    assert list(Room.objects.order_by("name").values_list("name", "kind", "seats", "call_link")) == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_products_come_back_as_they_went(desk, fair, form):
    stand = make.exhibitor(fair=fair, company=make.company(name="Moulin; & Fils"))
    make.hs_code("090210")
    said = {"certificates": ["haccp", "kosher"], "incoterms": ["DAP", "FCA"], "lead_time_days": 14}
    make.product(company=stand.company, name="Tea, green", hs_code_id="090210", description="Two\nlines", **said)
    make.product(company=stand.company, name="Websites", service=make.service())
    rows = _rows(export(desk, fair, "products", form), form)
    assert checked(fair, "products", file=xlsx_of(*rows)).counts["same"] == 2
    fields = ("name", "hs_code", "service", "description", "certificates", "incoterms", "lead_time_days", "language")
    before = list(Product.objects.order_by("name").values_list(*fields))
    Product.objects.all().delete()
    assert brought_in(fair, "products", *rows).counts["created"] == 2
    assert list(Product.objects.order_by("name").values_list(*fields)) == before


@pytest.mark.parametrize("what", ["stands", "visitors"])
def test_stands_and_visitors_come_back_unchanged(desk, fair, what):
    stand, _booking = full(fair)
    for person in fair.participants.all():
        person.user.emailaddress_set.get_or_create(email=person.user.email, defaults={"verified": True})
    kind = {"stands": "exhibitors"}.get(what, what)
    imported = checked(fair, kind, *_rows(export(desk, fair, what, "csv"), "csv"))
    assert imported.counts == {"created": 0, "changed": 0, "same": 1, "wrong": 0}
    assert stand.pk


def _rows(response, form):
    if form == "csv":
        return table(response)
    return [["" if cell is None else cell for cell in row] for row in rows_in(content(response))]


# Long lists ----------------------------------------------------------------


@pytest.fixture
def _long(monkeypatch):
    """Two rows are many."""
    monkeypatch.setattr("matchmaking.organising.views.exports.MOST_AT_ONCE", 1)


@pytest.mark.usefixtures("_long")
def test_a_long_list_is_written_by_a_worker_and_fetched(desk, fair):
    hall = make.hall(fair=fair)
    for _ in range(3):
        make.room(hall=hall)
    response = export(desk, fair, "rooms", "csv")
    assert response["Location"] == page("export-lists", fair)
    wanted = Export.objects.get()
    assert desk.get(page("download-export", fair, wanted.pk)).status_code == 404
    open_page = desk.get(page("export-lists", fair), headers={"HX-Request": "true"})
    assert open_page.templates[0].name == "organising/_exports.html"
    assert "hx-get" in open_page.content.decode()
    assert export(desk, fair, "rooms", "csv").status_code == 409
    assert write_export(str(wanted.pk))
    wanted.refresh_from_db()
    assert (wanted.status, wanted.done, wanted.total) == ("done", 3, 3)
    got = desk.get(page("download-export", fair, wanted.pk))
    assert len(table(got)) == 4
    assert "hx-get" not in desk.get(page("export-lists", fair), headers={"HX-Request": "true"}).content.decode()


@pytest.mark.usefixtures("_long")
def test_a_written_list_is_for_those_who_may_take_lists_out(desk, fair, client):
    for _ in range(2):
        make.room(hall=make.hall(fair=fair))
    export(desk, fair, "rooms", "json")
    wanted = Export.objects.get()
    write_export(str(wanted.pk))
    address = page("download-export", fair, wanted.pk)
    other = make.organiser(fair=fair, user=make.member())
    client.force_login(other.user)
    assert len(json.loads(content(client.get(address)))) == 2
    assert f"export-{wanted.pk}" not in client.get(page("export-lists", fair)).content.decode()
    client.force_login(wanted.by)
    assert len(json.loads(content(client.get(address)))) == 2
    fair.participants.filter(user=wanted.by).update(duty="analyst")
    assert client.get(address).status_code == 404


def wanted_rooms(fair, organiser):
    return exporting.want_export(
        fair=fair, what="rooms", form="csv", language="en", by=organiser.user, at=timezone.now()
    )


def test_one_export_of_a_list_at_a_time_per_person(fair, organiser):
    first = wanted_rooms(fair, organiser)
    with pytest.raises(ExportUnderWay):
        wanted_rooms(fair, organiser)
    with refused_by("one_export_of_a_list_at_a_time_per_person"):
        Export.objects.create(fair=fair, what="rooms", form="csv", by=organiser.user)
    with refused_by("export_ended_iff_stamped"):
        Export.objects.filter(pk=first.pk).update(status="done")
    with refused_by("export_does_no_more_than_all"):
        Export.objects.filter(pk=first.pk).update(done=1)


def test_a_worker_that_died_is_followed_by_another(fair, organiser):
    wanted = wanted_rooms(fair, organiser)
    slow = exporting.claim(wanted.pk, at=timezone.now())
    assert not write_export(str(wanted.pk))
    with time_machine.travel(timezone.now() + 2 * PATIENCE):
        assert write_due_exports() == 1
    with pytest.raises(exporting.Superseded):
        exporting.carry_out(slow, now=timezone.now)


def test_a_list_that_fails_says_so_and_may_be_wanted_again(desk, fair, organiser, monkeypatch):
    wanted = wanted_rooms(fair, organiser)
    monkeypatch.setattr(exporting, "write_list", lambda *_, **__: 1 / 0)
    assert not write_export(str(wanted.pk))
    monkeypatch.undo()
    assert "Ask for it once more." in desk.get(page("export-lists", fair)).content.decode()
    assert write_export(str(wanted_rooms(fair, organiser).pk))


def test_a_week_later_it_is_gone(fair, organiser, django_capture_on_commit_callbacks):
    wanted = wanted_rooms(fair, organiser)
    write_export(str(wanted.pk))
    wanted.refresh_from_db()
    assert forget_old_exports() == 0
    with (
        time_machine.travel(timezone.now() + KEPT + timedelta(hours=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert forget_old_exports() == 1
    assert not Export.objects.exists()
    assert not wanted.file.storage.exists(wanted.file.name)


@pytest.mark.parametrize("said", [{}, {"what": "passwords", "form": "csv"}, {"what": "rooms", "form": "pdf"}])
def test_lists_that_are_not_there_are_refused(desk, fair, said):
    response = desk.post(page("export-lists", fair), said)
    assert response.status_code == 422
    assert "There is no such list." in response.content.decode()


@pytest.mark.parametrize("what", sorted(LISTS))
def test_number_of_queries_does_not_grow_with_rows(fair, what, django_assert_max_num_queries):
    full(fair)
    with time_machine.travel(NOW):
        with django_assert_max_num_queries(5):
            list(LISTS[what].rows(fair))
        for _ in range(3):
            full_again(fair)
        with django_assert_max_num_queries(5):
            list(LISTS[what].rows(fair))


def full_again(fair):
    stand = make.exhibitor(fair=fair)
    make.product(company=stand.company)
    seat, visitor = make.representative(exhibitor=stand), make.visitor(fair=fair)
    booking = make.booking(fair=fair, host=seat.participant, guest=visitor.participant, slot=fair.slots.first())
    booking.attendances.filter(role="host").update(stand=stand)
    make.meeting_request(sender=visitor.participant, recipient_stand=stand)
