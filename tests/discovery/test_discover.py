import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matchmaking.accounts.models import User
from matchmaking.common.encoder import encode
from matchmaking.companies.models import HsTerm
from matchmaking.discovery.models import Dossier, Mark
from matchmaking.discovery.queries.tariff import tariff
from matchmaking.exhibitors.models import ShownProduct
from matchmaking.fairs.models import Participant
from tests import make
from tests.discovery import people
from tests.make import NOW

pytestmark = pytest.mark.django_db


def test_discover_suggests_stands_to_a_visitor_with_reasons_for_both(client):
    fair = make.fair()
    stand = people.stand(fair, markets=["MX"], certificates=["haccp"])
    buyer = people.visitor(fair, looking_for="Chocolat noir", language="fr", certificates=["haccp"])
    people.matched(fair)
    client.force_login(buyer.participant.user)

    response = client.get(f"/fairs/{fair.slug}/discover/")
    page = response.content.decode()

    assert response.status_code == 200
    assert f'id="match-{stand.pk}"' in page
    assert "Holds what you need: HACCP" in page
    assert "They look for customers in your country: Mexico" in page
    assert "You both speak English" in page
    assert f"/fairs/{fair.slug}/exhibitors/{stand.slug}/meet/?order=best" in page


def test_discover_suggests_buyers_to_a_team(client):
    fair = make.fair()
    stand = people.stand(fair, markets=["MX"])
    buyer = people.visitor(fair)
    people.matched(fair)
    client.force_login(stand.representatives.get().participant.user)

    page = client.get(f"/fairs/{fair.slug}/discover/").content.decode()

    assert f'id="match-{buyer.pk}"' in page
    assert "Looks for what you sell: " in page
    assert "From a market you look for: Mexico" in page


def test_why_and_what_was_learnt(client):
    fair = make.fair()
    stand = people.stand(fair)
    buyer = people.visitor(fair, looking_for="Chocolat noir", language="fr")
    people.matched(fair)
    client.force_login(buyer.participant.user)
    assert client.get(f"/fairs/{fair.slug}/discover/visitor/{stand.pk}/why/").status_code == 200
    assert client.get(f"/fairs/{fair.slug}/discover/visitor/learnt/").status_code == 200
    address = f"/fairs/{fair.slug}/discover/visitor/{stand.pk}/mark/"
    response = client.post(address, {"dismiss": "goods"}, HTTP_HX_REQUEST="true")
    assert response.status_code == 200
    assert Mark.objects.get().cause == "goods"
    assert client.get(f"/fairs/{fair.slug}/discover/?q=chocolate").status_code == 200


# What is shown to whom ----------------------------------------------------------------


def here(fair, **asked):
    return f"/fairs/{fair.slug}/discover/" + (f"?{urlencode(asked, doseq=True)}" if asked else "")


def read(client, fair, user, **asked):
    client.force_login(user)
    answer = client.get(here(fair, **asked))
    assert answer.status_code == 200
    return answer.content.decode()


def order_on(page):
    return [int(pk) for pk in re.findall(r'id="match-(\d+)"', page)]


def test_whoever_does_not_take_part_is_told_how_to(client):
    fair = make.fair()
    client.force_login(make.user())
    answer = client.get(here(fair))
    assert answer.status_code == 409
    assert "First, join the fair" in answer.content.decode()


def test_whoever_waits_to_be_let_in_is_told_so(client):
    fair = make.fair()
    waiting = make.participant(fair=fair, status="applied", decided_at=None)
    client.force_login(waiting.user)
    answer = client.get(here(fair))
    assert answer.status_code == 409
    assert "The organiser still has to let you in" in answer.content.decode()


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (["visitor"], "Say first what you look for"),
        (["exhibitor"], "You speak for no stand yet"),
        (["interpreter"], "You neither buy nor sell here"),
    ],
)
def test_whoever_has_nothing_to_be_matched_by_is_told_what_to_do(client, roles, words):
    fair = make.fair()
    assert words in read(client, fair, make.participant(fair=fair, roles=roles).user)


def test_a_list_that_is_not_made_yet_is_asked_for_again(client):
    fair = make.fair()
    buyer = people.visitor(fair)
    page = read(client, fair, buyer.participant.user)
    assert "Your list is being made" in page
    assert 'hx-trigger="load delay:4s"' in page


