"""What the demo's organiser says to many, whom he invites, and who is on the spot."""

from datetime import datetime, time, timedelta
from typing import Any

from matchmaking.accounts.models import User
from matchmaking.exhibitors.actions.team import digest_of
from matchmaking.exhibitors.models import ExhibitorInvitation
from matchmaking.fairs.actions.checking_in import check_in
from matchmaking.fairs.models import CheckIn, Fair, Participant
from matchmaking.fairs.rules import moment
from matchmaking.reminders.actions import announcing
from matchmaking.reminders.models import Announcement

Role = Participant.Role
MINUTES = 3  # between two who come in
SOME = 24
Said = dict[str, Any]
TASTING: Said = {"title": "Tasting at noon", "text": "Twelve makers open their boxes in the first hall.\nCome hungry."}
DEGUSTATION = (
    "Dégustation à midi",
    "Douze artisans ouvrent leurs coffrets dans le premier hall.\nVenez le ventre vide.",
)
DOORS: Said = {
    "title": "The doors open at half past eight",
    "text": "Have the code of your badge at hand: it goes faster.",
}
DESK: Said = {"title": "Where interpreters and chambers sit", "text": "Beside the entrance of the first hall."}
INVITED = (("atelier", "Atelier du Lac"), ("molino", "Molino Azul"), ("teahouse", ""))  # sent, expired, taken back


def announce_some(*, fair: Fair, at: datetime) -> None:
    """There is a draft, something for tomorrow and something that goes out now; invitations; and people at the fair.
    Once."""
    organiser = User.objects.filter(email="organiser@example.com").first()
    if organiser is None or Announcement.objects.filter(fair=fair).exists():
        return
    said: Said = {"fair": fair, "by": organiser, "at": at}
    announcing.write(said=TASTING | {"language": "en"}, texts={"fr": DEGUSTATION}, **said)
    tomorrow = at.astimezone(fair.zone).date() + timedelta(days=1)
    doors = announcing.write(said=DOORS | {"language": "en", "roles": [Role.VISITOR]}, texts={}, **said)
    announcing.schedule(announcement=doors, send_at=moment(tomorrow, time(7), fair.zone), at=at)
    desk = announcing.write(said=DESK | {"language": "en", "roles": [Role.INTERPRETER, Role.SUPPORT]}, texts={}, **said)
    announcing.schedule(announcement=desk, send_at=at, at=at)
    invite_some(fair, organiser, at)
    let_some_in(fair, organiser, at)


def invite_some(fair: Fair, organiser: User, at: datetime) -> None:
    """One invitation waits for an answer, one has expired, one was taken back. No mail goes out for them."""
    for n, (name, company) in enumerate(INVITED):
        ExhibitorInvitation.objects.create(
            fair=fair,
            email=f"{name}@example.com",
            company_name=company,
            digest=digest_of(f"{fair.pk}.{name}"),
            invited_by=organiser,
            created_at=at - timedelta(days=n + 2),
            sent_at=at - timedelta(days=n + 2),
            expires_at=at + timedelta(days=28) if n != 1 else at - timedelta(hours=1),
            revoked_at=at - timedelta(days=1) if n == 2 else None,
        )


def let_some_in(fair: Fair, organiser: User, at: datetime) -> None:
    """Some have come in, one after the other."""
    if CheckIn.objects.filter(participant__fair=fair).exists():
        return
    people = fair.participants.filter(status=Participant.Status.APPROVED).order_by("pk")[:SOME]
    for n, person in enumerate(people, 1):
        check_in(participant=person, by=organiser, at=at - timedelta(minutes=MINUTES * n))
