"""Where the house holds something about a person. Who adds a reference to somebody adds a line here, or says why not:
tests/architecture/test_personal_data.py holds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import FileField, ForeignKey, Model, Q, QuerySet

from matchmaking.accounts.models import User
from matchmaking.fairs.models import Fair

LOG = ("history_user_id", "history_change_reason")


@dataclass(frozen=True)
class Holding:
    """Rows of one table that are about somebody: `who` are the ways from a row to him, `fair` the one to its fair."""

    table: str
    who: tuple[str, ...]
    fair: str = ""
    left_out: tuple[str, ...] = ()  # keys and secrets, which are of no use outside

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.table)

    def rows(self, person: User, fair: Fair | None = None) -> QuerySet[Any]:
        """What is held about the person: everywhere, or at this fair alone."""
        about = Q()
        for way in self.who:
            about |= Q(**{way: person.pk})
        rows = self.model._default_manager.filter(about)
        if fair is not None:
            rows = rows.filter(**{self.fair: fair.pk}) if self.fair else rows.none()
        return rows.order_by("pk").distinct()

    def facts(self, row: Any) -> dict[str, Any]:
        """The row as plain values; whoever or whatever it points to is named as well."""
        found: dict[str, Any] = {}
        for field in self.model._meta.concrete_fields:
            if field.attname in (*self.left_out, *LOG):
                continue
            value = getattr(row, field.attname)
            found[field.attname] = str(value) if isinstance(field, FileField) else value
            if isinstance(field, ForeignKey) and field.name in self.named and value is not None:
                found[f"{field.name}_name"] = str(getattr(row, field.name, ""))
        return found

    @property
    def named(self) -> tuple[str, ...]:
        """References whose names say something to a person."""
        return tuple(
            field.name
            for field in self.model._meta.concrete_fields
            if isinstance(field, ForeignKey)
            and field.remote_field.model._meta.label in NAMED
            and not self.table.split(".")[1].startswith("Historical")
        )

    @property
    def joined(self) -> list[str]:
        """What is read with the rows, so that naming costs no further question."""
        return [
            "__".join((name, *([deep] if deep else [])))
            for name in self.named
            for deep in ("", *NAMED[self.model._meta.get_field(name).related_model._meta.label])  # type: ignore[union-attr]
        ]


# What has a name that says something to a person, and what that name is made of.
NAMED: dict[str, tuple[str, ...]] = {
    "accounts.User": (),
    "fairs.Fair": (),
    "fairs.Room": (),
    "fairs.Participant": ("user", "fair"),
    "companies.Company": (),
    "exhibitors.Exhibitor": ("company", "fair"),
}

HOLDINGS = (
    # The account
    Holding("accounts.User", ("pk",), left_out=("password",)),
    Holding("accounts.HistoricalUser", ("id",)),
    Holding("accounts.Block", ("blocker",)),
    Holding("account.EmailAddress", ("user",)),
    Holding("mfa.Authenticator", ("user",), left_out=("data",)),
    Holding("socialaccount.SocialAccount", ("user",)),
    Holding("usersessions.UserSession", ("user",), left_out=("session_key", "data")),
    Holding("admin.LogEntry", ("user",)),
    # Companies
    Holding("companies.Membership", ("user",)),
    Holding("companies.HistoricalMembership", ("user",)),
    # The fair and the stand
    Holding("fairs.Participant", ("user", "decided_by", "inquired_by"), "fair"),
    Holding("fairs.HistoricalParticipant", ("user", "decided_by", "inquired_by"), "fair"),
    Holding("fairs.Answer", ("participant__user",), "participant__fair"),
    Holding("fairs.OrganiserInvitation", ("invited_by", "accepted_by"), "fair", ("digest",)),
    Holding("fairs.Badge", ("participant__user",), "participant__fair"),
    Holding("fairs.CheckIn", ("participant__user", "by"), "participant__fair"),
    Holding("exhibitors.ExhibitorInvitation", ("invited_by", "accepted_by"), "fair", ("digest",)),
    Holding("exhibitors.Representative", ("participant__user",), "exhibitor__fair"),
    Holding("exhibitors.HistoricalRepresentative", ("participant__user",), "exhibitor__fair"),
    Holding("exhibitors.TeamInvitation", ("invited_by", "accepted_by"), "exhibitor__fair", ("digest",)),
    Holding("visitors.VisitorProfile", ("participant__user",), "participant__fair"),
    Holding("visitors.HistoricalVisitorProfile", ("participant__user",), "participant__fair"),
    Holding("visitors.SoughtHeading", ("profile__participant__user",), "profile__participant__fair"),
    # Meetings
    Holding("meetings.Agenda", ("participant__user",), "participant__fair"),
    Holding("meetings.Availability", ("participant__user",), "participant__fair"),
    Holding("meetings.BusyTime", ("user",)),
    Holding("meetings.OwnCalendar", ("user",), left_out=("address",)),
    Holding("meetings.AgendaFeed", ("user",), left_out=("key",)),
    Holding("meetings.MeetingRequest", ("sender__user", "recipient__user", "answered_by"), "fair"),
    Holding("meetings.HistoricalMeetingRequest", ("sender__user", "recipient__user", "answered_by"), "fair"),
    Holding("meetings.RequestedSlot", ("request__sender__user", "request__recipient__user"), "request__fair"),
    Holding("meetings.Booking", ("attendances__user", "booked_by", "arranged_by", "cancelled_by"), "fair"),
    Holding("meetings.HistoricalBooking", ("booked_by", "arranged_by", "cancelled_by"), "fair"),
    Holding("meetings.Attendance", ("user", "participant__user"), "booking__fair"),
    Holding("meetings.WaitingListEntry", ("waiting__user", "wanted__user", "host__user", "offered_by"), "fair"),
    Holding(
        "meetings.HistoricalWaitingListEntry", ("waiting__user", "wanted__user", "host__user", "offered_by"), "fair"
    ),
    Holding("meetings.Group", ("participants__user",), "fair"),
    # Rooms and stands while one is there
    Holding("lobbies.Lobby", ("opened_by", "closed_by"), "booking__fair"),
    Holding("lobbies.Stay", ("user",), "lobby__booking__fair"),
    Holding("lobbies.Remark", ("author", "to"), "lobby__booking__fair"),
    Holding("lobbies.NumbersCard", ("changed_by", "host_confirmed_by", "guest_confirmed_by"), "lobby__booking__fair"),
    Holding("lobbies.DeviceCheck", ("user",)),
    Holding("lobbies.StandStay", ("user",), "stand__fair"),
    Holding("lobbies.WalkIn", ("participant__user", "answered_by"), "stand__fair"),
    # Who suits whom, and who vouches
    Holding("trust.Endorsement", ("endorser__user",), "exhibitor__fair"),
    Holding("trust.HistoricalEndorsement", ("endorser__user",), "exhibitor__fair"),
    Holding("discovery.Mark", ("by",), "exhibitor__fair"),
    Holding("discovery.Dossier", ("profile__participant__user",), "fair", ("slots",)),
    Holding("discovery.Phrase", ("dossier__profile__participant__user",), "fair", ("meaning", "sketch")),
    Holding("discovery.Run", ("wanted_by",), "fair"),
    # What one is told
    Holding("reminders.Announcement", ("written_by", "tested_by"), "fair"),
    Holding("reminders.HistoricalAnnouncement", ("written_by",), "fair"),
    Holding("reminders.Notice", ("recipient",), "fair"),
    Holding("reminders.Delivery", ("notice__recipient",), "notice__fair"),
    Holding("reminders.PushSubscription", ("user",), left_out=("endpoint", "p256dh", "auth")),
    Holding("reminders.Habits", ("user",)),
    Holding("reminders.Wish", ("user",)),
    # The desk
    Holding("reminders.Nudge", ("asked_by",), "stand__fair"),
    Holding("organising.Report", ("by",), "fair", ("file",)),
    Holding("organising.Import", ("by",), "fair", ("file",)),
    Holding("organising.Export", ("by",), "fair", ("file",)),
    Holding("organising.Deed", ("by", "as_whom"), "fair"),
    Holding("organising.Stead", ("by", "whom"), "fair"),
    Holding("organising.TwoPeople", ("one__user", "other__user", "said_by"), "fair", ("one_id", "other_id")),
    Holding("organising.Parcel", ("person", "wanted_by"), "fair", ("file",)),
)

# References that are in no parcel, each with the reason.
NOT_HANDED_OUT = {
    "accounts.Block.blocked": "That somebody has blocked one is told to nobody, or blocking would protect nobody.",
    "organising.Trace.participant": "Points to a registration that is nobody’s any more: nobody could ask for it.",
    "*.history_user": "Says who has changed a row. The row is handed out to whom it is about; deeds to who did them.",
}


def held_about(person: User, fair: Fair | None = None) -> Iterator[tuple[Holding, list[dict[str, Any]]]]:
    """Table by table what is held about the person."""
    for holding in HOLDINGS:
        if fair is None or holding.fair:
            rows = holding.rows(person, fair).select_related(*holding.joined)
            yield holding, [holding.facts(row) for row in rows]