def test_somebody_with_two_parts_looks_for_either(client):
    fair = make.fair()
    stand, other = people.stand(fair), people.stand(fair, sells="090210", product="Green tea")
    seat = stand.representatives.get().participant
    Participant.objects.filter(pk=seat.pk).update(roles=["exhibitor", "visitor"])
    make.visitor(participant=seat)
    buyer = people.visitor(fair)
    people.matched(fair)
    as_stand = read(client, fair, seat.user)
    as_visitor = read(client, fair, seat.user, **{"as": "visitor"})
    assert f'id="match-{buyer.pk}"' in as_stand
    assert order_on(as_visitor) == [other.pk]
    assert read(client, fair, seat.user, **{"as": "stand-999"}).count("match-") > 0  # nonsense is the first seat


def test_filters_narrow_and_their_counts_ignore_themselves(client):
    fair = make.fair()
    belgian, chilean = people.stand(fair, country="BE"), people.stand(fair, country="CL")
    buyer = people.visitor(fair)
    people.matched(fair)
    page = read(client, fair, buyer.participant.user, country="CL")
    assert order_on(page) == [chilean.pk]
    assert 'value="BE" form="discover-form"' in page
    both = read(client, fair, buyer.participant.user, country=["CL", "BE"])
    assert set(order_on(both)) == {belgian.pk, chilean.pk}


@pytest.mark.parametrize(
    "nonsense", [{"country": "XX"}, {"page": "99999"}, {"sort": "'"}, {"show": "x"}, {"as": "\x00"}]
)
def test_every_address_is_a_sensible_page(client, nonsense):
    fair = make.fair()
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    assert order_on(read(client, fair, buyer.participant.user, **nonsense)) == [stand.pk]


def test_one_may_sort_by_likeness_alone(client):
    """A star whom everybody wants is dear: the market puts others first, likeness does not."""
    fair = make.fair()
    make.slots(fair, 1)
    star, plain = people.stand(fair, markets=["MX"]), people.stand(fair)
    buyers = [people.visitor(fair) for _ in range(8)]
    for _ in range(7):
        make.representative(exhibitor=plain, user=make.user(spoken_languages=["en"]))
    people.matched(fair)
    user = buyers[0].participant.user
    assert order_on(read(client, fair, user, sort="likeness"))[0] == star.pk
    assert order_on(read(client, fair, user))[0] == plain.pk


def test_a_page_holds_twelve_and_says_where_the_others_are(client):
    fair = make.fair()
    for _ in range(13):
        people.stand(fair)
    buyer = people.visitor(fair)
    people.matched(fair)
    first, second = (read(client, fair, buyer.participant.user, page=n) for n in (1, 2))
    assert (len(order_on(first)), len(order_on(second))) == (12, 1)
    assert '<ol class="matches" start="13">' in second


def test_whom_one_has_asked_lies_apart_with_the_way_to_the_request(client):
    fair = make.fair()
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    asked = make.meeting_request(sender=buyer.participant, recipient_stand=stand)
    user = buyer.participant.user
    assert order_on(read(client, fair, user)) == []
    page = read(client, fair, user, show="asked")
    assert order_on(page) == [stand.pk]
    assert f"/requests/{asked.pk}/" in page
    team = read(client, fair, stand.representatives.get().participant.user, show="asked")
    assert f"/requests/{asked.pk}/" in team


def test_what_is_kept_is_drawn_anew_as_soon_as_anything_on_it_changes(client):
    fair = make.fair()
    stand, buyer = people.stand(fair), people.visitor(fair)
    people.matched(fair)
    user = buyer.participant.user
    assert order_on(read(client, fair, user)) == [stand.pk]
    make.meeting_request(sender=buyer.participant, recipient_stand=stand)
    assert order_on(read(client, fair, user)) == []


