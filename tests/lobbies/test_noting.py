"""The numbers card: what both sides note, and confirm."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from matchmaking.lobbies import errors
from matchmaking.lobbies.actions import noting, staying
from matchmaking.lobbies.models import NumbersCard
from tests import make
from tests.lobbies.lines import person

pytestmark = pytest.mark.django_db
FACTS = {"product": "Pralines, 250 g", "quantity": "12000", "unit": "box", "price": "3.4500", "currency": "eur"}


@pytest.fixture
def booking():
    return make.booking()


@pytest.fixture
def at(booking):
    return booking.starts_at


@pytest.fixture
def pages(booking, at):
    """The pages of both sides: facts for an action, by role."""
    return {
        seat.role: {
            "user": seat.user,
            "stay_id": staying.arrive(user=seat.user, booking_id=booking.pk, at=at).pk,
            "at": at,
        }
        for seat in booking.attendances.select_related("user")
    }


def noted(page, **facts):
    return noting.note(card_id=uuid4(), **page, **(FACTS | facts))


def test_what_one_side_notes_is_kept_as_it_was_meant(pages):
    card = noted(pages["guest"], incoterm="FCA", next_step="Samples by May")
    card.refresh_from_db()
    assert (card.product, card.quantity, card.price, card.currency, card.incoterm) == (
        "Pralines, 250 g",
        Decimal(12000),
        Decimal("3.45"),
        "EUR",
        "FCA",
    )
    assert (card.version, card.changed_by) == (1, pages["guest"]["user"])


def test_what_is_left_out_stays_and_the_other_side_adds_to_it(pages):
    card = noted(pages["guest"])
    noting.note(card_id=card.pk, **pages["host"], delivery="Week 40", quantity="")
    card.refresh_from_db()
    assert (card.product, card.delivery, card.quantity, card.version) == ("Pralines, 250 g", "Week 40", None, 2)
    assert NumbersCard.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "many"),
        ("quantity", "0"),
        ("quantity", "-3"),
        ("quantity", "NaN"),
        ("quantity", "Infinity"),
        ("quantity", "1e400"),
        ("quantity", 12),
        ("price", "-0.01"),
        ("price", "1" + "0" * 12),
        ("currency", "EURO"),
        ("currency", "ZZZ"),
        ("incoterm", "ABC"),
        ("product", "x" * 201),
        ("product", ["a list"]),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_changes(pages, field, value):
    card = noted(pages["host"])
    with pytest.raises(errors.NotUnderstood) as refused:
        noting.note(card_id=card.pk, **pages["host"], **{field: value, "delivery": "Week 40"})
    assert (refused.value.field, NumbersCard.objects.get().delivery) == (field, "")


def test_both_sides_confirm_what_they_have_read(pages):
    card = noted(pages["guest"])
    noting.confirm(card_id=card.pk, version=1, **pages["guest"])
    assert not NumbersCard.objects.get().is_agreed
    noting.confirm(card_id=card.pk, version=1, **pages["host"])
    noting.confirm(card_id=card.pk, version=1, **pages["host"])
    card.refresh_from_db()
    assert card.is_agreed
    assert (card.host_confirmed_by, card.guest_confirmed_by) == (pages["host"]["user"], pages["guest"]["user"])


def test_a_change_takes_both_confirmations_back_and_nothing_new_does_not(pages):
    card = noted(pages["guest"])
    for page in pages.values():
        noting.confirm(card_id=card.pk, version=1, **page)
    noting.note(card_id=card.pk, **pages["host"], quantity="12000.0")
    assert NumbersCard.objects.get().is_agreed
    noting.note(card_id=card.pk, **pages["host"], quantity="12500")
    card.refresh_from_db()
    assert (card.host_confirmed_at, card.guest_confirmed_at, card.guest_confirmed_by) == (None, None, None)


def test_nobody_confirms_what_he_has_not_read(pages):
    card = noted(pages["guest"])
    noting.note(card_id=card.pk, **pages["guest"], price="4")
    with pytest.raises(errors.ChangedMeanwhile):
        noting.confirm(card_id=card.pk, version=1, **pages["host"])


@pytest.mark.parametrize(("missing", "field"), [({"product": ""}, "product"), ({"currency": ""}, "currency")])
def test_what_says_too_little_is_not_confirmed(pages, missing, field):
    card = noted(pages["guest"], **missing)
    with pytest.raises(errors.CardIncomplete) as refused:
        noting.confirm(card_id=card.pk, version=1, **pages["host"])
    assert refused.value.field == field


def test_a_card_is_discarded_until_both_stand_by_it(pages):
    card, other = noted(pages["guest"]), noted(pages["guest"])
    noting.discard(card_id=other.pk, **pages["host"])
    noting.discard(card_id=other.pk, **pages["host"])
    for page in pages.values():
        noting.confirm(card_id=card.pk, version=1, **page)
    with pytest.raises(errors.AgreedAlready):
        noting.discard(card_id=card.pk, **pages["host"])
    assert NumbersCard.objects.get() == card


def test_a_card_of_another_meeting_is_not_to_be_had(pages, at):
    foreign = noted(pages["guest"])
    other = make.booking(slot=make.slot(starts_at=at, ends_at=at + timedelta(minutes=25)))
    user = other.attendances.get(role="host").user
    page = {"user": user, "stay_id": staying.arrive(user=user, booking_id=other.pk, at=at).pk, "at": at}
    with pytest.raises(errors.LobbyRefused):
        noting.note(card_id=foreign.pk, **page, product="Mine")
    with pytest.raises(errors.NoSuchCard):
        noting.confirm(card_id=foreign.pk, version=1, **page)
    noting.discard(card_id=foreign.pk, **page)
    assert NumbersCard.objects.get().product == "Pralines, 250 g"


def test_there_are_ten_at_most(pages):
    for _ in range(noting.MOST_CARDS):
        noted(pages["guest"])
    with pytest.raises(errors.TooManyCards):
        noted(pages["host"])


def test_who_interprets_neither_notes_nor_confirms(booking, at, pages):
    seat = make.attendance(booking=booking, role="interpreter")
    page = {"user": seat.user, "stay_id": staying.arrive(user=seat.user, booking_id=booking.pk, at=at).pk, "at": at}
    card = noted(pages["guest"])
    with pytest.raises(errors.OnlyThoseWhoDeal):
        noting.confirm(card_id=card.pk, version=1, **page)
    with pytest.raises(errors.OnlyThoseWhoDeal):
        noted(page)


@pytest.mark.django_db(transaction=True)
async def test_both_pages_see_it_at_once(meeting, lines):
    host, guest = await lines(meeting.host), await lines(meeting.guest)
    card = str(uuid4())
    await guest.says(do="note", id=card, product="Pralines", price="3.5", currency="EUR")
    seen = (await host.sees(lambda told: told["cards"]))["cards"][0]
    assert (seen["id"], seen["version"], seen["product"], seen["price"], seen["host"]) == (
        card,
        1,
        "Pralines",
        "3.5",
        None,
    )
    await host.says(do="confirm", id=card, version=1)
    agreed = await guest.sees(lambda told: told["cards"] and told["cards"][0]["host"])
    assert agreed["cards"][0]["host"] == person(agreed, "Thibault")["name"]
    await host.says(do="note", id=card, quantity="some")
    refused = await host.hears("refused")
    assert (refused["why"], refused["field"], refused["id"]) == ("not_understood", "quantity", card)
    await host.says(do="confirm", id=card, version="1")
    assert (await host.hears("refused"))["why"] == "misunderstood"
