"""A person with something in every table of a fair that holds something about people."""

from datetime import timedelta

from matchmaking.discovery.models import Dossier, Mark, Phrase, Run
from matchmaking.exhibitors.models import ExhibitorInvitation, TeamInvitation
from matchmaking.fairs.models import Answer, Badge, CheckIn, OrganiserInvitation, Question
from matchmaking.lobbies.models import Lobby, NumbersCard, Remark, StandStay, Stay, WalkIn
from matchmaking.meetings.models import Group
from matchmaking.organising.actions.recording import record
from matchmaking.organising.models import Export, Import, Parcel, Report, Stead, TwoPeople
from matchmaking.reminders.models import Announcement, Delivery, Notice, Nudge
from matchmaking.trust.models import Endorsement
from tests import make
from tests.make import NOW

HOUR = timedelta(hours=1)


def everything_of(user, fair, *, shift=0 * HOUR):
    """The person's registration, with a row about him in each table. He sold, bought, vouched, spoke and wrote."""
    person = make.participant(fair=fair, user=user, roles=["visitor", "exhibitor", "support"], message="Let me in.")
    person.decided_by = user
    person.save()
    stand = make.exhibitor(fair=fair)
    make.representative(exhibitor=stand, user=user)
    mails = {"exhibitor": stand, "expires_at": NOW}
    TeamInvitation.objects.create(email="a@example.com", digest=f"{fair.pk:063d}a", invited_by=user, **mails)
    TeamInvitation.objects.create(
        email=user.email, digest=f"{fair.pk:063d}b", accepted_by=user, accepted_at=NOW, **mails
    )
    Badge.objects.create(participant=person, number=2)
    CheckIn.objects.create(participant=person, at=NOW, by=user)
    mails = {"fair": fair, "expires_at": NOW}
    ExhibitorInvitation.objects.create(email="a@example.com", digest=f"{fair.pk:062d}xa", invited_by=user, **mails)
    ExhibitorInvitation.objects.create(
        email=user.email, digest=f"{fair.pk:062d}xb", accepted_by=user, accepted_at=NOW, **mails
    )
    Nudge.objects.create(stand=stand, asked_at=NOW, rests_until=NOW + HOUR, asked_by=user)
    Report.objects.create(fair=fair, language="en", by=user, at=NOW)
    Import.objects.create(fair=fair, kind="rooms", name="rooms.csv", by=user)
    Export.objects.create(fair=fair, what="rooms", form="csv", by=user)
    question = Question.objects.create(fair=fair, text="What do you buy?", kind="short")
    Answer.objects.create(participant=person, question=question, value=["Cocoa"])
    mails = {"fair": fair, "expires_at": NOW, "duty": "helper"}
    OrganiserInvitation.objects.create(email="a@example.com", digest=f"{fair.pk:062d}oa", invited_by=user, **mails)
    OrganiserInvitation.objects.create(
        email=user.email, digest=f"{fair.pk:062d}ob", accepted_by=user, accepted_at=NOW, **mails
    )
    profile = make.visitor(participant=person, country="PE", looking_for="Cocoa")
    Endorsement.objects.create(exhibitor=make.exhibitor(fair=fair), endorser=person, words="Good people.")
    make.laid_out(person)
    first, past = make.slots(fair, 2, first=NOW - 2 * HOUR - shift)
    ahead = make.slot(fair=fair, starts_at=NOW + 5 * HOUR + shift)
    make.available(person, ahead)
    met = meeting_of(person, stand, past, user)
    make.booking(slot=ahead, guest=person, booked_by=user)
    asks = {"wishes": [ahead], "message": "Dear colleague"}
    make.meeting_request(sender=person, **asks)
    make.meeting_request(sender=make.participant(fair=fair), recipient=person, **asks)
    make.meeting_request(
        sender=make.participant(fair=fair),
        recipient_stand=stand,
        wishes=[ahead],
        status="declined",
        answered_at=NOW,
        answered_by=user,
        reason="No, thank you.",
    )
    make.wait(waiting=person, message="I wait.")
    make.wait(waiting=make.participant(fair=fair), wanted=person, host=person)
    Group.objects.create(fair=fair, name="Press").participants.add(person)
    called_off = make.booking(
        slot=first, status="cancelled", cancelled_at=NOW, cancelled_by=user, booked_by=user, reason="I am ill."
    )
    called_off.save()  # so that its history names him
    WalkIn.objects.create(
        stand=stand, participant=person, wish="A word", came_at=NOW, ended_at=NOW, status="declined", answered_by=user
    )
    StandStay.objects.create(stand=stand, user=user, arrived_at=NOW, seen_at=NOW)
    dossier = Dossier.objects.create(fair=fair, profile=profile, known_at=NOW)
    Phrase.objects.create(
        fair=fair, dossier=dossier, kind="need", language="en", text="Cocoa", digest="0" * 32, meaning=[0.0] * 512
    )
    Mark.objects.create(side="stand", exhibitor=stand, profile=make.visitor(fair=fair), kind="saved", by=user)
    Run.objects.create(fair=fair, wanted_by=user, wanted_at=NOW, status="done", ended_at=NOW)
    Announcement.objects.create(fair=fair, title="News", text="Text", written_by=user)
    notice = Notice.objects.create(recipient=user, fair=fair, kind="follow_up", due_at=NOW, owed_at=NOW)
    Delivery.objects.create(notice=notice, way="mail", due_at=NOW)
    owner = make.user()
    times = {"began_at": NOW - HOUR, "ends_at": NOW - HOUR / 2, "ended_at": NOW - HOUR / 2}
    Stead.objects.create(fair=fair, by=owner, whom=user, because="He could not see it.", **times)
    record(fair=fair, by=owner, as_whom=user, kind="stead", view="meetings:cancel-booking", at=NOW)
    Parcel.objects.create(person=user, fair=fair, wanted_by=owner, wanted_at=NOW, status="failed", ended_at=NOW)
    Parcel.objects.create(person=owner, fair=fair, wanted_by=user, wanted_at=NOW, status="failed", ended_at=NOW)
    pair = sorted((person, make.participant(fair=fair)), key=lambda one: one.pk)
    TwoPeople.objects.create(fair=fair, one=pair[0], other=pair[1], said_by=user, said_at=NOW)
    assert met.attendances.filter(user=user).exists()
    return person


def meeting_of(person, stand, slot, user):
    """One that has been, with all that is kept of it."""
    met = make.booking(slot=slot, guest=person, booked_by=user)
    lobby = Lobby.objects.create(booking=met, opened_at=NOW, opened_by=user, closed_at=NOW, closed_by=user)
    Stay.objects.create(lobby=lobby, user=user, arrived_at=NOW, seen_at=NOW, left_at=NOW)
    Remark.objects.create(lobby=lobby, author=user, text="Two euros.", said_at=NOW)
    NumbersCard.objects.create(
        lobby=lobby,
        noted_at=NOW,
        changed_at=NOW,
        changed_by=user,
        host_confirmed_by=user,
        host_confirmed_at=NOW,
        guest_confirmed_by=user,
        guest_confirmed_at=NOW,
    )
    return met
