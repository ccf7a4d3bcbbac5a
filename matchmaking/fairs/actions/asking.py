"""What is asked of all who register: categories, questions, answers; and what the organiser asks one of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from matchmaking.accounts.models import User
from matchmaking.fairs import rules
from matchmaking.fairs.actions.joining import hold_participant, write_answers
from matchmaking.fairs.actions.referee import hold_fair, refereed
from matchmaking.fairs.errors import FairRefused, NothingAsked, TooManyQuestions
from matchmaking.fairs.models import Category, Fair, Participant, Question

# Questions ----------------------------------------------------------------


def add_question(*, fair: Fair, facts: Mapping[str, Any]) -> Question:
    """The fair asks one thing more, after the others."""
    with refereed():
        hold_fair(fair.pk)
        open_ones = fair.questions.filter(retired_at=None)
        if open_ones.count() >= rules.MOST_QUESTIONS:
            raise TooManyQuestions
        return Question.objects.create(fair=fair, position=_after(fair.questions), **facts)


def change_question(*, question: Question, facts: Mapping[str, Any]) -> Question:
    """The question reads like this from now on. Answers given already stay as they were given."""
    with refereed():
        hold_fair(question.fair_id)
        for name, value in facts.items():
            setattr(question, name, value)
        question.save()
    return question


def move_question(*, question: Question, up: bool) -> None:
    """The question has changed places with its neighbour; at an end it stays."""
    with refereed():
        hold_fair(question.fair_id)
        _move(list(Question.objects.filter(fair=question.fair_id, retired_at=None)), question.pk, up)


def retire_question(*, question: Question, at: datetime) -> None:
    """The question is asked no more. What was answered stays with the people."""
    with refereed():
        hold_fair(question.fair_id)
        question.retired_at = at
        question.save()


def ask_question_again(*, question: Question) -> None:
    """A retired question is asked again, after the others."""
    with refereed():
        fair = hold_fair(question.fair_id)
        if fair.questions.filter(retired_at=None).count() >= rules.MOST_QUESTIONS:
            raise TooManyQuestions
        question.retired_at, question.position = None, _after(fair.questions)
        question.save()


def answer_questions(*, participant: Participant, answers: Mapping[int, list[str]]) -> None:
    """The person has answered this, by question; an empty answer is none."""
    with refereed():
        write_answers(participant, answers)


# Categories ----------------------------------------------------------------


def add_category(*, fair: Fair, name: str) -> Category:
    with refereed():
        hold_fair(fair.pk)
        return Category.objects.create(fair=fair, name=name, position=_after(fair.categories))


def rename_category(*, category: Category, name: str) -> None:
    with refereed():
        category.name = name
        category.save(update_fields=["name"])


def move_category(*, category: Category, up: bool) -> None:
    """The category has changed places with its neighbour; at an end it stays."""
    with refereed():
        hold_fair(category.fair_id)
        _move(list(Category.objects.filter(fair=category.fair_id)), category.pk, up)


def remove_category(*, category: Category) -> None:
    """The category is gone; those who had it have none."""
    with refereed():
        category.delete()


def put_into_category(*, participant: Participant, category: Category | None) -> Participant:
    """The person is of this category, or of none."""
    with refereed():
        ours = hold_participant(participant)
        ours.category = category
        ours.save()
    return ours


def _after(rows: Any) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _move(rows: Sequence[Any], pk: int, up: bool) -> None:
    """The row has changed places with the one before or after it, and all are numbered anew."""
    order = list(rows)
    place = next(place for place, row in enumerate(order) if row.pk == pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, row in enumerate(order):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


# Asking back ----------------------------------------------------------------


def ask_back(*, participant: Participant, inquiry: str, by: User, at: datetime) -> Participant:
    """The registration waits on, and its person is asked this. A reply to an earlier question is gone with that one."""
    if not inquiry.strip():
        raise NothingAsked
    with refereed():
        ours = hold_participant(participant)
        rules.check_may_ask_back(ours)
        ours.inquiry, ours.inquired_at, ours.inquired_by = inquiry.strip(), at, by
        ours.reply, ours.replied_at = "", None
        ours.save()
    return ours


def ask_all_back(
    *, participants: Sequence[Participant], inquiry: str, by: User, at: datetime
) -> list[tuple[Participant, FairRefused]]:
    """Each of them is asked this; who could not be is returned with the refusal."""
    refused = []
    for participant in participants:
        try:
            ask_back(participant=participant, inquiry=inquiry, by=by, at=at)
        except FairRefused as refusal:
            refused.append((participant, refusal))
    return refused


def reply(*, participant: Participant, text: str, at: datetime) -> Participant:
    """The person has replied to what the organiser asked. Until the decision he may reply anew."""
    with refereed():
        ours = hold_participant(participant)
        rules.check_may_reply(ours)
        ours.reply, ours.replied_at = text, at
        ours.save()
    return ours
