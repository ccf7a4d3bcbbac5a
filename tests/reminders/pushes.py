"""A push message that is owed, how it is sent and what has become of it, and a browser that takes it."""

import time
from datetime import timedelta

from django.utils import timezone

from matchmaking.meetings.models import Booking
from matchmaking.reminders.models import Delivery, Notice
from matchmaking.reminders.pushing import send_pushes
from tests import make
from tests.reminders.browsers import Browser

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Kind, Way, Problem = Notice.Kind, Delivery.Way, Delivery.Problem
ENDPOINT = "https://push.example/abc"


def owed(reader, *, minutes=15, kind=Kind.SOON, name="Ana Quispe"):
    """A push message that waits for the reader: he has a meeting in so many minutes."""
    at = timezone.now().replace(microsecond=0)
    starts_at = at + minutes * MINUTE
    fair = make.fair(starts_on=at.date() - DAY, ends_on=at.date() + DAY)
    there = make.user(name=name, time_zone="America/Lima")
    booking = make.booking(
        slot=make.slot(fair=fair, starts_at=starts_at),
        host=make.participant(fair=fair, user=there),
        guest=make.participant(fair=fair, user=reader),
        booked_at=at - HOUR,
    )
    notice = Notice.objects.create(
        recipient=reader,
        fair=fair,
        kind=kind,
        subject=booking.pk,
        occasion=str(int(starts_at.timestamp())),
        due_at=at,
        owed_at=at,
        ends_at=starts_at,
    )
    return Delivery.objects.create(notice=notice, way=Way.PUSH, due_at=at)


def call_off(delivery):
    Booking.objects.filter(pk=delivery.notice.subject).update(status="cancelled", cancelled_at=timezone.now())


def state_of(delivery):
    delivery.refresh_from_db()
    return delivery.status, delivery.problem


def send(there, **ways):
    return send_pushes(until=time.monotonic() + 30, ways=there.ways(**ways))


def kept(user, endpoint=ENDPOINT, **kw):
    return Browser().subscribed(user, endpoint, **kw)
