"""The place: the demo fair around the present, its halls, rooms, hours and timetable."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from matchmaking.demo.actions.meeting import clear_meetings
from matchmaking.demo.world import HALLS
from matchmaking.fairs.actions.calendar import lay_out_timetable
from matchmaking.fairs.models import Break, Fair, FairText, Hall, MeetingSlot, OpeningHours, Room

SLUG = "wereld-markt"
ZONE = ZoneInfo("Europe/Brussels")
OPENS, CLOSES = time(8), time(20)
VIDEO_ROOMS, TABLES = 6, 4
CALLS = "https://meet.example.com/wereld-markt-"  # the last video room of each hall has a way to talk elsewhere, too


def is_laid_out() -> bool:
    """There is a demo fair."""
    return Fair.objects.filter(slug=SLUG).exists()


def lay_out_fair(*, at: datetime) -> Fair:
    """The demo fair exists with halls and rooms, and is open at that moment, its days lying around it."""
    with transaction.atomic():
        fair = Fair.objects.filter(slug=SLUG).first() or _make_fair(at)
        if not _is_open(fair, at):
            _move_days(fair, at)
    return fair


# By language: in one line, and at length.
WORDS = {
    "en": (
        "Makers and buyers from five continents, at one table",
        "A fair for exporters and buyers who would rather meet than write. Walk through four halls, find the people "
        "worth an hour, and sit down with them, at a table in Brussels or in a video room.",
    ),
    "fr": (
        "Fabricants et acheteurs de cinq continents, à une même table",
        "Un salon pour les exportateurs et les acheteurs qui préfèrent la rencontre à la correspondance. Parcourez "
        "quatre halls, trouvez les personnes qui méritent une heure et asseyez-vous avec elles, à une table à "
        "Bruxelles ou dans une salle vidéo.",
    ),
}
NEIGHBOURS_WORDS = {
    "fr": (
        "Meer, mer, sea : saveurs et métiers des côtes",
        "Trois jours pour les artisans des rivages, sur invitation.",
    ),
    "en": (
        "Meer, mer, sea: food and crafts of the coasts",
        "Three days for makers from the shores, by invitation and approval.",
    ),
}


def lay_out_neighbour(*, at: datetime) -> Fair:
    """A second, smaller fair exists, some weeks ahead, that people join by approval."""
    first = _today(at) + timedelta(days=40)
    fair, made = Fair.objects.get_or_create(
        slug="foire-du-littoral",
        defaults={
            "name": "Foire du Littoral",
            "status": Fair.Status.OPEN,
            "registration": Fair.Registration.APPROVAL,
            "starts_on": first,
            "ends_on": first + timedelta(days=2),
            "time_zone": "Europe/Paris",
            "city": "Dunkerque",
            "languages": ["fr", "en", "nl"],
            "brand_colour": "#8a3b12",
        },
    )
    if made:
        _say(fair, NEIGHBOURS_WORDS)
        Hall.objects.create(fair=fair, name="Grande halle", slug="grande-halle", theme="Makers of the coasts")
        _set_hours(fair, fair.days, at)
        lay_out_timetable(fair=fair, at=at)
    return fair


def _make_fair(at: datetime) -> Fair:
    fair = Fair.objects.create(
        name="Wereldmarkt",
        slug=SLUG,
        status=Fair.Status.LIVE,
        starts_on=_today(at) - timedelta(days=1),
        ends_on=_today(at) + timedelta(days=3),
        time_zone=ZONE.key,
        city="Brussels",
        languages=["en", "fr", "es", "zh", "ar"],
        brand_colour="#0f5f8a",
    )
    _say(fair, WORDS)
    for position, (name, slug, theme, _sectors) in enumerate(HALLS):
        hall = Hall.objects.create(fair=fair, name=name, slug=slug, theme=theme, position=position)
        Room.objects.bulk_create(
            [Room(hall=hall, name=f"Video {n}", kind=Room.Kind.VIDEO) for n in range(1, VIDEO_ROOMS)]
            + [Room(hall=hall, name=f"Video {VIDEO_ROOMS}", kind=Room.Kind.VIDEO, call_link=f"{CALLS}{slug}")]
            + [Room(hall=hall, name=f"Table {n}", kind=Room.Kind.TABLE) for n in range(1, TABLES + 1)]
        )
    Break.objects.create(fair=fair, name="Lunch", starts_at=time(12, 30), ends_at=time(13, 30))
    _set_hours(fair, fair.days, at)
    lay_out_timetable(fair=fair, at=_midnight(fair))
    return fair


def _say(fair: Fair, words: dict[str, tuple[str, str]]) -> None:
    FairText.objects.bulk_create(
        FairText(fair=fair, language=language, tagline=tagline, description=description)
        for language, (tagline, description) in words.items()
    )


def _is_open(fair: Fair, at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return fair.opening_hours.filter(
        day=local.date(), opens_at__lte=local.time(), closes_at__gt=(local + timedelta(minutes=30)).time()
    ).exists()


def _move_days(fair: Fair, at: datetime) -> None:
    """The fair's days, hours and slots lie around the moment, and nothing is booked in them yet."""
    clear_meetings(fair)
    MeetingSlot.objects.filter(fair=fair).delete()
    OpeningHours.objects.filter(fair=fair).delete()
    fair.starts_on, fair.ends_on = _today(at) - timedelta(days=1), _today(at) + timedelta(days=3)
    fair.save(update_fields=["starts_on", "ends_on", "changed_at"])
    _set_hours(fair, fair.days, at)
    lay_out_timetable(fair=fair, at=_midnight(fair))


def _set_hours(fair: Fair, days: list[date], at: datetime) -> None:
    """Eight to eight; the present day is stretched so that somebody who tries the demo at night finds it open."""
    local = at.astimezone(ZONE)
    hours = []
    for day in days:
        opens, closes = OPENS, CLOSES
        if day == local.date():
            opens = min(OPENS, time(local.hour))
            closes = CLOSES if local.hour < CLOSES.hour - 2 else time(23, 59)
        hours.append(OpeningHours(fair=fair, day=day, opens_at=opens, closes_at=closes))
    OpeningHours.objects.bulk_create(hours)


def _today(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _midnight(fair: Fair) -> datetime:
    """The first moment of the fair, so that the slots of the hours already gone are laid out as well."""
    return datetime.combine(fair.starts_on, time(), tzinfo=ZONE)