def test_one_click_leads_to_the_best_time_for_both(client, time_machine):
    time_machine.move_to(NOW)
    fair = make.fair()
    stand, buyer = people.stand(fair), people.visitor(fair, time_zone="Europe/Brussels")
    seat = stand.representatives.get().participant
    night, day = (
        make.slot(fair=fair, starts_at=NOW + timedelta(hours=16)),
        make.slot(fair=fair, starts_at=NOW + timedelta(hours=26)),
    )
    make.room(hall=make.hall(fair=fair))
    make.laid_out(seat, buyer.participant)
    make.available(seat, night, day)
    make.available(buyer.participant, night, day)
    client.force_login(buyer.participant.user)
    page = client.get(f"/fairs/{fair.slug}/exhibitors/{stand.slug}/meet/?order=best").content.decode()
    assert f'name="order" value="{day.pk}"' in page
    assert re.search(rf'value="{day.pk}"[^>]* checked|checked[^>]* value="{day.pk}"', page)
    assert not re.search(rf'value="{night.pk}"[^>]* checked|checked[^>]* value="{night.pk}"', page)


def test_reasons_are_in_the_readers_language_and_direction(client):
    fair = make.fair()
    stand = people.stand(fair, markets=["MX"])
    buyer = people.visitor(fair, looking_for="شوكولاتة داكنة للمخابز", language="ar")
    people.matched(fair)
    User.objects.update(language="fr")
    page = read(client, fair, stand.representatives.get().participant.user)
    assert "D’un marché que vous cherchez : Mexique" in page
    assert 'lang="ar" dir="rtl"' in page
    assert f'id="match-{buyer.pk}"' in page


def test_services_and_volumes_are_named(client):
    fair = make.fair()
    stand = people.stand(fair, volumes=["pallet"])
    made = make.product(company=stand.company, service=make.service(), hs_code=None)
    ShownProduct.objects.create(exhibitor=stand, product=made)
    buyer = people.visitor(fair, volume="pallet")
    buyer.services.add(make.service())
    people.matched(fair)
    page = read(client, fair, buyer.participant.user)
    assert "Offers services you look for: Computer services" in page
    assert "Delivers in your volumes: " in page
    why = client.get(f"{here(fair)}visitor/{stand.pk}/why/").content.decode()
    assert "You look for services they offer: Computer services" in why


def test_why_of_somebody_of_whom_nothing_is_known_yet_says_so(client):
    fair = make.fair()
    stand, buyer = people.stand(fair), people.visitor(fair)
    client.force_login(buyer.participant.user)
    page = client.get(f"{here(fair)}visitor/{stand.pk}/why/").content.decode()
    assert "This match is not on your list now." in page
    assert "Too little is said on either side to compare." in page


def test_what_a_text_seems_to_be_about_counts_and_is_offered_to_choose_from(client):
    code = make.hs_code("180632", "Chocolate bars, not filled")
    meaning = encode(["Chocolate bars, not filled"])[0]
    HsTerm.objects.create(code=code, kind="name", language="en", text="Chocolate bars", folded="", meaning=meaning)
    tariff.cache_clear()
    try:
        fair = make.fair()
        stand = people.stand(fair)
        buyer = people.visitor(fair, wants="", looking_for="Chocolate bars, not filled", language="en")
        people.matched(fair)
        assert Dossier.objects.get(profile=buyer).facts["guessed"] == ["1806"]
        page = read(client, fair, buyer.participant.user)
        assert "Seems to sell what you write about: Group 1806 (1806)" in page
        assert "By your text it could be: Group 1806 (1806). Choose what is right." in page
        team = read(client, fair, stand.representatives.get().participant.user)
        assert "Seems to look for what you sell: " in team
    finally:
        tariff.cache_clear()


def test_whom_one_met_at_another_fair_is_remembered(client):
    company = make.company()
    earlier, now = make.fair(name="Last year’s fair"), make.fair()
    before = people.stand(earlier, company=company)
    user = make.user()
    met = make.booking(
        fair=earlier,
        host=before.representatives.get().participant,
        guest=make.participant(fair=earlier, user=user),
    )
    met.attendances.filter(user=before.representatives.get().participant.user).update(stand=before)
    people.stand(now, company=company)
    buyer = people.visitor(now, user=user)
    people.matched(now)
    assert "You have met before, at Last year’s fair" in read(client, now, buyer.participant.user)


def test_the_number_of_queries_does_not_grow_with_the_suggestions(client):
    fair = make.fair()
    buyer = people.visitor(fair, looking_for="Chocolate")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            people.stand(fair)
        people.matched(fair)
        read(client, fair, buyer.participant.user)
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            read(client, fair, buyer.participant.user)
        counts.append(len(caught))
    assert counts[0] == counts[1]
