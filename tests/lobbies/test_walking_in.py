"""Walking up to a stand: waiting, being let in, declined, or offered another time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaking.accounts.models import User
from matchmaking.exhibitors.models import Representative
from matchmaking.fairs.models import Fair, Participant
from matchmaking.lobbies import errors, rules
from matchmaking.lobbies.actions import staying, walking_in
from matchmaking.lobbies.line import LOBBY_SHUT, NO_SUCH_LOBBY, NOT_SIGNED_IN
from matchmaking.lobbies.models import StandStay, WalkIn
from matchmaking.lobbies.tasks import close_lost_stays
from matchmaking.meetings.errors import BehindABarrier, BusyAtOnce, NoRoomFree
from matchmaking.meetings.models import Barrier, Booking, MeetingRequest
from tests import make
from tests.lobbies.lines import in_thread, line_to

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def stand(transactional_db, at):
    """A stand of today's fair with a room of its own, at which Thibault receives."""
    day = timedelta(days=1)
    fair = make.fair(starts_on=(at - day).date(), ends_on=(at + 2 * day).date())
    stand = make.exhibitor(fair=fair, company=make.company(name="Valmoulin"))
    seat = make.representative(exhibitor=stand, user=make.member(name="Thibault"))
    make.stand_room(exhibitor=stand, room=make.room(hall=make.hall(fair=fair)))
    stand.host = seat.participant
    return stand


def walks_up(stand, name="Renata", **kw):
    person = make.participant(fair=stand.fair, user=make.member(name=name))
    make.visitor(participant=person, organisation=f"{name} Imports", **kw)
    return person


@pytest.fixture
def visitor(stand):
    return walks_up(stand)


@pytest.fixture
def page(stand, at):
    """page(participant) is a page of his at the stand: facts for an action."""

    def opened(person, at=at):
        stay = walking_in.arrive(user=person.user, fair=stand.fair.slug, stand=stand.slug, at=at)
        return {"user": person.user, "stay_id": stay.pk, "at": at}

    return opened


def waits(page, person, wish="", **kw):
    return walking_in.wait(**page(person, **kw), wish=wish)


# Waiting -----------------------------------------------------------


def test_whoever_waits_has_a_place_and_keeps_it(page, stand, visitor):
    first = waits(page, visitor)
    second = waits(page, visitor, "Pralines for Lima")
    assert (first, second.wish, WalkIn.objects.count()) == (second, "Pralines for Lima", 1)
    walking_in.give_up(**page(visitor))
    walking_in.give_up(**page(visitor))
    assert WalkIn.objects.get().status == "left"


def test_the_team_does_not_wait_at_its_own_stand(page, stand):
    with pytest.raises(errors.OneOfUs):
        waits(page, stand.host)


def test_who_is_kept_apart_does_not_wait(page, stand, visitor):
    Barrier.objects.create(fair=stand.fair, asking_role="visitor", asked_role="exhibitor")
    with pytest.raises(BehindABarrier):
        waits(page, visitor)


def test_a_queue_has_an_end(page, stand, visitor, monkeypatch):
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    waits(page, walks_up(stand, "Inès"))
    with pytest.raises(errors.QueueIsFull):
        waits(page, visitor)


@pytest.mark.parametrize(
    "change",
    [
        lambda stand, visitor: Participant.objects.filter(pk=visitor.pk).update(status="applied", decided_at=None),
        lambda stand, visitor: Fair.objects.filter(pk=stand.fair_id).update(status="closed"),
        lambda stand, visitor: stand.__class__.objects.filter(pk=stand.pk).update(status="withdrawn"),
    ],
    ids=["not of the fair any more", "the fair is over", "the stand is gone"],
)
def test_the_right_is_asked_for_at_every_word(page, stand, visitor, change):
    mine = page(visitor)
    change(stand, visitor)
    with pytest.raises(errors.NotThere):
        walking_in.wait(**mine, wish="")
    with pytest.raises(errors.NotThere):
        page(visitor)


def test_a_page_of_somebody_else_is_nobody_s_own(page, stand, visitor):
    theirs = page(stand.host) | {"user": visitor.user}
    with pytest.raises(errors.NotThere):
        walking_in.keep(**theirs)


