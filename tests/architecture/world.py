"""One fair with everything in it, and the seven people who may knock at its doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from matchmaking.companies.models import ProductImage
from matchmaking.discovery.actions.weighing import DEFAULTS
from matchmaking.discovery.models import Run
from matchmaking.exhibitors.actions.indexing import index_exhibitors
from matchmaking.exhibitors.actions.team import digest_of
from matchmaking.exhibitors.models import Document, ExhibitorInvitation, TeamInvitation
from matchmaking.fairs import badges
from matchmaking.fairs.actions.team import digest_of as team_digest_of
from matchmaking.fairs.models import Category, OrganiserInvitation, Question
from matchmaking.meetings.access import address_part_of
from matchmaking.meetings.errands import Purpose, link_to
from matchmaking.meetings.models import AgendaFeed, Barrier, Group, OwnCalendar
from matchmaking.organising.models import Export, Import, Report
from matchmaking.reminders import stopping
from matchmaking.reminders.models import Announcement, Notice
from matchmaking.visitors.actions.indexing import index_visitors
from tests import make

PEOPLE = ("anonymous", "stranger", "visitor", "representative", "other organiser", "organiser", "admin")
SECRET = "the-secret-of-the-invitation"
# The administration's own addresses are Django's; its doors are tested in tests/accounts and tests/admin.
ELSEWHERE = ("admin",)
OF_A_MEETING = (
    "show-booking",
    "meeting-file",
    "move-booking",
    "cancel-booking",
    "add-person",
    "hand-over",
    "excuse-myself",
)
OF_A_REQUEST = (
    "show-request",
    "accept-request",
    "decline-request",
    "propose-slots",
    "change-request",
    "withdraw-request",
    "assign-request",
)
OF_NEWS = (
    "show-announcement",
    "edit-announcement",
    "preview-mail",
    "test-announcement",
    "send-announcement",
    "take-back-announcement",
)
OF_A_DAY = (
    "show-meeting",
    "close-room",
    "open-room",
    "write-to-meeting",
    "change-meeting-room",
    "swap-rooms",
    "reassign-meeting",
    "show-rescue",
    "offer-rescue",
)
OF_AN_IMPORT = ("map-columns", "show-import", "bring-in", "undo-import", "discard-import", "import-problems")
OF_A_GROUP = ("show-group", "rename-group", "remove-group", "change-members")
OF_A_WAIT = ("show-wait", "take-offer", "pass-on-offer", "leave-list", "welcome-wait", "decline-wait")

# What matching has found of a hundred people on either side.
SIDE = {"people": 100, "covered": 64, "without": 7, "unseen": 3, "drowning": 2, "gini": 0.41}
SIDE |= {"bands": [7, 29, 34, 22, 8], "lorenz": [0.0, 0.01, 0.04, 0.09, 0.15, 0.23, 0.33, 0.44, 0.57, 0.74, 1.0]}
FOUND = {"stands": SIDE, "visitors": SIDE, "is_cleared": True}


@dataclass
class World:
    """`users` by the names of PEOPLE; `arguments` by the names that addresses use for their parts."""

    users: dict[str, Any]
    arguments: dict[str, Any]


def build() -> World:
    """The world as it is while the fair is live."""
    fair = make.fair()
    room = make.room(hall=make.hall(fair=fair))
    company = make.company()
    text = make.company_text(company=company)
    product = make.product(company=company)
    picture = ProductImage.objects.create(product=product, image="products/none.png")
    stand = make.exhibitor(fair=fair, company=company, hall=room.hall, stand_number="A01")
    seat = make.representative(exhibitor=stand, user=make.member())
    company.memberships.update(role="owner")
    document = Document.objects.create(
        exhibitor=stand,
        title="Prices",
        file=ContentFile(b"%PDF-1.4", name="prices.pdf"),
        media_type="application/pdf",
        size=8,
    )
    helper = make.organiser(fair=fair, duty="helper")
    asked_to = OrganiserInvitation.objects.create(
        fair=fair,
        email="colleague@example.com",
        duty="helper",
        digest=team_digest_of(SECRET),
        expires_at=timezone.now() + timedelta(days=1),
    )
    question = Question.objects.create(fair=fair, text="What do you grow?")
    category = Category.objects.create(fair=fair, name="Growers")
    invitation = TeamInvitation.objects.create(
        exhibitor=stand,
        email="invited@example.com",
        digest=digest_of(SECRET),
        expires_at=timezone.now() + timedelta(days=1),
    )
    to_exhibit, sent, doomed = (
        ExhibitorInvitation.objects.create(
            fair=fair,
            email=f"{name}@example.com",
            digest=digest_of(secret),
            sent_at=timezone.now() - timedelta(days=1),
            expires_at=timezone.now() + timedelta(days=1),
        )
        for name, secret in (("maker", SECRET), ("sent", "another"), ("doomed", "a third"))
    )
    participant = make.participant(fair=fair, user=make.member())
    visitor = make.visitor(participant=make.participant(fair=fair))
    index_exhibitors([stand.pk], at=timezone.now())
    index_visitors([visitor.pk], at=timezone.now())
    make.opening_hours(fair=fair)
    booking = make.booking(fair=fair, host=seat.participant, guest=participant)
    asked = make.meeting_request(sender=participant, recipient=seat.participant)
    booking.attendances.filter(participant=seat.participant).update(stand=stand)
    group = Group.objects.create(fair=fair, name="Press")
    barrier = Barrier.objects.create(fair=fair, asking_group=group, asked_role="interpreter")
    wait = make.wait(waiting=participant, wanted_stand=stand)
    feed = AgendaFeed.objects.create(user=participant.user)
    long_ago = timezone.now() - timedelta(hours=1)
    OwnCalendar.objects.create(user=participant.user, address="https://calendar.example/a.ics", wanted_at=long_ago)
    told = {"fair": fair, "due_at": long_ago, "owed_at": long_ago}
    notice = Notice.objects.create(recipient=participant.user, kind=Notice.Kind.FOLLOW_UP, **told)
    Notice.objects.create(recipient=seat.participant.user, kind="request_received", subject=asked.pk, **told)
    news, dropped = (Announcement.objects.create(fair=fair, title="News", text="Come in.") for _ in range(2))
    done = {"fair": fair, "status": Run.Status.DONE, "wanted_at": long_ago, "ended_at": long_ago, "figures": FOUND}
    preview = Run.objects.create(kind=Run.Kind.PREVIEW, weights=DEFAULTS, **done)
    Run.objects.create(**done)
    report = Report(fair=fair, language="en", status=Report.Status.DONE, at=long_ago, ended_at=long_ago, size=8)
    report.file.save("report.pdf", ContentFile(b"%PDF-1.7"), save=True)
    imported = Import.objects.create(
        fair=fair,
        kind=Import.Kind.ROOMS,
        status=Import.Status.CHECKED,
        name="rooms.csv",
        file=ContentFile(b"hall,name\nHall 1,A1\n", name="table.csv"),
        reading={"form": "csv", "encoding": "utf-8", "separator": ","},
        header=["hall", "name"],
        mapping={"hall": 0},
        counts={"created": 1},
        total=1,
    )
    users = {
        "stranger": make.member(),
        "visitor": participant.user,
        "representative": seat.participant.user,
        "other organiser": make.organiser(user=make.member()).user,
        "organiser": make.organiser(fair=fair, user=make.member()).user,
        "admin": make.member(is_staff=True, is_superuser=True),
    }
    export = Export.objects.create(
        fair=fair,
        what="rooms",
        form="csv",
        status=Export.Status.DONE,
        ended_at=timezone.now(),
        file=ContentFile(b"hall,name\n", name="list.csv"),
        by=users["organiser"],
    )
    arguments = {
        "fair": fair.slug,
        "hall": room.hall.slug,
        "room": room.pk,
        "closure": make.closure(room=make.room(hall=room.hall), starts_at=long_ago).pk,
        "participant": visitor.participant.pk,
        "organiser": helper.pk,
        "organising:take-back-invitation": asked_to.pk,
        "accept-organiser-invitation": asked_to.pk,
        "question": question.pk,
        "category": category.pk,
        "slug": company.slug,
        "language": text.language,
        "membership_id": company.memberships.get().pk,
        "product_id": product.pk,
        "image_id": picture.pk,
        "secret": SECRET,
        "path": "none.webp",
        "person": seat.participant.pk,
        "meetings:feed": address_part_of(feed),
        "provider_id": "linkedin",
        "visitors:show-visitor": visitor.pk,
        "meetings:ask-visitor": visitor.pk,
        "link": link_to(Purpose.DECLINE, asked, person=seat.participant.user, at=timezone.now()).split("/")[-2],
        **{f"meetings:{page}": booking.pk for page in OF_A_MEETING},
        "lobbies:enter-room": booking.pk,
        "lobbies:offer-time": booking.pk,
        **{f"organising:{page}": booking.pk for page in OF_A_DAY},
        "token": badges.token_of(participant),
        **{f"meetings:{page}": asked.pk for page in OF_A_REQUEST},
        **{f"organising:{page}": group.pk for page in OF_A_GROUP},
        **{f"organising:{page}": news.pk for page in OF_NEWS},
        "organising:remove-announcement": dropped.pk,
        "organising:remove-barrier": barrier.pk,
        "seat": f"stand-{stand.pk}",
        "other": visitor.pk,
        "organising:show-preview": preview.pk,
        "organising:download-report": report.pk,
        "reminders:open": notice.pk,
        "reminders:stop": stopping.link_to(participant.user, notice.kind).split("/")[-2],
        **{f"meetings:{page}": wait.pk for page in OF_A_WAIT},
        "parcel": "00000000-0000-0000-0000-000000000001",
        "organising:own-parcel": "00000000-0000-0000-0000-000000000001",
        **{f"organising:{page}": imported.pk for page in OF_AN_IMPORT},
        "organising:download-export": export.pk,
        "kind": imported.kind,
        "form": "csv",
        "organising:decide-stand": stand.pk,
        "organising:place-stand": stand.pk,
        "exhibitors:accept-exhibitor-invitation": to_exhibit.pk,
        "organising:resend-exhibitor-invitation": sent.pk,
        "organising:revoke-exhibitor-invitation": doomed.pk,
        "exhibitors:change-representative": seat.pk,
        "exhibitors:remove-representative": seat.pk,
        "exhibitors:revoke-invitation": invitation.pk,
        "exhibitors:accept-invitation": invitation.pk,
        "exhibitors:change-document": document.pk,
        "exhibitors:remove-document": document.pk,
        "exhibitors:download-document": document.pk,
    }
    return World(users, arguments)


def addresses(
    resolver: Any = None, space: str = "", parts: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, names of its parts) of every address of the project, the administration's left out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        inside = parts + tuple(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in ELSEWHERE:
                yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, inside)
        elif pattern.name:
            yield space + pattern.name, inside


def address(world: World, name: str, parts: tuple[str, ...]) -> str:
    """The address of that name in this world; a thing that is not in it has the number 1."""
    return reverse(name, kwargs={part: world.arguments.get(part, world.arguments.get(name, 1)) for part in parts})


def knock(client: Client, method: str, path: str) -> str:
    """What the door says, in a letter: 2 a page, L to the sign-in page, R elsewhere, 4 not found, M wrong method …"""
    response = client.post(path, {}) if method == "POST" else client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)  # the client closes the file at its end
    if response.status_code in (301, 302):
        return "L" if urlsplit(response["Location"]).path == reverse("account_login") else "R"
    return {
        200: "2",
        204: "2",
        400: "B",
        401: "1",
        403: "3",
        404: "4",
        405: "M",
        409: "9",
        410: "G",
        422: "U",
        429: "T",
    }.get(response.status_code, str(response.status_code))
