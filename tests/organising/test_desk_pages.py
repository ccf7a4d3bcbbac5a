"""The pages of the organiser's desk: what they show, whom they refuse, and what they survive."""

import pytest
from django.urls import reverse

from matchmaking.fairs.models import Room
from matchmaking.fairs.queries import fingerprint
from tests import make
from tests.fairs.pages import queries_of, words
from tests.organising.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]


# The organiser's desk ----------------------------------------------------------------

DESK = ["organise", "change-fair", "set-opening-hours", "arrange-timetable", "arrange-halls", "list-participants"]
POSTS = ["change-status", "set-breaks", "change-meeting-length", "lay-out-timetable", "add-hall", "decide-participants"]


def desk_addresses(fair):
    """Every address of the desk, with the method that it answers to."""
    room = make.room(hall=make.hall(fair=fair))
    person = make.participant(fair=fair)
    yield from (("get", page(name, fair)) for name in DESK)
    yield from (("post", page(name, fair)) for name in POSTS)
    yield "get", page("arrange-hall", fair, room.hall.slug)
    yield from (("post", page(name, fair, room.hall.slug)) for name in ("change-hall", "remove-hall", "add-rooms"))
    yield "get", page("change-room", fair, room.pk)
    yield from (("post", page(name, fair, room.pk)) for name in ("move-room", "remove-room"))
    yield "get", page("show-participant", fair, person.pk)
    yield "post", page("change-role", fair, person.pk)


def test_the_desk_is_for_its_organisers(client, fair):
    strangers = [make.user(), make.participant(fair=fair).user, make.organiser().user]
    for method, address in list(desk_addresses(fair)):
        client.logout()
        response = getattr(client, method)(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login")), address
        for stranger in strangers:
            client.force_login(stranger)
            assert getattr(client, method)(address).status_code == 404, address
    assert Room.objects.count() == 1


def test_every_page_of_the_desk_opens(client, fair, organiser):
    for method, address in list(desk_addresses(fair)):
        if method == "get":
            assert client.get(address).status_code == 200, address
        else:
            assert client.get(address).status_code == 405, address


def test_a_hall_room_or_person_of_another_fair_is_not_there(client, fair, organiser):
    room, person = make.room(), make.participant()
    for name in ("change-hall", "remove-hall", "add-rooms"):
        assert client.post(page(name, fair, room.hall.slug)).status_code == 404
    for name in ("change-room", "move-room", "remove-room"):
        assert client.post(page(name, fair, room.pk)).status_code == 404
    assert client.get(page("show-participant", fair, person.pk)).status_code == 404
    assert client.get(page("show-participant", fair, 10**30)).status_code == 404
    assert client.post(page("change-role", fair, person.pk)).status_code == 404
    typed = {"participants": [person.pk], "decision": "decline"}
    assert client.post(page("decide-participants", fair), typed).status_code == 422
    person.refresh_from_db()
    assert person.is_approved


def test_change_status_page(client, fair, organiser):
    assert client.post(page("change-status", fair), {"status": "closed"}).status_code == 302
    fair.refresh_from_db()
    assert fair.status == "closed"
    response = client.post(page("change-status", fair), {"status": "live"})
    assert response.status_code == 409
    assert "A timetable of meetings" in words(response)
    assert client.post(page("change-status", fair), {"status": "sold\x00"}).status_code == 422


def settings_of(fair, **typed):
    return {
        "version": fair.version,
        "name": fair.name,
        "brand_colour": fair.brand_colour,
        "starts_on": fair.starts_on.isoformat(),
        "ends_on": fair.ends_on.isoformat(),
        "time_zone": fair.time_zone,
        "city": "",
        "languages": fair.languages,
        "registration": fair.registration,
    } | typed


def test_change_fair_page(client, fair, organiser):
    typed = settings_of(fair, name="معرض الغذاء 🌍", brand_colour="#123456")
    assert client.post(page("change-fair", fair), typed).status_code == 302
    fair.refresh_from_db()
    assert (fair.name, fair.brand_colour, fair.version) == ("معرض الغذاء 🌍", "#123456", 2)


def test_change_fair_page_tells_the_later_of_two(client, fair, organiser):
    client.post(page("change-fair", fair), settings_of(fair, name="First"))
    response = client.post(page("change-fair", fair), settings_of(fair, name="Second", city="Gent"))
    text = words(response)
    assert response.status_code == 409
    differences = text[text.index('id="differences"') : text.index("</table>")]
    assert "First" in differences
    assert "Second" in differences
    assert 'value="Gent"' in text
    assert 'name="version" value="2"' in text
    assert client.post(page("change-fair", fair), settings_of(fair, name="Second", version=2)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends_on": "2030-05-13"}, "ends_on"),
        ({"ends_on": "2030-06-30"}, "ends_on"),
        ({"starts_on": "2030-05-15"}, "starts_on"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": ""}, "name"),
        ({"brand_colour": "red; } body { display: none"}, "brand_colour"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"languages": ["xx"]}, "languages"),
        ({"starts_on": "99999-01-01"}, "starts_on"),
    ],
)
def test_change_fair_page_refuses_at_the_field(client, fair, organiser, typed, field):
    make.opening_hours(fair=fair)
    response = client.post(page("change-fair", fair), settings_of(fair, **typed))
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in words(response)
    fair.refresh_from_db()
    assert fair.version == 1