# Being received -----------------------------------------------------------


def test_the_two_meet_at_once_in_the_stands_room(page, stand, visitor, at):
    entry = waits(page, visitor)
    walk_in = walking_in.let_in(**page(stand.host), walk_in_id=entry.pk)
    booking = Booking.objects.get()
    assert (walk_in.status, walk_in.booking, booking.is_walk_in, booking.slot) == ("let in", booking, True, None)
    assert (booking.starts_at, booking.ends_at - booking.starts_at) == (at.replace(microsecond=0), 15 * A_MINUTE)
    assert booking.room.reservation.exhibitor == stand
    assert sorted(booking.attendances.values_list("participant", "role", "stand")) == sorted(
        [(stand.host.pk, "host", stand.pk), (visitor.pk, "guest", None)]
    )


def test_they_meet_until_the_first_of_them_has_to_go(page, stand, visitor, at):
    soon = make.slot(fair=stand.fair, starts_at=at + 9 * A_MINUTE, ends_at=at + 34 * A_MINUTE)
    make.booking(slot=soon, guest=visitor)
    walking_in.let_in(**page(stand.host), walk_in_id=waits(page, visitor).pk)
    booking = Booking.objects.get(is_walk_in=True)
    assert booking.ends_at == soon.starts_at


@pytest.mark.parametrize("minutes", [-10, 4], ids=["in a meeting", "in four minutes"])
@pytest.mark.parametrize("who", ["host", "guest"])
def test_nobody_is_let_in_who_is_expected_elsewhere(page, stand, visitor, at, minutes, who):
    starts_at = at + minutes * A_MINUTE
    slot = make.slot(fair=stand.fair, starts_at=starts_at, ends_at=starts_at + 25 * A_MINUTE)
    person = {"host": stand.host, "guest": visitor}[who]
    make.booking(slot=slot, **{who: person})
    entry = waits(page, visitor)
    with pytest.raises(BusyAtOnce) as refused:
        walking_in.let_in(**page(stand.host), walk_in_id=entry.pk)
    assert str(person.user) in str(refused.value)
    entry.refresh_from_db()
    assert entry.status == "waiting"


def test_without_a_room_nobody_is_let_in(page, stand, visitor):
    entry = waits(page, visitor)
    stand.fair.halls.all().delete()
    with pytest.raises(NoRoomFree):
        walking_in.let_in(**page(stand.host), walk_in_id=entry.pk)


def test_whoever_has_ended_a_talk_before_its_time_receives_the_next_one(page, stand, visitor, at):
    first = walking_in.let_in(**page(stand.host), walk_in_id=waits(page, visitor).pk).booking
    rooms = {}
    for person in (stand.host, visitor):
        stay = staying.arrive(user=person.user, booking_id=first.pk, at=at)
        rooms[person] = {"user": person.user, "stay_id": stay.pk}
    later = at + 2 * A_MINUTE
    other = walks_up(stand, "Inès")
    entry = waits(page, other, at=later)
    for person in rooms:
        staying.enter(**rooms[person], at=at + A_MINUTE)
    with pytest.raises(BusyAtOnce):  # they talk
        walking_in.let_in(**page(stand.host, at=later), walk_in_id=entry.pk)
    staying.leave_call(**rooms[stand.host], at=later)
    second = walking_in.let_in(**page(stand.host, at=later), walk_in_id=entry.pk).booking
    first.refresh_from_db()
    assert first.ends_at == second.starts_at == later.replace(microsecond=0)


def test_whoever_has_just_been_let_in_is_not_sent_away_for_the_next_one(page, stand, visitor, at):
    walking_in.let_in(**page(stand.host), walk_in_id=waits(page, visitor).pk)
    entry = waits(page, walks_up(stand, "Inès"))
    with pytest.raises(BusyAtOnce):
        walking_in.let_in(**page(stand.host, at=at + A_MINUTE), walk_in_id=entry.pk)


