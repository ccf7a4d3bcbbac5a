"""Builders: one per noun of the fair. Pass only what the test is about; the rest is plausible."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from matchmaking.accounts.models import User
from matchmaking.companies.models import Company, CompanyText, HsCode, Membership, Product, Service
from matchmaking.exhibitors.models import Exhibitor, Representative, StandRoom
from matchmaking.fairs.actions.team import digest_of
from matchmaking.fairs.models import (
    Fair,
    FairText,
    Hall,
    HallHours,
    MeetingSlot,
    OpeningHours,
    OrganiserInvitation,
    Participant,
    Question,
    Room,
    RoomClosure,
)
from matchmaking.meetings.models import (
    Agenda,
    Attendance,
    Availability,
    Booking,
    MeetingRequest,
    RequestedSlot,
    StandTerms,
    WaitingListEntry,
)
from matchmaking.visitors.models import VisitorProfile

NOW = datetime(2030, 5, 14, 9, 0, tzinfo=UTC)  # a Tuesday, the first day of the fair that `fair()` makes
_number = count(1)


def user(**kw: Any) -> User:
    """A person with a verified-looking address of his own and the password `secret-enough`."""
    n = next(_number)
    password = kw.pop("password", "secret-enough")
    return User.objects.create_user(
        **{"email": f"person{n}@example.com", "name": f"Person {n}", "password": password} | kw
    )


def member(**kw: Any) -> User:
    """A person who has confirmed his address, so that he can sign in through the door."""
    made = user(**kw)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def company(**kw: Any) -> Company:
    n = next(_number)
    owner = kw.pop("owner", None)
    made = Company.objects.create(**{"name": f"Company {n}", "slug": f"company-{n}", "country": "BE"} | kw)
    if owner:
        Membership.objects.create(company=made, user=owner, role=Membership.Role.OWNER)
    return made


def company_text(**kw: Any) -> CompanyText:
    c = kw.pop("company", None) or company()
    return CompanyText.objects.create(**{"company": c, "language": "en", "headline": "What we make"} | kw)


def membership(**kw: Any) -> Membership:
    c = kw.pop("company", None) or company()
    u = kw.pop("user", None) or user()
    return Membership.objects.create(**{"company": c, "user": u, "role": Membership.Role.MEMBER} | kw)


def hs_code(code: str = "180632", description: str = "Chocolate, in blocks, not filled") -> HsCode:
    """The code and the lines above it; made once."""
    lines = [
        ("IV", 0, None),
        (code[:2], 2, "IV"),
        (code[:4], 4, code[:2]),
        (code, len(code), code[:4]),
    ]
    for line, level, parent in lines:
        if line == code or len(line) < len(code) or level == 0:
            HsCode.objects.get_or_create(
                code=line,
                defaults={
                    "level": level,
                    "parent_id": parent,
                    "description": description if line == code else f"Group {line}",
                },
            )
    return HsCode.objects.get(code=code)


def service(code: str = "1B", name: str = "Computer services") -> Service:
    return Service.objects.get_or_create(code=code, defaults={"names": {"en": name}})[0]


def product(**kw: Any) -> Product:
    c = kw.pop("company", None) or company()
    if "service" not in kw and "hs_code" not in kw:
        kw["hs_code"] = hs_code()
    return Product.objects.create(**{"company": c, "name": f"Product {next(_number)}"} | kw)


def fair(**kw: Any) -> Fair:
    """Three days in Brussels from NOW's day on, live, open to everybody."""
    n = next(_number)
    return Fair.objects.create(
        **{
            "name": f"Fair {n}",
            "slug": f"fair-{n}",
            "status": Fair.Status.LIVE,
            "starts_on": date(2030, 5, 14),
            "ends_on": date(2030, 5, 16),
            "time_zone": "Europe/Brussels",
            "languages": ["en", "fr"],
        }
        | kw
    )


def opening_hours(**kw: Any) -> OpeningHours:
    f = kw.pop("fair", None) or fair()
    return OpeningHours.objects.create(
        **{"fair": f, "day": f.starts_on, "opens_at": time(9), "closes_at": time(18)} | kw
    )


