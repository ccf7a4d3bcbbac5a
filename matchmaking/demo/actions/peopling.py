"""The people: accounts, companies, stands and visitors of the demo, in bulk, each only once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, CompanyText, Membership, Product
from matchmaking.demo.sketches import CompanySketch, PersonSketch, VisitorSketch, company_sketch, visitor_sketch
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.models import Exhibitor, Representative, ShownProduct
from matchmaking.exhibitors.rules import stand_number
from matchmaking.fairs.models import Fair, Hall, Participant
from matchmaking.visitors.actions.indexing import index_visitors
from matchmaking.visitors.models import SoughtHeading, VisitorProfile

PASSWORD = "fair-demo-2026"  # printed on the sign-in page of local mode, and refused outside it
CHUNK = 500
DAYS_TO_REGISTER = 40
M = TypeVar("M", bound=models.Model)
Progress = Callable[[str, int, int], None]


def people_stands(*, fair: Fair, count: int, seed: int, at: datetime, progress: Progress) -> None:
    """The fair has the first `count` demo exhibitors, with teams, products and places, all in the directory."""
    halls = list(fair.halls.order_by("position"))
    known = set(Exhibitor.objects.filter(fair=fair).values_list("slug", flat=True))
    places = {hall.pk: Exhibitor.objects.filter(hall=hall).count() for hall in halls}
    password = make_password(PASSWORD)
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        sketches = [s for s in (company_sketch(n, seed=seed) for n in numbers) if s.slug not in known]
        if sketches:
            _add_stands(fair, sketches, halls=halls, places=places, password=password, at=at)
        progress("exhibitors", numbers.stop, count)


def people_visitors(*, fair: Fair, count: int, seed: int, at: datetime, progress: Progress) -> None:
    """The fair has the first `count` demo visitors, with their needs, all in the directory."""
    known = set(Participant.objects.filter(fair=fair).values_list("user__email", flat=True))
    password = make_password(PASSWORD)
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        sketches = [s for s in (visitor_sketch(n, seed=seed) for n in numbers) if s.person.email not in known]
        if sketches:
            _add_visitors(fair, sketches, password=password, at=at)
        progress("visitors", numbers.stop, count)


def accounts_for(people: Iterable[PersonSketch], *, password: str) -> list[User]:
    """Accounts with confirmed addresses, in the order of the people; made where they were not there."""
    people = list(people)
    User.objects.bulk_create(
        [
            User(
                email=person.email,
                name=person.name,
                password=password,
                language="fr" if person.country.language == "fr" else "en",
                spoken_languages=person.spoken,
                time_zone=person.country.zone,
                country=person.country.code,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )
    by_email = {user.email: user for user in User.objects.filter(email__in=[person.email for person in people])}
    users = [by_email[person.email] for person in people]
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users],
        ignore_conflicts=True,
    )
    return users


@transaction.atomic
def _add_stands(
    fair: Fair,
    sketches: Sequence[CompanySketch],
    *,
    halls: list[Hall],
    places: dict[int, int],
    password: str,
    at: datetime,
) -> None:
    companies = _companies(sketches)
    _bulk(
        CompanyText(company=company, language=language, headline=headline, description=description)
        for company, sketch in zip(companies, sketches, strict=True)
        for language, (headline, description) in sketch.texts.items()
    )
    exhibitors = []
    for company, sketch in zip(companies, sketches, strict=True):
        hall = halls[sketch.hall % len(halls)]
        exhibitors.append(
            Exhibitor(
                fair=fair,
                company=company,
                slug=company.slug,
                status=Exhibitor.Status.APPROVED,
                decided_at=at,
                hall=hall,
                stand_number=stand_number(places[hall.pk]),
                headline=sketch.headline,
                pitch=sketch.pitch,
                language=sketch.country.language,
                markets=sketch.markets,
                volumes=sketch.volumes,
                website=company.website,
            )
        )
        places[hall.pk] += 1
    Exhibitor.objects.bulk_create(exhibitors)
    _show_products(exhibitors, sketches)
    _seat_teams(fair, exhibitors, sketches, password=password, at=at)
    index_exhibitors([exhibitor.pk for exhibitor in exhibitors], at=at)


def _companies(sketches: Sequence[CompanySketch]) -> list[Company]:
    return Company.objects.bulk_create(
        [
            Company(
                name=sketch.name,
                slug=sketch.slug,
                country=sketch.country.code,
                city=sketch.city,
                website=f"https://{sketch.slug}.example.com/",
                founded_in=sketch.founded_in,
                employees=sketch.employees,
            )
            for sketch in sketches
        ]
    )


def _show_products(exhibitors: list[Exhibitor], sketches: Sequence[CompanySketch]) -> None:
    products: list[Product] = []
    shown: list[ShownProduct] = []
    for exhibitor, sketch in zip(exhibitors, sketches, strict=True):
        for position, product in enumerate(sketch.products):
            products.append(
                Product(
                    company_id=exhibitor.company_id,
                    name=product.name,
                    description=product.description,
                    language=product.language,
                    hs_code_id=product.hs,
                    certificates=product.certificates,
                    incoterms=product.incoterms,
                    minimum_order=product.minimum_order,
                    lead_time_days=product.lead_time_days,
                    position=position,
                )
            )
            shown.append(ShownProduct(exhibitor=exhibitor, product=products[-1], position=position))
    _bulk(products)
    _bulk(shown)


def _seat_teams(
    fair: Fair, exhibitors: list[Exhibitor], sketches: Sequence[CompanySketch], *, password: str, at: datetime
) -> None:
    seats = [
        (exhibitor, place, person)
        for exhibitor, sketch in zip(exhibitors, sketches, strict=True)
        for place, person in enumerate(sketch.team)
    ]
    users = accounts_for((person for _, _, person in seats), password=password)
    participants = _register(fair, users, role=Participant.Role.EXHIBITOR, at=at)
    memberships, representatives = [], []
    for (exhibitor, place, person), user, participant in zip(seats, users, participants, strict=True):
        memberships.append(
            Membership(
                company_id=exhibitor.company_id,
                user=user,
                role=Membership.Role.MEMBER if place else Membership.Role.OWNER,
                job_title=person.job_title,
            )
        )
        representatives.append(
            Representative(exhibitor=exhibitor, participant=participant, job_title=person.job_title, position=place)
        )
    _bulk(memberships)
    _bulk(representatives)


@transaction.atomic
def _add_visitors(fair: Fair, sketches: Sequence[VisitorSketch], *, password: str, at: datetime) -> None:
    users = accounts_for((sketch.person for sketch in sketches), password=password)
    participants = _register(fair, users, role=Participant.Role.VISITOR, at=at)
    profiles = [
        VisitorProfile(participant=participant, **profile_of(sketch))
        for participant, sketch in zip(participants, sketches, strict=True)
    ]
    VisitorProfile.objects.bulk_create(profiles)
    _bulk(
        SoughtHeading(profile=profile, code_id=heading)
        for profile, sketch in zip(profiles, sketches, strict=True)
        for heading in sketch.headings
    )
    index_visitors([profile.pk for profile in profiles], at=at)


def profile_of(sketch: VisitorSketch) -> dict[str, Any]:
    """The fields of the visitor's profile."""
    return {
        "organisation": sketch.organisation,
        "job_title": sketch.person.job_title,
        "country": sketch.person.country.code,
        "looking_for": sketch.looking_for,
        "language": sketch.language,
        "markets": sketch.markets,
        "languages": sketch.person.spoken,
        "certificates": sketch.certificates,
        "volume": sketch.volume,
        "time_zone": sketch.person.country.zone,
        "works_from": f"{sketch.works_from:02d}:00",
        "works_to": f"{sketch.works_from + 9:02d}:00",
        "visibility": sketch.visibility,
    }


def _register(fair: Fair, users: list[User], *, role: str, at: datetime) -> list[Participant]:
    """They take part; most of them registered in the last weeks, as people do."""
    random = Random(f"registered {role} {len(users)}")
    return Participant.objects.bulk_create(
        [
            Participant(
                fair=fair,
                user=user,
                roles=[role],
                status=Participant.Status.APPROVED,
                applied_at=at - timedelta(minutes=int(DAYS_TO_REGISTER * 1440 * random.random() ** 2)),
                decided_at=at,
            )
            for user in users
        ]
    )


def _bulk(rows: Iterable[M]) -> None:
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)
