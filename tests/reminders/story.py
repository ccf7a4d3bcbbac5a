"""A chocolate maker in Liège and a buyer in Lima: what every notice is about, always the same to the letter."""

from datetime import timedelta
from uuid import UUID

from matchmaking.fairs.models import Participant
from matchmaking.lobbies.models import Lobby, Remark
from matchmaking.organising.models import Stead
from matchmaking.reminders.models import NOTHING, Announcement, Notice, Nudge
from tests import make
from tests.make import NOW

Kind = Notice.Kind
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def number(n):
    return UUID(int=0xFA18 << 112 | n)


class Story:
    """Both sides, and what happens between them. `language` is that of whoever is told."""

    def __init__(self, language):
        self.fair = make.fair(name="Salon du Goût", slug="gout", brand_colour="#8a3b12")
        hall = make.hall(fair=self.fair, name="Hall A")
        self.room = make.room(hall=hall, name="Room 7")
        company = make.company(name="Chocolaterie du Pont", slug="pont")
        self.stand = make.exhibitor(fair=self.fair, company=company, hall=hall)
        people = {"language": language}
        elise = make.user(email="elise@example.com", name="Élise Lambert", time_zone="Europe/Brussels", **people)
        renata = make.user(email="renata@example.com", name="Renata Quispe", time_zone="America/Lima", **people)
        self.host = make.representative(exhibitor=self.stand, user=elise).participant
        self.guest = make.visitor(fair=self.fair, user=renata, organisation="Casa Quispe").participant
        self.slots = [
            make.slot(id=number(n), fair=self.fair, starts_at=NOW + n * HOUR + (DAY if n > 4 else 0 * DAY))
            for n in (5, 6)
        ]

    def asked(self, **kw):
        return make.meeting_request(
            id=number(20),
            sender=self.guest,
            recipient=self.host,
            recipient_stand=self.stand,
            wishes=self.slots,
            message="We buy cocoa and look for a maker of fine chocolate.",
            **kw,
        )

    def booked(self, **kw):
        meeting = make.booking(
            id=number(21),
            slot=self.slots[0],
            room=self.room,
            host=self.host,
            guest=self.guest,
            booked_by=self.host.user,
            changed_at=NOW - MINUTE,
            **kw,
        )
        meeting.attendances.filter(role="host").update(stand=self.stand)
        return meeting

    def notice(self, kind, to, subject=NOTHING, **kw):
        made = Notice.objects.create(
            id=number(30), recipient=to.user, fair=self.fair, kind=kind, subject=subject, due_at=NOW, owed_at=NOW, **kw
        )
        return Notice.objects.select_related("recipient", "fair").get(pk=made.pk)

    def of(self, kind):
        """A notice of this kind, and the moment at which it is told."""
        return TOLD[kind](self)


def epoch(moment):
    return str(int(moment.timestamp()))


def received(story):
    return story.notice(Kind.REQUEST_RECEIVED, story.host, story.asked().pk), NOW


def changed(story):
    asked = story.asked(turn="sender", reason="The afternoon suits us better.")
    return story.notice(Kind.REQUEST_CHANGED, story.guest, asked.pk, occasion="2"), NOW


def expiring(story):
    return story.notice(Kind.REQUEST_EXPIRING, story.host, story.asked().pk, occasion="1"), NOW + 20 * HOUR


def ended(kind, status, to, **kw):
    def tell(story):
        asked = story.asked(status=status, answered_at=NOW, **kw)
        return story.notice(kind, getattr(story, to), asked.pk), NOW

    return tell


def of_meeting(kind, to, at=NOW, **kw):
    def tell(story):
        return story.notice(kind, getattr(story, to), story.booked(**kw).pk), at

    return tell


def near(kind, before):
    def tell(story):
        meeting = story.booked()
        starts_at = meeting.starts_at
        return story.notice(kind, story.guest, meeting.pk, occasion=epoch(starts_at)), starts_at - before

    return tell


def cancelled(story):
    meeting = story.booked(
        status="cancelled", cancelled_at=NOW, cancelled_by=story.host.user, reason="Our flight is late.", sequence=1
    )
    return story.notice(Kind.BOOKING_CANCELLED, story.guest, meeting.pk), NOW


def reassigned(story):
    meeting = story.booked(sequence=2)
    meeting.attendances.filter(role="guest").update(excused_at=NOW)
    return story.notice(Kind.BOOKING_REASSIGNED, story.guest, meeting.pk), NOW


def waited_for(story):
    meeting = story.booked()
    Lobby.objects.create(booking=meeting, absent_called_at=meeting.starts_at + 4 * MINUTE)
    meeting.attendances.filter(role="host").update(arrived_at=meeting.starts_at)
    return story.notice(Kind.WAITED_FOR, story.guest, meeting.pk), meeting.starts_at + 4 * MINUTE


def offer(story):
    facts = {"host": story.host, "slot": story.slots[0], "offered_at": NOW, "offer_ends_at": NOW + 2 * HOUR}
    entry = make.wait(
        id=number(22), waiting=story.guest, wanted_stand=story.stand, wanted=None, status="offered", **facts
    )
    return story.notice(Kind.OFFER, story.guest, entry.pk, occasion=epoch(NOW)), NOW


