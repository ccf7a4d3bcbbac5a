"""The travel that was avoided, and in plain words how that is worked out."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from matchmaking.common.clocks import city_of
from matchmaking.common.places import country_name
from matchmaking.organising.figures import drawing
from matchmaking.organising.figures.base import Column, Figure, Kind, Table, all_together, number
from matchmaking.organising.figures.results import Results
from matchmaking.organising.rules import travel

MOST_COUNTRIES = 12


def avoided(results: Results) -> Figure:
    """Country by country, who met at a distance, how far he did not travel, and what that would have emitted."""
    saved = results.saved
    title = _("Travel avoided")
    sentence = summary(results)
    columns = (
        Column(_("Country"), Kind.TEXT),
        Column(_("People")),
        Column(_("Kilometres"), Kind.KM),
        Column(_("t CO₂e"), Kind.TONNES),
        Column(_("at least"), Kind.TONNES),
        Column(_("at most"), Kind.TONNES),
    )
    rows = [
        [country_name(each.country), each.people, each.km, each.tonnes, each.low, each.high] for each in saved.journeys
    ]
    whole = [all_together(), saved.people, saved.km, saved.tonnes, saved.low, saved.high]
    bars = [
        drawing.Bar(country_name(each.country), [(each.tonnes, "two", f"{number(each.tonnes, places=1)} t")])
        for each in saved.journeys[:MOST_COUNTRIES]
    ]
    pictures = (drawing.bars("travel", title, sentence, bars),) if bars else ()
    return Figure("travel", title, sentence, pictures, (Table("travel", title, columns, rows, whole),), method(results))


def summary(results: Results) -> str:
    saved = results.saved
    return ngettext(
        "%(n)s person who met others at a distance did not travel %(km)s km: %(tonnes)s t CO₂e, between %(low)s and "
        "%(high)s.",
        "%(n)s people who met others at a distance did not travel %(km)s km: %(tonnes)s t CO₂e, between %(low)s and "
        "%(high)s.",
        saved.people,
    ) % {
        "n": number(saved.people),
        "km": number(saved.km),
        "tonnes": number(saved.tonnes, places=1),
        "low": number(saved.low, places=1),
        "high": number(saved.high, places=1),
    }


def method(results: Results) -> tuple[str, ...]:
    """What is counted and what is not, where the numbers come from and how sure they are."""
    saved, spot = results.saved, results.distant.on_the_spot
    place = results.place
    return (
        _(
            "Counted is everybody who came to at least one meeting that was held, in video rooms only: once, however "
            "many meetings he had. It is taken that he would have made one return journey to the fair."
        ),
        _(
            "The distance is the great circle between where he is taken to live and %(place)s, the fair’s place, there "
            "and back. He is taken to live at the principal place of his time zone, if that lies in his country, else "
            "at that of his country. Source of the places: the tz database, public domain."
        )
        % {"place": city_of(place.zone, get_language() or "en") if place else _("a place that is not known")},
        _(
            "Up to %(km)s km the journey is taken to be by rail, with %(rail)s kg CO₂e per kilometre; beyond that by "
            "air in economy class, with %(air)s kg, radiative forcing and the detours of flights included. Source: UK "
            "Government GHG Conversion Factors for Company Reporting 2025, Open Government Licence 3.0."
        )
        % {
            "km": number(travel.BY_RAIL_KM),
            "rail": number(travel.RAIL, places=5),
            "air": number(travel.AIR, places=5),
        },
        _(
            "The least is reckoned without radiative forcing (%(low)s kg) and with distances that are a tenth shorter; "
            "the most with the average of all classes (%(high)s kg) and distances that are a tenth longer."
        )
        % {"low": number(travel.AIR_LOW, places=5), "high": number(travel.AIR_HIGH, places=5)},
        _(
            "Not counted are %(spot)s people who also met somebody at a table of the fair, %(domestic)s from the "
            "fair’s own country and %(unknown)s whose country is not known."
        )
        % {"spot": number(spot), "domestic": number(saved.domestic), "unknown": number(saved.unknown)},
        _(
            "Nor are the journeys of those on the spot, hotels, the energy of the calls and of the computers, or what "
            "people did instead. Not everybody would have come: this is what their journeys would have emitted, not "
            "what was proved to be saved."
        ),
    )
