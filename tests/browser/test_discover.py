"""Whom to meet, in a real browser: reasons in French, texts in Arabic, by keyboard alone, and without a script."""

import re
from datetime import UTC, datetime
from time import monotonic, sleep

import pytest
from django.utils import timezone

from matchmaking.discovery.actions.refreshing import refresh_visitor
from matchmaking.discovery.models import Mark, Opening
from matchmaking.meetings.models import MeetingRequest
from tests import make
from tests.discovery import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPANISH = "Buscamos chocolate negro para nuestras pastelerías en Guadalajara."
FRENCH = "Chocolat noir de couverture pour les pâtissiers et les boulangers."
ARABIC = "نبحث عن شوكولاتة داكنة للمخابز ومحلات الحلويات في عمّان."
EIGHT_IN_BRUSSELS, FIVE_IN_BRUSSELS = (datetime(2030, 5, 14, hour, tzinfo=UTC) for hour in (6, 15))


class World:
    """A chocolate maker of Wavre, who speaks French, and people from abroad who look for chocolate."""

    def __init__(self):
        self.fair = make.fair(name="Wereldmarkt")
        hall = make.hall(fair=self.fair, name="Hall 1")
        make.room(hall=hall)
        self.slots = [make.slot(fair=self.fair, starts_at=at) for at in (EIGHT_IN_BRUSSELS, FIVE_IN_BRUSSELS)]
        self.stand = self.exhibitor(
            "Valmoulin", hall=hall, product="Tablettes", pitch=FRENCH, language="fr", markets=["MX"]
        )
        self.speaker = self.stand.representatives.get().participant
        self.buyer = self.visitor("Rodrigo Salinas", "America/Mexico_City", looking_for=SPANISH, language="es")

    def exhibitor(self, name, **kw):
        stand = people.stand(self.fair, company=make.company(name=name), languages=["fr", "es"], **kw)
        speaker = stand.representatives.get().participant.user
        speaker.name, speaker.time_zone, speaker.is_time_zone_chosen = "Thibault Belrouet", "Europe/Brussels", True
        speaker.save()
        stand.company.products.update(language="fr")
        return stand

    def visitor(self, name, zone, **kw):
        user = make.member(name=name, time_zone=zone, is_time_zone_chosen=True)
        return people.visitor(self.fair, user=user, **{"languages": ["es"], "organisation": f"{name} & Co"} | kw)

    def matched(self):
        """Everybody has times, and is matched."""
        someone = [self.speaker, self.buyer.participant]
        make.laid_out(*someone)
        for person in someone:
            make.available(person, *self.slots)
        people.matched(self.fair)
        return self

    @property
    def home(self):
        return f"/fairs/{self.fair.slug}/"


@pytest.fixture
def world():
    return World()


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def view(request):
    width, height = request.param
    return {"width": width, "height": height}


@pytest.fixture
def window_of(open_window, sign_in, live_server, view):
    """window_of(somebody) is his own browser, signed in, at the fair's page."""

    def opened(who, path, **options):
        window = open_window(timezone_id=who.user.time_zone, reduced_motion="reduce", viewport=view, **options)
        sign_in(window, who.user)
        window.goto(live_server.url + path)
        return window

    return opened


def fit(window, axe):
    assert axe(window) == []
    assert window.evaluate(OVERHANG) <= 0


def fit_from_right_to_left(window, axe):
    """The page is as fit for somebody who reads from right to left."""
    window.evaluate("document.documentElement.dir = 'rtl'")
    fit(window, axe)


def names(window):
    return window.locator(".match__name").all_inner_texts()


def quotes(card):
    """The phrases that are quoted, each with its language and direction."""
    return [
        (quote.get_attribute("lang"), quote.get_attribute("dir"), quote.inner_text())
        for quote in card.locator("blockquote").all()
    ]


def tray(window, name):
    """The list of that name is opened."""
    window.locator("#matches nav").get_by_role("link", name=re.compile(rf"^{name}\b")).click()
    window.locator("#matches nav a[aria-current=page]", has_text=name).wait_for()


# In French ----------------------------------------------------------------