def day_agenda(story):
    meeting = story.booked()
    second = make.booking(
        id=number(23), slot=story.slots[1], room=story.room, host=story.host, guest=story.guest, booked_at=NOW
    )
    second.attendances.filter(role="host").update(stand=story.stand)
    day = meeting.starts_at.date().isoformat()
    return story.notice(Kind.DAY_AGENDA, story.guest, occasion=day), meeting.starts_at - 2 * HOUR


def of_fair(kind, **kw):
    def tell(story):
        return story.notice(kind, story.guest, **kw), NOW

    return tell


def announcement(story):
    news = Announcement.objects.create(
        id=number(24),
        fair=story.fair,
        title="Tasting in Hall A at noon",
        text="Twelve makers open their boxes.\nCome hungry.",
        send_at=NOW,
    )
    return story.notice(Kind.ANNOUNCEMENT, story.guest, news.pk), NOW


def nobody_told(story):
    facts = {"title": "Tasting in Hall A at noon", "text": "Come hungry.", "send_at": NOW}
    news = Announcement.objects.create(id=number(25), fair=story.fair, begun_at=NOW, ended_at=NOW, reached=0, **facts)
    return story.notice(Kind.NOBODY_TOLD, story.host, news.pk), NOW


def desk_message(story):
    """The organiser has written to the buyer alone, from his desk."""
    meeting = story.booked()
    lobby = Lobby.objects.create(booking=meeting)
    by = make.user(name="Odile Organisatrice", email="odile@example.com")
    facts = {"author": by, "to": story.guest.user, "is_from_desk": True, "said_at": NOW}
    remark = Remark.objects.create(id=number(27), lobby=lobby, text="The technician is on his way.", **facts)
    return story.notice(Kind.DESK_MESSAGE, story.guest, meeting.pk, occasion=remark.pk.hex), NOW


def complete_stand(story):
    nudge = Nudge.objects.create(id=number(26), stand=story.stand, asked_at=NOW, rests_until=NOW + 3 * DAY)
    return story.notice(Kind.COMPLETE_STAND, story.host, nudge.pk), NOW


def inquiry(story):
    Participant.objects.filter(pk=story.guest.pk).update(
        status="applied", decided_at=None, inquiry="For whom do you buy?", inquired_at=NOW
    )
    return story.notice(Kind.INQUIRY, story.guest, occasion=epoch(NOW)), NOW


def personal(story):
    """An organiser was here in the guest's name."""
    by = make.user(name="Odile Organisatrice", email="odile@example.com")
    times = {"began_at": NOW - 20 * MINUTE, "ends_at": NOW + 10 * MINUTE, "ended_at": NOW}
    stead = Stead.objects.create(
        id=number(25), fair=story.fair, by=by, whom=story.guest.user, because="You could not open your times.", **times
    )
    return story.notice(Kind.PERSONAL, story.guest, stead.pk, said="stead"), NOW


TOLD = {
    Kind.REQUEST_RECEIVED: received,
    Kind.REQUEST_CHANGED: changed,
    Kind.REQUEST_ACCEPTED: of_meeting(Kind.REQUEST_ACCEPTED, "guest"),
    Kind.REQUEST_DECLINED: ended(Kind.REQUEST_DECLINED, "declined", "guest", reason="We do not export to Peru yet."),
    Kind.REQUEST_WITHDRAWN: ended(Kind.REQUEST_WITHDRAWN, "withdrawn", "host"),
    Kind.REQUEST_EXPIRING: expiring,
    Kind.REQUEST_EXPIRED: ended(Kind.REQUEST_EXPIRED, "expired", "guest"),
    Kind.OFFER: offer,
    Kind.BOOKING_MADE: of_meeting(Kind.BOOKING_MADE, "host"),
    Kind.BOOKING_MOVED: of_meeting(Kind.BOOKING_MOVED, "guest", sequence=1),
    Kind.BOOKING_CANCELLED: cancelled,
    Kind.BOOKING_REASSIGNED: reassigned,
    Kind.DAY_BEFORE: near(Kind.DAY_BEFORE, DAY),
    Kind.SOON: near(Kind.SOON, 15 * MINUTE),
    Kind.WAITED_FOR: waited_for,
    Kind.DEVICE_TEST: of_fair(Kind.DEVICE_TEST),
    Kind.DAY_AGENDA: day_agenda,
    Kind.FOLLOW_UP: of_fair(Kind.FOLLOW_UP),
    Kind.REGISTRATION: of_fair(Kind.REGISTRATION, occasion=epoch(NOW)),
    Kind.INQUIRY: inquiry,
    Kind.ANNOUNCEMENT: announcement,
    Kind.NOBODY_TOLD: nobody_told,
    Kind.DESK_MESSAGE: desk_message,
    Kind.COMPLETE_STAND: complete_stand,
    Kind.NOT_DELIVERED: lambda story: (story.notice(Kind.NOT_DELIVERED, story.guest, story.asked().pk), NOW),
    Kind.PERSONAL: personal,
}