def fair_text(**kw: Any) -> FairText:
    f = kw.pop("fair", None) or fair()
    return FairText.objects.create(**{"fair": f, "language": "en", "tagline": "At one table"} | kw)


def question(**kw: Any) -> Question:
    f = kw.pop("fair", None) or fair()
    return Question.objects.create(**{"fair": f, "text": f"Question {next(_number)}?"} | kw)


def organiser_invitation(**kw: Any) -> OrganiserInvitation:
    """An open invitation whose link has the secret `secret`, followed by a number."""
    f = kw.pop("fair", None) or fair()
    digest = digest_of(kw.pop("secret", None) or f"secret{next(_number)}")
    facts = {"fair": f, "email": "colleague@example.com", "duty": "helper", "digest": digest, "created_at": NOW}
    return OrganiserInvitation.objects.create(**facts | {"expires_at": NOW + timedelta(days=7)} | kw)


def hall(**kw: Any) -> Hall:
    f = kw.pop("fair", None) or fair()
    n = next(_number)
    return Hall.objects.create(**{"fair": f, "name": f"Hall {n}", "slug": f"hall-{n}"} | kw)


def room(**kw: Any) -> Room:
    h = kw.pop("hall", None) or hall()
    return Room.objects.create(**{"hall": h, "name": f"Room {next(_number)}"} | kw)


def hall_hours(**kw: Any) -> HallHours:
    """The hall has hours of its own: nine to six on the first day."""
    h = kw.pop("hall", None) or hall()
    return HallHours.objects.create(
        **{"hall": h, "day": h.fair.starts_on, "opens_at": time(9), "closes_at": time(18)} | kw
    )


def closure(**kw: Any) -> RoomClosure:
    """The room is closed for an hour from NOW on."""
    starts = kw.pop("starts_at", NOW)
    return RoomClosure.objects.create(
        **{"room": kw.pop("room", None) or room(), "starts_at": starts, "ends_at": starts + timedelta(hours=1)} | kw
    )


def slot(**kw: Any) -> MeetingSlot:
    """Twenty-five minutes from NOW on."""
    f = kw.pop("fair", None) or fair()
    starts = kw.pop("starts_at", NOW)
    return MeetingSlot.objects.create(
        **{"fair": f, "starts_at": starts, "ends_at": starts + timedelta(minutes=25)} | kw
    )


def participant(**kw: Any) -> Participant:
    """An approved visitor, unless told otherwise."""
    f = kw.pop("fair", None) or fair()
    u = kw.pop("user", None) or user()
    if Participant.Role.ORGANISER in kw.get("roles", ()):
        kw.setdefault("duty", Participant.Duty.OWNER)
    return Participant.objects.create(
        **{
            "fair": f,
            "user": u,
            "roles": [Participant.Role.VISITOR],
            "status": Participant.Status.APPROVED,
            "decided_at": NOW,
        }
        | kw
    )


def organiser(**kw: Any) -> Participant:
    return participant(**{"roles": [Participant.Role.ORGANISER]} | kw)


def exhibitor(**kw: Any) -> Exhibitor:
    """An approved stand without a place in a hall."""
    f = kw.pop("fair", None) or fair()
    c = kw.pop("company", None) or company()
    return Exhibitor.objects.create(
        **{
            "fair": f,
            "company": c,
            "slug": c.slug,
            "status": Exhibitor.Status.APPROVED,
            "decided_at": NOW,
        }
        | kw
    )


def representative(**kw: Any) -> Representative:
    """Somebody of the stand's company, registered as an exhibitor."""
    e = kw.pop("exhibitor", None) or exhibitor()
    u = kw.pop("user", None) or user()
    Membership.objects.get_or_create(company=e.company, user=u)
    p = Participant.objects.filter(fair=e.fair, user=u).first() or participant(
        fair=e.fair, user=u, roles=[Participant.Role.EXHIBITOR]
    )
    return Representative.objects.create(**{"exhibitor": e, "participant": p} | kw)


def stand_room(**kw: Any) -> StandRoom:
    """A room that is reserved to the stand, in its hall."""
    e = kw.pop("exhibitor", None) or exhibitor(hall=hall())
    return StandRoom.objects.create(exhibitor=e, room=kw.pop("room", None) or room(hall=e.hall), **kw)