def hours_form(fair, *lines, prefix="hours", names=("day", "opens_at", "closes_at"), **more):
    typed = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        typed |= {f"{prefix}-{number}-{name}": value for name, value in zip(names, line, strict=True)}
    stored = fair.opening_hours if prefix == "hours" else fair.breaks
    return typed | {"seen": fingerprint(stored.all())} | more


def test_set_opening_hours_page(client, fair, organiser):
    lines = [("2030-05-14", "09:00", "12:00"), ("2030-05-14", "", ""), ("2030-05-15", "10:00", "11:00")]
    assert client.post(page("set-opening-hours", fair), hours_form(fair, *lines)).status_code == 302
    assert [str(row) for row in fair.opening_hours.all()] == ["2030-05-14 09:00–12:00", "2030-05-15 10:00–11:00"]


def test_set_opening_hours_page_takes_the_first_days_hours_for_all(client, fair, organiser):
    lines = [("2030-05-14", "09:00", "12:00"), ("2030-05-14", "13:00", "18:00"), ("2030-05-15", "10:00", "11:00")]
    client.post(page("set-opening-hours", fair), hours_form(fair, *lines, same="1"))
    assert [(str(row)) for row in fair.opening_hours.all()] == [
        f"2030-05-{day} {stretch}" for day in (14, 15, 16) for stretch in ("09:00–12:00", "13:00–18:00")
    ]


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ([("2030-05-14", "09:00", "12:00"), ("2030-05-14", "11:00", "13:00")], 'id="id_hours-1-opens_at_error"'),
        ([("2030-05-14", "12:00", "09:00")], 'id="id_hours-0-closes_at_error"'),
        ([("2030-05-14", "12:00", "")], 'id="id_hours-0-closes_at_error"'),
        ([("2030-05-14", "25:61", "26:00")], 'id="id_hours-0-opens_at_error"'),
        ([("2030-05-14", "1\x00", "12:00")], 'id="id_hours-0-opens_at_error"'),
        ([("2030-05-19", "09:00", "12:00")], 'id="hours"'),
    ],
)
def test_set_opening_hours_page_refuses_at_the_field(client, fair, organiser, lines, where):
    response = client.post(page("set-opening-hours", fair), hours_form(fair, *lines))
    assert response.status_code == 422
    assert where in words(response)
    assert not fair.opening_hours.exists()


def test_set_opening_hours_page_without_a_formset(client, fair, organiser):
    assert client.post(page("set-opening-hours", fair), {}).status_code == 422
    assert client.post(page("set-breaks", fair), {}).status_code == 422