def test_a_chocolate_maker_meets_an_importer_who_wrote_spanish(world, window_of, axe):
    world.visitor("Inés Huamán", "America/Lima", country="PE")
    world.matched()
    world.speaker.user.language = "fr"
    world.speaker.user.save()
    window = window_of(world.speaker, world.home)

    window.get_by_role("link", name="Qui rencontrer").click()
    assert window.locator("h1").inner_text() == "Qui rencontrer"
    assert sorted(names(window)) == ["Inés Huamán", "Rodrigo Salinas"]
    before = names(window)
    fit(window, axe)

    # Why he is worth an hour to both, in French; and what both wrote, as they wrote it.
    card = window.locator(f"#match-{world.buyer.pk}")
    for_us, for_him = (section.inner_text() for section in card.locator(".match__reasons [role=group]").all())
    assert "Pourquoi pour votre stand" in for_us
    assert re.search(r"Cherche ce que vous vendez : .*\(1806\)", for_us)
    assert "D’un marché que vous cherchez : Mexique" in for_us
    assert "Vous avez une langue en commun : Espagnol" in for_us
    assert "Pourquoi pour eux" in for_him
    assert re.search(r"Vous vendez ce qu’ils cherchent : .*\(1806\)", for_him)
    assert re.search(
        "Ces textes (disent presque la même chose|sont apparentés)", card.locator("figcaption").inner_text()
    )
    assert quotes(card) == [("fr", "ltr", FRENCH), ("es", "ltr", SPANISH)]

    # He is shortlisted where he stands.
    card.get_by_role("button", name="Présélectionner").click()
    card.locator(".match__state", has_text="présélectionné").wait_for()
    assert names(window) == before
    assert window.url.endswith("/discover/")
    assert Mark.objects.get().kind == "shortlisted"
    fit(window, axe)

    # Why, in full.
    card.get_by_role("link", name="Pourquoi ?").click()
    window.wait_for_url("**/why/")
    assert window.locator("h1").inner_text() == "Pourquoi Rodrigo Salinas ?"
    assert quotes(window.locator("main")) == [("fr", "ltr", FRENCH), ("es", "ltr", SPANISH)]
    fit(window, axe)

    # A meeting, at the one time at which neither of them sleeps.
    window.locator("main").get_by_role("link", name="Qui rencontrer").click()
    window.locator(f"#match-{world.buyer.pk}").get_by_role("link", name="Demander un rendez-vous").click()
    window.wait_for_url("**/meet/?order=best")
    _night, day = world.slots
    ticked = {box.get_attribute("value") for box in window.locator("input[name=slot]:checked").all()}
    assert ticked == {str(day.pk)}
    fit(window, axe)
    window.get_by_label("Votre message").fill("Goûtez nos tablettes.")
    window.get_by_role("button", name="Envoyer la demande").click()
    window.wait_for_url("**/requests/*/")
    asked = MeetingRequest.objects.get()
    assert ([wish.slot for wish in asked.wishes.all()], asked.recipient) == ([day], world.buyer.participant)

    # He is no longer suggested, but among those who are asked.
    window.get_by_role("link", name="Qui rencontrer").click()
    assert names(window) == ["Inés Huamán"]
    tray(window, "Sollicités et rencontrés")
    assert names(window) == ["Rodrigo Salinas"]
    window.get_by_role("link", name="Vers la demande").click()
    window.wait_for_url(f"**/requests/{asked.pk}/")


# From right to left ----------------------------------------------------------------


def test_a_buyer_who_writes_arabic_finds_turns_away_takes_back_and_forgets(world, window_of, axe):
    steel = world.exhibitor("Aciérie du Pré", product="Tôles galvanisées", sells="180631")
    buyer = world.visitor("Layla Haddad", "Asia/Amman", looking_for=ARABIC, language="ar", languages=["ar", "fr"])
    world.matched()
    window = window_of(buyer.participant, f"{world.home}discover/")
    card = window.locator(f"#match-{world.stand.pk}")
    assert quotes(card)[0] == ("ar", "rtl", ARABIC)
    assert card.locator("blockquote").first.evaluate("(said) => getComputedStyle(said).direction") == "rtl"
    fit_from_right_to_left(window, axe)

    # Found by one word, in another language and another script.
    window.get_by_role("searchbox", name="Search in any language").fill("شوكولاتة")
    window.keyboard.press("Enter")
    found = window.locator(f"#found-stand-{world.stand.pk}")
    found.wait_for()
    assert quotes(found) == [("fr", "ltr", FRENCH)]
    fit_from_right_to_left(window, axe)
    found.get_by_role("link", name="Valmoulin").click()
    window.wait_for_url(f"**/exhibitors/{world.stand.slug}/")
    assert window.locator("h1").inner_text() == "Valmoulin"

    # Turned away for a cause, at once; found again, and taken back.
    window.get_by_role("link", name="Who to meet").click()
    card.wait_for()
    fit_from_right_to_left(window, axe)
    turn_away(card, "The goods do not fit")
    fit(window, axe)
    tray(window, "Not for us")
    assert names(window) == ["Valmoulin"]
    fit(window, axe)
    card.get_by_role("button", name="Take back").click()
    card.get_by_role("button", name="Save", exact=True).wait_for()
    assert not Mark.objects.exists()

    # What another one is turned away for is learnt, shown, and forgotten.
    tray(window, "Suggested")
    turn_away(window.locator(f"#match-{steel.pk}"), "The hours do not fit")
    refresh_visitor(buyer.pk, world.fair, at=timezone.now())
    window.get_by_role("link", name="What has been learnt from what you do").click()
    window.locator("#learnt").wait_for()
    fit_from_right_to_left(window, axe)
    hours = window.locator("#learnt tr", has_text="Hours")
    assert re.search("1[01] % more", hours.inner_text())
    window.get_by_role("button", name="Forget all of it").click()
    window.get_by_text("What was learnt is forgotten.").wait_for()
    assert "more" not in hours.inner_text()
    assert Mark.objects.get().cause == "hours"  # who is turned away stays so