def visitor(**kw: Any) -> VisitorProfile:
    """A registered visitor with a profile that everybody at the fair may see."""
    p = kw.pop("participant", None) or participant(**{key: kw.pop(key) for key in ("fair", "user") if key in kw})
    return VisitorProfile.objects.create(**{"participant": p, "organisation": "Buying House"} | kw)


def available(who: Participant, *slots: MeetingSlot) -> None:
    """The participant can meet in these slots."""
    Availability.objects.bulk_create(Availability(participant=who, slot=slot) for slot in slots)


def laid_out(*people: Participant) -> None:
    """They have agendas, and nothing is opened for them that they have not opened, whatever the timetable becomes."""
    far = NOW + timedelta(days=3650)
    Agenda.objects.bulk_create(Agenda(participant=who, time_zone=who.user.time_zone, laid_out_at=far) for who in people)


def stand_terms(**kw: Any) -> StandTerms:
    e = kw.pop("exhibitor", None) or exhibitor()
    return StandTerms.objects.create(exhibitor=e, **kw)


def slots(fair: Fair, number: int = 3, *, first: datetime = NOW + timedelta(hours=1)) -> list[MeetingSlot]:
    """So many slots of twenty-five minutes, one every half hour."""
    return [slot(fair=fair, starts_at=first + n * timedelta(minutes=30)) for n in range(number)]


def meeting_request(**kw: Any) -> MeetingRequest:
    """A visitor asks another for the slots `wishes`, in that order, and waits for an answer."""
    f = kw.pop("fair", None) or (kw["sender"].fair if "sender" in kw else fair())
    wishes = kw.pop("wishes", None) or list(f.slots.order_by("starts_at")[:1]) or slots(f, 1)
    sides = {"sender": kw.pop("sender", None) or participant(fair=f)}
    if "recipient_stand" not in kw and "recipient" not in kw:
        sides["recipient"] = participant(fair=f)
    made = MeetingRequest.objects.create(
        **{"fair": f, "sent_at": NOW, "expires_at": NOW + timedelta(days=1)} | sides | kw
    )
    RequestedSlot.objects.bulk_create(
        RequestedSlot(request=made, slot=wish, rank=rank) for rank, wish in enumerate(wishes, 1)
    )
    return made


def booking(**kw: Any) -> Booking:
    """A confirmed meeting of a host and a guest, in a slot an hour from NOW and a room of its own."""
    f = kw.pop("fair", None) or (kw["slot"].fair if "slot" in kw else fair())
    s = kw.pop("slot", None) or slot(fair=f, starts_at=NOW + timedelta(hours=1))
    r = kw.pop("room", None) or room(hall=hall(fair=f))
    host, guest = (kw.pop(role, None) or participant(fair=f) for role in ("host", "guest"))
    made = Booking.objects.create(
        **{"fair": f, "slot": s, "room": r, "starts_at": s.starts_at, "ends_at": s.ends_at, "booked_at": NOW} | kw
    )
    for role, who in ((Attendance.Role.HOST, host), (Attendance.Role.GUEST, guest)):
        attendance(booking=made, participant=who, role=role)
    return made


def attendance(**kw: Any) -> Attendance:
    """Somebody is to be at the meeting."""
    b = kw.pop("booking", None) or booking()
    p = kw.pop("participant", None) or participant(fair=b.fair)
    copied = {"status": b.status, "starts_at": b.starts_at, "ends_at": b.ends_at}
    return Attendance.objects.create(**{"booking": b, "participant": p, "user": p.user} | copied | kw)


def wait(**kw: Any) -> WaitingListEntry:
    """A visitor waits for another, who is full."""
    f = kw.pop("fair", None) or (kw["waiting"].fair if "waiting" in kw else fair())
    sides = {"waiting": kw.pop("waiting", None) or participant(fair=f)}
    if "wanted_stand" not in kw:
        sides["wanted"] = kw.pop("wanted", None) or participant(fair=f)
    return WaitingListEntry.objects.create(**{"fair": f, "since": NOW} | sides | kw)