def test_only_one_of_the_team_receives_him(page, stand, visitor):
    entry = waits(page, visitor)
    walking_in.let_in(**page(stand.host), walk_in_id=entry.pk)
    with pytest.raises(errors.WaitsNoMore):
        walking_in.let_in(**page(stand.host), walk_in_id=entry.pk)
    assert Booking.objects.count() == 1


def test_he_is_declined_in_words(page, stand, visitor):
    entry = waits(page, visitor)
    walking_in.decline(**page(stand.host), walk_in_id=entry.pk, words="  Tomorrow, please ")
    entry.refresh_from_db()
    assert (entry.status, entry.words, entry.answered_by) == ("declined", "Tomorrow, please", stand.host.user)


def test_he_is_offered_the_times_that_suit_both_best(page, stand, visitor, at):
    ahead = make.slots(stand.fair, 5, first=at + timedelta(hours=20))
    make.laid_out(stand.host, visitor)
    for person in (stand.host, visitor):
        make.available(person, *ahead)
    entry = waits(page, visitor)
    walking_in.offer_time(**page(stand.host), walk_in_id=entry.pk)
    request = MeetingRequest.objects.get()
    assert (request.sender_stand, request.recipient, request.wishes.count()) == (stand, visitor, 3)
    entry.refresh_from_db()
    assert (entry.status, entry.request) == ("offered", request)


def test_where_there_is_no_common_time_he_goes_on_waiting(page, stand, visitor):
    entry = waits(page, visitor)
    with pytest.raises(errors.NoCommonTime):
        walking_in.offer_time(**page(stand.host), walk_in_id=entry.pk)
    entry.refresh_from_db()
    assert entry.status == "waiting"


@pytest.mark.parametrize("verb", ["let_in", "decline", "offer_time"])
def test_a_visitor_receives_nobody(page, stand, visitor, verb):
    entry = waits(page, visitor)
    more = {"words": ""} if verb == "decline" else {}
    with pytest.raises(errors.NotOfTheTeam):
        getattr(walking_in, verb)(**page(walks_up(stand, "Inès")), walk_in_id=entry.pk, **more)


def test_the_queue_of_another_stand_is_none_of_ones_own(page, stand, visitor, at):
    entry = waits(page, visitor)
    seat = make.representative(exhibitor=make.exhibitor(fair=stand.fair), user=make.member())
    there = seat.exhibitor
    stay = walking_in.arrive(user=seat.participant.user, fair=stand.fair.slug, stand=there.slug, at=at)
    with pytest.raises(errors.WaitsNoMore):
        walking_in.let_in(user=seat.participant.user, stay_id=stay.pk, walk_in_id=entry.pk, at=at)


# Leaving -----------------------------------------------------------


def test_a_place_is_kept_for_half_a_minute(page, stand, visitor, at):
    mine = page(visitor, at=at - 2 * A_MINUTE)
    walking_in.wait(**mine, wish="")
    walking_in.leave(stay_id=mine["stay_id"], at=at)
    assert walking_in.close_lost_stays(at=at + timedelta(seconds=20)) == 0
    assert walking_in.close_lost_stays(at=at + timedelta(seconds=31)) == 1
    assert WalkIn.objects.get().status == "left"


def test_whoever_is_not_heard_of_loses_his_place(page, stand, visitor, at):
    waits(page, visitor, at=at - 2 * A_MINUTE)
    assert close_lost_stays() == 1
    assert (StandStay.objects.get().left_at, WalkIn.objects.get().status) == (at - 2 * A_MINUTE, "left")


@pytest.mark.parametrize(("place", "team", "minutes"), [(1, 1, 8), (3, 1, 24), (3, 2, 12), (2, 0, 16)])
def test_how_long_it_is_likely_to_take(place, team, minutes):
    assert rules.expected_wait(place, team, rules.USUAL_TALK) == minutes * A_MINUTE


# On the line -----------------------------------------------------------


@pytest.fixture
async def lines(stand):
    opened = []

    async def one(person, **kw):
        path = f"/ws/fairs/{stand.fair.slug}/exhibitors/{stand.slug}/lobby/"
        opened.append(await (await line_to(path, person.user, **kw)).opened())
        return opened[-1]

    yield one
    for each in opened:
        if not each.future.done():
            await each.hangs_up()