def turn_away(card, cause):
    """The causes open, and one of them is enough."""
    assert not card.get_by_role("button", name=cause).is_visible()
    card.get_by_text("Not for me").click()
    card.get_by_role("button", name=cause).click()
    card.locator(".match__state", has_text="not for us").wait_for()


# With nothing but a keyboard ----------------------------------------------------------------


def test_a_keyboard_loses_its_place_on_no_swap(world, window_of, keyboard, axe):
    other = world.exhibitor("Brasserie du Pré")
    world.matched()
    window = window_of(world.buyer.participant, world.home)
    keys = keyboard(window)
    keys.follow("link", "Who to meet")
    first, second = window.locator(".match").all()
    keys.skip()

    keys.reach("button", "Save")
    assert is_in(window, first)
    keys.swap("Enter")
    assert (keys.focus().name, keys.focus().faults, is_in(window, first)) == ("Remove from saved", [], True)
    keys.swap("Enter")
    assert (keys.focus().name, is_in(window, first)) == ("Save", True)
    keys.reach("button", "Shortlist", at_most=1)
    keys.swap("Enter")
    assert (keys.focus().name, is_in(window, first)) == ("Remove from saved", True)

    keys.reach("button", "Shortlist")  # the second one's: the first is on the list
    assert is_in(window, second)
    keys.reach("summary", "Not for me", at_most=2)
    keys.press("Enter")
    keys.reach("button", "The hours do not fit", at_most=6)
    keys.swap("Enter")
    assert (keys.focus().name, keys.focus().faults, is_in(window, second)) == ("Take back", [], True)
    assert Mark.objects.get(kind="dismissed").exhibitor in (world.stand, other)
    fit(window, axe)
    keys.swap("Enter")
    assert (keys.focus().name, is_in(window, second)) == ("Save", True)

    keys.reach("summary", "Country", back=True)
    keys.press("Enter")
    keys.reach("checkbox", re.compile("^Belgium"), at_most=1)
    for _ticked in (True, False):
        keys.swap("Space")
        assert keys.focus().name.startswith("Belgium")

    keys.reach("link", re.compile("^Saved and shortlisted"), back=True)
    keys.swap("Enter")
    assert keys.focus().name.startswith("Saved and shortlisted")
    assert window.locator(".match").count() == 1
    keys.reach("button", "Remove from saved")
    keys.swap("Space")
    assert keys.focus().name == "Save"


def is_in(window, card):
    """The focus is on the card, or in it."""
    return card.evaluate("(card) => card.contains(document.activeElement)")


# Without a script ----------------------------------------------------------------


def test_without_a_script_one_filters_saves_and_turns_away_and_stays_where_one_was(world, window_of):
    chilean = world.exhibitor("Cacao Sur")
    chilean.company.country = "CL"
    chilean.company.save()
    people.index_exhibitors([chilean.pk], at=make.NOW)
    world.matched()
    window = window_of(world.buyer.participant, f"{world.home}discover/", java_script_enabled=False)
    assert sorted(names(window)) == ["Cacao Sur", "Valmoulin"]

    window.locator("#facet-country > summary").click()
    window.get_by_role("checkbox", name=re.compile("Belgium")).check()
    window.get_by_role("button", name="Search").click()
    here = f"{world.home}discover/"
    window.wait_for_url(re.compile(r"country=BE"))
    filtered = window.url
    assert names(window) == ["Valmoulin"]

    card = window.locator(f"#match-{world.stand.pk}")
    card.get_by_role("button", name="Save", exact=True).click()
    card.get_by_role("button", name="Remove from saved").wait_for()
    assert window.url == filtered
    assert Mark.objects.get().kind == "saved"

    card.get_by_text("Not for me").click()
    assert window.evaluate(OVERHANG) <= 0
    card.get_by_role("button", name="The wrong country or market").click()
    window.get_by_text("Nobody fits all of this").wait_for()
    assert window.url == filtered
    assert Mark.objects.get().cause == "market"

    window.get_by_role("link", name=re.compile("^Not for us")).click()
    card.get_by_role("button", name="Take back").click()
    window.get_by_text("Nobody is dismissed").wait_for()
    assert f"{here}?show=dismissed" in window.url
    assert not Mark.objects.exists()


# What is told ----------------------------------------------------------------


def test_a_click_on_a_name_is_told_and_leads_to_the_page(world, window_of, axe):
    world.matched()
    window = window_of(world.buyer.participant, f"{world.home}discover/")
    window.get_by_role("link", name="Valmoulin", exact=True).click()
    window.wait_for_url(f"**/exhibitors/{world.stand.slug}/")
    assert window.locator("h1").inner_text() == "Valmoulin"
    fit(window, axe)
    ends = monotonic() + 10
    while not Opening.objects.exists() and monotonic() < ends:
        sleep(0.05)
    told = Opening.objects.get()
    assert (told.side, told.exhibitor, told.profile) == ("visitor", world.stand, world.buyer)
