"""What is held about somebody is packed: for himself of everything, for an organiser of one fair."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from matchmaking.accounts.models import Block
from matchmaking.organising import holdings
from matchmaking.organising.actions import parcels as packing
from matchmaking.organising.actions.parcels import claim_parcel, due_parcels, forget_parcels, pack_parcel, want_parcel
from matchmaking.organising.errors.data import PackedAlready
from matchmaking.organising.models import Deed, Parcel
from matchmaking.organising.tasks import forget_old_parcels, pack_parcels
from tests import make
from tests.make import NOW
from tests.organising.holding import HOUR, everything_of
from tests.organising.pages import page
from tests.organising.steads.entering import proven
from tests.vetoes import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]
DAY = timedelta(days=1)


@pytest.fixture
def renata():
    return make.member(name="=Renata", email="renata@example.com", language="en")


def packed(parcel):
    assert pack_parcel(parcel, now=timezone.now)
    parcel.refresh_from_db()
    with parcel.file.open("rb") as file:
        return ZipFile(BytesIO(file.read()))


def rows_in(archive, table):
    return json.loads(archive.read(f"json/{table.lower()}.json"))


def test_a_parcel_of_a_fair_holds_that_fair_alone(fair, renata):
    person = everything_of(renata, fair)
    everything_of(renata, make.fair(), shift=HOUR)
    archive = packed(want_parcel(person=renata, fair=fair, by=make.user(), at=NOW))
    assert [row["id"] for row in rows_in(archive, "fairs.Participant") if row["user_id"] == renata.pk] == [person.pk]
    tables = {holding.table.lower() for holding in holdings.HOLDINGS if not holding.fair}
    assert [name for name in archive.namelist() if name[5:-5] in tables] == []


def test_a_parcel_of_everything_holds_all_fairs_the_account_and_the_picture(fair, renata):
    everything_of(renata, fair)
    everything_of(renata, make.fair(), shift=HOUR)
    renata.photo.save("me.webp", ContentFile(b"picture"), save=True)
    archive = packed(want_parcel(person=renata, fair=None, by=renata, at=NOW))
    assert len({row["fair_id"] for row in rows_in(archive, "fairs.Participant")}) == 2
    (account,) = rows_in(archive, "accounts.User")
    assert account["email"] == "renata@example.com"
    assert "password" not in account
    assert [archive.read(name) for name in archive.namelist() if name.startswith("files/")] == [b"picture"]
    assert "What Tradefair holds about =Renata" in archive.read("README.txt").decode()


def test_what_is_handed_out_is_no_key(fair, renata):
    everything_of(renata, fair)
    archive = packed(want_parcel(person=renata, fair=None, by=renata, at=NOW))
    for row in rows_in(archive, "exhibitors.TeamInvitation"):
        assert "digest" not in row
    said = b"".join(archive.read(name) for name in archive.namelist())
    assert renata.password.encode() not in said


def test_whom_one_is_blocked_by_is_not_said(renata):
    Block.objects.create(blocker=make.user(name="Secretive"), blocked=renata)
    mine = Block.objects.create(blocker=renata, blocked=make.user(name="Annoying"))
    archive = packed(want_parcel(person=renata, fair=None, by=renata, at=NOW))
    assert [row["id"] for row in rows_in(archive, "accounts.Block")] == [mine.pk]
    assert b"Secretive" not in b"".join(archive.read(name) for name in archive.namelist())


def test_no_cell_of_a_table_is_a_formula(renata):
    archive = packed(want_parcel(person=renata, fair=None, by=renata, at=NOW))
    (row,) = csv.DictReader(StringIO(archive.read("csv/accounts.user.csv").decode("utf-8-sig")))
    assert row["name"] == "'=Renata"


def test_packing_asks_as_often_for_many_rows_as_for_one(fair, renata, django_assert_num_queries):
    person = make.participant(fair=fair, user=renata)
    holding = next(h for h in holdings.HOLDINGS if h.table == "meetings.MeetingRequest")
    for _ in range(3):
        make.meeting_request(sender=person)
    with django_assert_num_queries(1):
        assert len([holding.facts(row) for row in holding.rows(renata, fair).select_related(*holding.joined)]) == 3


# Waiting, packing, ready ----------------------------------------------------------------


def test_want_parcel_refuses_a_second_one_meanwhile(fair, renata):
    for place in (fair, None):
        want_parcel(person=renata, fair=place, by=renata, at=NOW)
        with pytest.raises(PackedAlready):
            want_parcel(person=renata, fair=place, by=renata, at=NOW)
    assert pack_parcels() == 2
    want_parcel(person=renata, fair=fair, by=renata, at=NOW)


def test_a_parcel_is_packed_by_one_worker(renata):
    parcel = want_parcel(person=renata, fair=None, by=renata, at=NOW)
    same = Parcel.objects.get()
    assert claim_parcel(parcel, at=NOW)
    assert not claim_parcel(same, at=NOW)
    assert due_parcels(at=NOW + timedelta(minutes=4)) == []
    assert due_parcels(at=NOW + timedelta(minutes=6)) == [parcel]  # its worker has died
    assert pack_parcel(Parcel.objects.get(), now=timezone.now)


def test_a_parcel_that_fails_says_so(renata, monkeypatch):
    parcel = want_parcel(person=renata, fair=None, by=renata, at=NOW)
    monkeypatch.setattr(packing, "HOLDINGS", ())
    monkeypatch.setattr(packing, "held_about", lambda person, fair: 1 / 0)
    assert not pack_parcel(parcel, now=timezone.now)
    parcel.refresh_from_db()
    assert (parcel.status, parcel.ended_at) == ("failed", NOW)


def test_parcels_are_gone_after_a_week(renata):
    parcel = want_parcel(person=renata, fair=None, by=renata, at=NOW)
    packed(parcel)
    assert forget_parcels(at=NOW + 6 * DAY) == forget_old_parcels() == 0
    storage, name = parcel.file.storage, parcel.file.name
    assert storage.exists(name)
    assert forget_parcels(at=NOW + 8 * DAY) == 1
    assert not Parcel.objects.exists()


@pytest.mark.parametrize(
    ("name", "place"), [("one_parcel_at_a_time_of_everything", False), ("one_parcel_at_a_time_of_a_fair", True)]
)
def test_the_database_lets_one_parcel_wait(fair, renata, name, place):
    facts = {"person": renata, "fair": fair if place else None, "wanted_at": NOW}
    Parcel.objects.create(**facts)
    with refused_by(name):
        Parcel.objects.create(**facts)


@pytest.mark.parametrize("wrong", [{"status": "done"}, {"status": "running", "ended_at": NOW}])
def test_a_parcel_has_ended_or_not(renata, wrong):
    with refused_by("parcel_ended_iff_stamped"):
        Parcel.objects.create(person=renata, wanted_at=NOW, **wrong)


# Pages ----------------------------------------------------------------


def test_own_data_is_packed_and_fetched_by_oneself_alone(client, renata):
    proven(client, renata)
    address = reverse("organising:own-data")
    assert client.post(address).url == address
    assert client.post(address).status_code == 409
    assert "It is being packed." in client.get(address).content.decode()
    pack_parcels()
    parcel = Parcel.objects.get()
    file = reverse("organising:own-parcel", args=[parcel.pk])
    assert file in client.get(address).content.decode()
    assert client.get(address, headers={"HX-Request": "true"}).templates[0].name == "organising/_parcels.html"
    response = client.get(file)
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert response["Content-Type"] == "application/zip"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    proven(client, make.member())
    assert client.get(file).status_code == 404


def test_own_data_asks_who_one_is_before_it_hands_anything_out(client, renata):
    client.force_login(renata)
    assert client.get(reverse("organising:own-data")).status_code == 200
    parcel = want_parcel(person=renata, fair=None, by=renata, at=NOW)
    pack_parcels()
    for answer in (
        client.post(reverse("organising:own-data")),
        client.get(reverse("organising:own-parcel", args=[parcel.pk])),
    ):
        assert answer.url.startswith(reverse("account_reauthenticate"))


def test_an_organiser_packs_and_fetches_what_belongs_to_his_fair(client, fair, renata):
    person = make.participant(fair=fair, user=renata)
    proven(client, make.organiser(fair=fair, user=make.member()).user)
    address = page("pack-data", fair, person.pk)
    assert client.post(address).url == page("show-data", fair, person.pk)
    assert client.post(address).status_code == 409
    pack_parcels()
    parcel = Parcel.objects.get()
    file = page("take-data", fair, person.pk, parcel.pk)
    assert file in client.get(page("show-data", fair, person.pk)).content.decode()
    assert b"".join(client.get(file).streaming_content)[:2] == b"PK"
    assert Deed.objects.get(view="organising:take-data").kind == "file"


def test_nobody_fetches_what_is_not_his(client, fair, renata):
    """The organiser not what is of everything, the person not what an organiser has packed, another fair nothing."""
    person = make.participant(fair=fair, user=renata)
    whole = want_parcel(person=renata, fair=None, by=renata, at=NOW)
    part = want_parcel(person=renata, fair=fair, by=renata, at=NOW)
    pack_parcels()
    proven(client, make.organiser(fair=fair, user=make.member()).user)
    assert client.get(page("take-data", fair, person.pk, whole.pk)).status_code == 404
    assert client.get(reverse("organising:own-parcel", args=[whole.pk])).status_code == 404
    proven(client, renata)
    assert client.get(reverse("organising:own-parcel", args=[part.pk])).status_code == 404
    stranger = make.organiser(user=make.member())
    elsewhere = make.participant(fair=stranger.fair, user=renata)
    proven(client, stranger.user)
    assert client.get(page("take-data", stranger.fair, elsewhere.pk, part.pk)).status_code == 404
    assert client.get(page("take-data", fair, person.pk, part.pk)).status_code == 404