async def test_strangers_do_not_come_to_the_stand(stand):
    path = f"/ws/fairs/{stand.fair.slug}/exhibitors/{stand.slug}/lobby/"
    stranger = await in_thread(make.member)()
    assert await (await line_to(path)).knocks() == NOT_SIGNED_IN
    assert await (await line_to(path, stranger)).knocks() == NO_SUCH_LOBBY
    nowhere = path.replace(stand.slug, "nowhere")
    assert await (await line_to(nowhere, stranger)).knocks() == NO_SUCH_LOBBY


async def test_the_team_sees_who_waits_and_he_sees_his_place(stand, lines, visitor):
    other = await in_thread(walks_up)(stand, "Inès")
    before, guest = await lines(other), await lines(visitor)
    assert (await guest.hears("snapshot"))["team"] == []
    host = await lines(stand.host)
    assert (await guest.sees(lambda told: told["team"]))["team"] == ["Thibault"]
    await before.says(do="wait", wish="")
    await before.sees(lambda told: told["own"])
    await guest.says(do="wait", wish="Pralines")
    own = (await guest.sees(lambda told: told["own"] and told["own"]["place"] == 2))["own"]
    assert own["minutes"] == 16
    queue = (await host.sees(lambda told: len(told["queue"]) == 2))["queue"]
    assert [(each["name"], each["company"], each["wish"]) for each in queue] == [
        ("Inès", "Inès Imports", ""),
        ("Renata", "Renata Imports", "Pralines"),
    ]
    await before.says(do="give-up")
    assert (await guest.sees(lambda told: told["own"]["place"] == 1))["waiting"] == 1
    await host.says(do="let-in", id=own["id"])
    went = (await host.hears("go"))["address"]
    room = reverse("lobbies:enter-room", args=[(await Booking.objects.aget()).pk])
    assert went == room
    told = (await guest.sees(lambda told: told["own"]["status"] == "let in"))["own"]
    assert (told["address"], told["by"]) == (room, "Thibault")


async def test_a_visitor_reads_nothing_of_the_queue(stand, lines, visitor):
    guest = await lines(visitor)
    assert set(await guest.hears("snapshot")) == {"tell", "at", "team", "waiting", "own"}


async def test_who_is_not_of_the_team_any_more_receives_nobody(stand, lines, visitor):
    host = await lines(stand.host)
    guest = await lines(visitor)
    await guest.says(do="wait", wish="")
    entry = (await host.sees(lambda told: told["queue"]))["queue"][0]
    await in_thread(Representative.objects.all().delete)()
    await host.says(do="let-in", id=entry["id"])
    assert (await host.hears("refused"))["why"] == "not_of_the_team"


async def test_who_is_locked_out_is_sent_away(stand, lines, visitor):
    guest = await lines(visitor)
    await User.objects.filter(pk=visitor.user_id).aupdate(is_active=False)
    await Participant.objects.filter(pk=visitor.pk).aupdate(status="applied", decided_at=None)
    await guest.says(do="stay")
    assert await guest.ends() == LOBBY_SHUT


# Pages -----------------------------------------------------------


def test_the_page_of_a_stand_says_how_many_are_there(client, page, stand, visitor, at):
    client.force_login(visitor.user)
    address = reverse("exhibitors:show-exhibitor", args=[stand.fair.slug, stand.slug])
    assert b"Walk up to the stand" in client.get(address).content
    page(stand.host)
    assert b"Walk up: 1 person at the stand now" in client.get(address).content


@pytest.mark.parametrize(("who", "status"), [("host", 200), ("visitor", 200), ("stranger", 404)])
def test_who_opens_the_lobby_of_a_stand(client, stand, visitor, who, status):
    people = {"host": stand.host.user, "visitor": visitor.user, "stranger": make.member()}
    client.force_login(people[who])
    response = client.get(reverse("lobbies:stand", args=[stand.fair.slug, stand.slug]))
    assert response.status_code == status
    assert (b"data-stand-queue" in response.content) == (who == "host")