def test_set_opening_hours_page_tells_the_later_of_two(client, fair, organiser):
    late = hours_form(fair, ("2030-05-14", "10:00", "12:00"))
    client.post(page("set-opening-hours", fair), hours_form(fair, ("2030-05-14", "09:00", "12:00")))
    response = client.post(page("set-opening-hours", fair), late)
    assert response.status_code == 409
    assert 'value="10:00"' in words(response)
    assert "09:00–12:00" in words(response)


def test_set_breaks_page(client, fair, organiser):
    names = ("name", "starts_at", "ends_at")
    typed = hours_form(fair, ("Lunch", "12:00", "13:00"), ("", "", ""), prefix="breaks", names=names)
    assert client.post(page("set-breaks", fair), typed).status_code == 302
    assert [str(row) for row in fair.breaks.all()] == ["Lunch 12:00–13:00"]
    wrong = hours_form(fair, ("Lunch", "13:00", "12:00"), prefix="breaks", names=names)
    response = client.post(page("set-breaks", fair), wrong)
    assert response.status_code == 422
    assert 'id="id_breaks-0-ends_at_error"' in words(response)


def test_arrange_timetable_page_previews_and_lays_out(client, fair, organiser):
    make.opening_hours(fair=fair, day="2030-05-15", opens_at="09:00", closes_at="10:00")
    assert "Lay out the timetable" in words(client.get(page("arrange-timetable", fair)))
    assert client.post(page("lay-out-timetable", fair)).status_code == 302
    assert fair.slots.count() == 2
    assert "Nothing to do" in words(client.get(page("arrange-timetable", fair)))
    typed = {"slot_minutes": 55, "gap_minutes": 5, "version": 1}
    assert client.post(page("change-meeting-length", fair), typed).status_code == 302
    assert "Lay out the timetable" in words(client.get(page("arrange-timetable", fair)))
    assert client.post(page("change-meeting-length", fair), typed).status_code == 409
    wrong = {"slot_minutes": 1, "gap_minutes": 10**9, "version": 2}
    assert client.post(page("change-meeting-length", fair), wrong).status_code == 422


def test_halls_and_rooms_pages(client, fair, organiser):
    assert client.post(page("add-hall", fair), {"name": "食品", "theme": ""}).status_code == 302
    hall = fair.halls.get()
    rooms = {"name": "A", "kind": "video", "seats": 4, "number": 20}
    assert client.post(page("add-rooms", fair, hall.slug), rooms).status_code == 302
    assert set(hall.rooms.values_list("name", flat=True)) == {f"A {number:02}" for number in range(1, 21)}
    response = client.post(page("add-rooms", fair, hall.slug), rooms)
    assert response.status_code == 422
    assert 'id="id_name_error"' in words(response)
    change = {"name": "Food", "theme": "Chocolate"}
    assert client.post(page("change-hall", fair, hall.slug), change).status_code == 302
    room = hall.rooms.first()
    assert client.post(page("change-room", fair, room.pk), rooms | {"name": "A 02"}).status_code == 422
    assert client.post(page("change-room", fair, room.pk), rooms | {"name": "Corner"}).status_code == 302
    other = make.hall(fair=fair)
    assert client.post(page("move-room", fair, room.pk), {"hall": other.pk}).status_code == 302
    assert client.post(page("move-room", fair, room.pk), {"hall": make.hall().pk}).status_code == 422
    assert client.post(page("remove-room", fair, room.pk)).status_code == 302
    make.exhibitor(fair=fair, hall=hall)
    assert client.post(page("remove-hall", fair, hall.slug)).status_code == 409
    assert client.post(page("remove-hall", fair, other.slug)).status_code == 302
    assert list(fair.halls.all()) == [hall]


@pytest.mark.parametrize("name", ["x" * 10_000, "a\x00b", "", "x" * 60])
def test_names_of_halls_and_rooms_that_cannot_be(client, fair, organiser, name):
    hall = make.hall(fair=fair)
    rooms = {"name": name, "kind": "video", "seats": 4, "number": 10}
    assert client.post(page("add-rooms", fair, hall.slug), rooms).status_code == 422
    if len(name) != 60:
        assert client.post(page("add-hall", fair), {"name": name}).status_code == 422
        assert client.post(page("change-hall", fair, hall.slug), {"name": name}).status_code == 422
    assert not Room.objects.exists()


