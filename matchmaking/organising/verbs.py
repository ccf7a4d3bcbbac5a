"""What a deed was, in a sentence of the reader's language. Made when it is read, from names of addresses."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matchmaking.fairs.models import Participant
from matchmaking.organising.models import Deed
from matchmaking.organising.tabs import PARTS

# By the name of the address. One that is not here is called after the page that it belongs to.
VERBS: dict[str, str | Promise] = {
    "organising:change-status": gettext_lazy("changed the status of the fair"),
    "organising:change-fair": gettext_lazy("changed the settings"),
    "organising:set-opening-hours": gettext_lazy("set the opening hours"),
    "organising:set-breaks": gettext_lazy("set the breaks"),
    "organising:change-meeting-length": gettext_lazy("changed the length of meetings"),
    "organising:lay-out-timetable": gettext_lazy("laid out the timetable"),
    "organising:add-hall": gettext_lazy("added a hall"),
    "organising:change-hall": gettext_lazy("changed a hall"),
    "organising:remove-hall": gettext_lazy("removed a hall"),
    "organising:add-rooms": gettext_lazy("added rooms"),
    "organising:change-room": gettext_lazy("changed a room"),
    "organising:move-room": gettext_lazy("moved a room"),
    "organising:remove-room": gettext_lazy("removed a room"),
    "organising:decide-participants": gettext_lazy("decided about registrations"),
    "organising:change-role": gettext_lazy("gave or took a role"),
    "organising:decide-stand": gettext_lazy("decided about a stand"),
    "organising:place-stand": gettext_lazy("placed a stand"),
    "organising:edit-terms": gettext_lazy("changed the terms of meetings"),
    "organising:create-group": gettext_lazy("made a group"),
    "organising:rename-group": gettext_lazy("renamed a group"),
    "organising:remove-group": gettext_lazy("removed a group"),
    "organising:change-members": gettext_lazy("changed who is in a group"),
    "organising:add-barrier": gettext_lazy("put up a barrier"),
    "organising:remove-barrier": gettext_lazy("took down a barrier"),
    "organising:close-room": gettext_lazy("closed a room"),
    "organising:open-room": gettext_lazy("opened a room"),
    "organising:change-leads": gettext_lazy("changed when people are reminded"),
    "organising:match-anew": gettext_lazy("had everybody matched anew"),
    "organising:preview-weights": gettext_lazy("previewed other weights"),
    "organising:apply-weights": gettext_lazy("changed the weights"),
    "organising:reset-weights": gettext_lazy("reset the weights"),
    "organising:begin-stead": gettext_lazy("began to act in somebody’s name"),
    "organising:end-stead": gettext_lazy("stopped acting in somebody’s name"),
    "meetings:edit-availability": gettext_lazy("opened or closed times"),
    "meetings:change-agenda": gettext_lazy("changed working hours"),
    "meetings:lay-out-anew": gettext_lazy("laid out times anew"),
    "meetings:move-booking": gettext_lazy("moved a meeting"),
    "meetings:cancel-booking": gettext_lazy("cancelled a meeting"),
    "exhibitors:edit-stand": gettext_lazy("changed a stand"),
    "exhibitors:show-products": gettext_lazy("changed the products of a stand"),
    "visitors:edit-profile": gettext_lazy("changed a profile"),
    "organising:pack-data": gettext_lazy("had somebody’s data packed"),
    "organising:take-data": gettext_lazy("took somebody’s data away"),
    "organising:erase-data": gettext_lazy("erased somebody from the fair"),
    "organising:keep-data": gettext_lazy("changed how long personal data is kept"),
    "organising:erase-when-due": gettext_lazy("erased the personal data of the fair, its time being over"),
    "organising:decide-twins": gettext_lazy("decided about people who seem to be registered twice"),
    "organising:edit-texts": gettext_lazy("wrote the texts"),
    "organising:add-question": gettext_lazy("added a question"),
    "organising:change-question": gettext_lazy("changed a question"),
    "organising:arrange-question": gettext_lazy("ordered or retired questions"),
    "organising:add-category": gettext_lazy("added a category"),
    "organising:change-category": gettext_lazy("changed a category"),
    "organising:put-into-category": gettext_lazy("put somebody into a category"),
    "organising:list-organisers": gettext_lazy("invited an organiser"),
    "organising:change-duty": gettext_lazy("changed an organiser’s duty"),
    "organising:remove-organiser": gettext_lazy("took an organiser off the team"),
    "organising:take-back-invitation": gettext_lazy("took back an invitation"),
    "organising:copy-fair": gettext_lazy("copied the fair"),
    "organising:archive-fair": gettext_lazy("put the fair into the archive"),
    "organising:restore-fair": gettext_lazy("took the fair out of the archive"),
    "organising:export-deeds": gettext_lazy("took the list of deeds away as a file"),
}


def verb_of(view: str) -> str:
    """What is done at the address of this name."""
    if view in VERBS:
        return str(VERBS[view])
    space, _colon, name = view.partition(":")
    words = (name or space).replace("-", " ")
    if space == "organising":
        for part in PARTS:
            for tab in part.tabs:
                if tab.leads_to(name):
                    return f"{tab.title}: {words}"
    return words


def views_that_say(text: str) -> list[str]:
    """The names of addresses whose verb has these words in it, in the language that is active."""
    wanted = text.casefold()
    return [view for view in VERBS if wanted in verb_of(view).casefold()]


OF_PEOPLE = ("participant", "participants", "organiser")  # parts of addresses that name participants


def participants_in(deeds: Iterable[Deed]) -> dict[str, str]:
    """Whom the deeds were about, by the numbers in them. One query; who is nobody any more has no name."""
    numbers = {n for deed in deeds for n in named_in(deed.parts)}
    people = Participant.objects.filter(pk__in=numbers).select_related("user") if numbers else ()
    return {str(person.pk): str(person.user) for person in people}


def named_in(parts: Mapping[str, str]) -> list[int]:
    """The numbers of participants in the parts of a deed."""
    said = " ".join(str(parts.get(name, "")) for name in OF_PEOPLE).split()
    return [int(n) for n in said if n.isdecimal() and len(n) < 18]


def objects_of(deed: Deed, names: Mapping[str, str]) -> str:
    """What the deed was about, in few words: names of people where they still have some, else parts of the address."""
    people = [names.get(str(n), _("somebody who is gone")) for n in named_in(deed.parts)]
    rest = [value for name, value in deed.parts.items() if name not in OF_PEOPLE]
    return ", ".join([*people, *rest])
