"""What the desk's notices say."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matchmaking.common.templatetags.tradefair import short_day
from matchmaking.organising.models import Stead
from matchmaking.organising.rules.retaining import due_on
from matchmaking.reminders.models import Notice
from matchmaking.reminders.tellings.telling import Moment, Telling


class StoodInFor(Telling):
    """An organiser was at the fair in the reader's name."""

    button = gettext_lazy("See my agenda")

    def __init__(self, notice: Notice, at: datetime, stead: Stead) -> None:
        super().__init__(notice, at)
        self.stead = stead

    @property
    def title(self) -> str:
        return _("%(name)s was at %(fair)s in your name") % {"name": self.stead.by, "fair": self.notice.fair}

    @property
    def text(self) -> str:
        return _(
            "An organiser of the fair has looked at your pages to help, and may have changed times, meetings, your "
            "profile or your stand. Your messages, your account and other fairs stayed closed. The reason given:"
        )

    @property
    def quote(self) -> str:
        return self.stead.because

    @property
    def moments(self) -> Sequence[Moment]:
        ended_at = self.stead.ended_at or self.stead.ends_at
        return [Moment(self.stead.began_at, ended_at, self.here, ZoneInfo(self.notice.fair.time_zone))]

    @property
    def path(self) -> str:
        return reverse("meetings:show-agenda", args=[self.notice.fair.slug])


class ErasedSoon(Telling):
    """The time of a fair's personal data is coming to its end. To its owners."""

    button = gettext_lazy("See what is erased, or keep it longer")

    @property
    def title(self) -> str:
        return _("Personal data of %(fair)s is erased soon") % {"fair": self.notice.fair}

    @property
    def text(self) -> str:
        day = short_day(date.fromisoformat(self.notice.occasion), "d MMMM y")
        return _(
            "On %(day)s, or thirty days from now if that is later, everybody who does not organise the fair is erased "
            "from it. Meetings stay as numbers. Take away what you are bound to keep."
        ) % {"day": day}

    @property
    def is_true(self) -> bool:
        """Another day may have been chosen since."""
        day = due_on(self.notice.fair)
        return day is not None and day.isoformat() == self.notice.occasion

    @property
    def path(self) -> str:
        return reverse("organising:keep-data", args=[self.notice.fair.slug])


class RegisteredTwice(Telling):
    """The reader may be registered at a fair a second time, with another address. Of the other he learns nothing."""

    button = gettext_lazy("My account")

    @property
    def title(self) -> str:
        return _("Are you registered twice at %(fair)s?") % {"fair": self.notice.fair}

    @property
    def text(self) -> str:
        return _(
            "Somebody with a name like yours is registered there with another e-mail address. If that is you, use one "
            "of the two accounts and delete the other. If it is not, you need not do anything."
        )

    @property
    def path(self) -> str:
        return reverse("accounts:me")


def read(*, notices: Sequence[Notice], at: datetime) -> dict[UUID, Telling]:
    """One query, however many they are."""
    ours = [notice for notice in notices if notice.said == "stead"]
    steads = Stead.objects.select_related("by").in_bulk({notice.subject for notice in ours})
    found: dict[UUID, Telling] = {n.pk: ErasedSoon(n, at) for n in notices if n.said == "erasure"}
    found |= {n.pk: RegisteredTwice(n, at) for n in notices if n.said == "twice"}
    return found | {n.pk: StoodInFor(n, at, steads[n.subject]) for n in ours if n.subject in steads}