def test_hall_pages_ask_the_same_number_of_questions_for_many_rooms(client, fair, organiser):
    hall = make.hall(fair=fair)
    make.room(hall=hall)
    addresses = [page("arrange-halls", fair), page("arrange-hall", fair, hall.slug), page("organise", fair)]
    few = [queries_of(client, address) for address in addresses]
    for _more in range(2):
        make.room(hall=hall)
        make.room(hall=make.hall(fair=fair))
    assert [queries_of(client, address) for address in addresses] == few


# Participants ----------------------------------------------------------------


def applicant(fair, **kw):
    return make.participant(**{"fair": fair, "status": "applied", "decided_at": None} | kw)


def test_list_participants_filters_and_searches(client, fair, organiser):
    anna = applicant(fair, user=make.user(name="Anna Łukasz"))
    berta = make.participant(fair=fair, user=make.user(name="Berta"), roles=["exhibitor"])
    make.participant()

    def found(**address):
        return [person.pk for person in client.get(page("list-participants", fair), address).context["page"]]

    assert set(found()) == {anna.pk, berta.pk, organiser.pk}
    assert found(status="applied") == [anna.pk]
    assert found(role="exhibitor") == [berta.pk]
    assert found(q="łuk") == [anna.pk]
    assert found(q=berta.user.email) == [berta.pk]
    assert set(found(q="\x00", status="nonsense", role="king", page="-7")) == {anna.pk, berta.pk, organiser.pk}
    assert found(q="%") == []


def test_list_participants_is_numbered_and_asks_a_constant_number_of_questions(client, fair, organiser):
    few = queries_of(client, page("list-participants", fair))
    for _more in range(60):
        applicant(fair, message="x")
    assert queries_of(client, page("list-participants", fair)) == few
    assert len(client.get(page("list-participants", fair), {"page": 2}).context["page"]) == 11


def test_decide_participants_in_bulk(client, fair, organiser):
    people = [applicant(fair) for _one in range(3)]
    address = page("decide-participants", fair) + "?status=applied"
    response = client.post(address, {"decision": "approve", "participants": [person.pk for person in people]})
    assert response.url == page("list-participants", fair) + "?status=applied"
    assert {(p.status, p.decided_by) for p in fair.participants.exclude(pk=organiser.pk)} == {
        ("approved", organiser.user)
    }


def test_decide_participants_names_those_who_could_not_be(client, fair, organiser):
    person = applicant(fair)
    typed = {"decision": "decline", "participants": [organiser.pk, person.pk]}
    response = client.post(page("decide-participants", fair), typed)
    assert response.status_code == 409
    assert [refused.pk for refused, _refusal in response.context["refused"]] == [organiser.pk]
    person.refresh_from_db()
    assert person.status == "declined"
    client.post(page("decide-participants", fair), {"decision": "reopen", "participants": [person.pk]})
    person.refresh_from_db()
    assert person.status == "applied"


@pytest.mark.parametrize("typed", [{}, {"decision": "approve"}, {"decision": "sack", "participants": ["1\x00", "x"]}])
def test_decide_participants_survives_nonsense(client, fair, organiser, typed):
    assert client.post(page("decide-participants", fair), typed).status_code == 422


def test_change_role_page(client, fair, organiser):
    person = make.participant(fair=fair)
    address = page("change-role", fair, person.pk)
    assert client.post(address, {"role": "interpreter", "do": "give"}).status_code == 302
    assert client.post(address, {"role": "visitor", "do": "take"}).status_code == 302
    person.refresh_from_db()
    assert person.roles == ["interpreter"]
    assert client.post(address, {"role": "interpreter", "do": "take"}).status_code == 409
    assert client.post(address, {"role": "king", "do": "give"}).status_code == 422
