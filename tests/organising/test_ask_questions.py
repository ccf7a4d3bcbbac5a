"""What a fair asks whoever registers: questions, categories and answers; and what its organiser asks one of them."""

import pytest
from django.utils import translation

from matchmaking.accounts.actions.leaving import delete_account
from matchmaking.fairs.actions import asking, joining
from matchmaking.fairs.errors import NoQuestionToYou, NothingAsked, NotWaiting, TooManyQuestions
from matchmaking.fairs.models import Answer, Category, Participant, Question
from tests import make
from tests.fairs import pages
from tests.fairs.pages import queries_of, words
from tests.make import NOW
from tests.organising.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("during_the_fair")]

TYPED = {"kind": "one", "text": "What do you grow?", "choices": "Cocoa\nTea", "choices_fr": "Cacao\nThé"}


def applicant(fair, **kw):
    return make.participant(**{"fair": fair, "status": "applied", "decided_at": None} | kw)


def order(fair):
    return [question.text for question in fair.questions.filter(retired_at=None)]


# Questions at the desk ----------------------------------------------------------------


def test_add_question_asks_twenty_at_most(fair):
    for n in range(20):
        asking.add_question(fair=fair, facts={"text": f"{n}?"})
    with pytest.raises(TooManyQuestions):
        asking.add_question(fair=fair, facts={"text": "One more?"})
    asking.retire_question(question=fair.questions.first(), at=NOW)
    asking.add_question(fair=fair, facts={"text": "One more?"})
    assert order(fair) == [*(f"{n}?" for n in range(1, 20)), "One more?"]
    with pytest.raises(TooManyQuestions):
        asking.ask_question_again(question=fair.questions.get(text="0?"))


def test_move_question_changes_places_and_stops_at_the_ends(fair):
    first, second = (asking.add_question(fair=fair, facts={"text": text}) for text in ("A?", "B?"))
    asking.move_question(question=first, up=True)
    assert order(fair) == ["A?", "B?"]
    asking.move_question(question=second, up=True)
    assert order(fair) == ["B?", "A?"]


def test_a_question_is_read_in_the_readers_language(fair):
    said = {"fr": {"text": "Que cultivez-vous ?", "help": "", "choices": ["Cacao", "Thé"]}}
    question = make.question(fair=fair, kind="one", text="What?", choices=["Cocoa", "Tea"], translations=said)
    answer = Answer(question=question, value=["Tea"])
    with translation.override("fr"):
        assert (question.said_text, question.language, answer.said) == ("Que cultivez-vous ?", "fr", "Thé")
    with translation.override("nl"):
        assert (question.said_text, question.language, answer.said) == ("What?", "en", "Tea")


def test_the_pages_add_change_order_and_retire(client, fair, organiser):
    assert (
        client.post(page("add-question", fair), TYPED | {"roles": ["visitor"], "is_required": "on"}).status_code == 302
    )
    question = Question.objects.get()
    assert (question.choices, question.roles, question.is_required) == (["Cocoa", "Tea"], ["visitor"], True)
    assert question.translations["fr"]["choices"] == ["Cacao", "Thé"]
    address = page("change-question", fair, question.pk)
    assert "What do you grow?" in words(client.get(address))
    assert client.post(address, TYPED | {"text": "What else?"}).status_code == 302
    client.post(page("add-question", fair), {"kind": "short", "text": "And why?"})
    arrange = page("arrange-question", fair, question.pk)
    assert client.post(arrange, {"do": "down"}).status_code == 302
    assert order(fair) == ["And why?", "What else?"]
    assert client.post(arrange, {"do": "retire"}).status_code == 302
    assert order(fair) == ["And why?"]
    assert client.post(arrange, {"do": "ask-again"}).status_code == 302
    assert client.post(arrange, {"do": "sing"}).status_code == 422
    assert order(fair) == ["And why?", "What else?"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"kind": "poem"}, "kind"),
        ({"choices": "Cocoa"}, "choices"),
        ({"choices": "Cocoa\nCocoa"}, "choices"),
        ({"choices": "\n".join(map(str, range(13)))}, "choices"),
        ({"choices": "Tea\n" + "x" * 121}, "choices"),
        ({"choices_fr": "Cacao"}, "choices_fr"),
        ({"roles": ["king"]}, "roles"),
    ],
)
def test_the_page_refuses_at_the_field(client, fair, organiser, wrong, field):
    response = client.post(page("add-question", fair), TYPED | wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Question.objects.exists()


def test_what_is_another_fairs_is_not_there(client, fair, organiser):
    other = make.question()
    category = Category.objects.create(fair=make.fair(), name="Press")
    assert client.get(page("change-question", fair, other.pk)).status_code == 404
    assert client.post(page("arrange-question", fair, other.pk), {"do": "retire"}).status_code == 404
    assert client.post(page("change-category", fair, category.pk), {"do": "remove"}).status_code == 404


def test_the_page_asks_as_often_for_three_as_for_one(client, fair, organiser):
    make.question(fair=fair)
    few = queries_of(client, page("edit-questions", fair))
    for n in range(3):
        make.question(fair=fair)
        Category.objects.create(fair=fair, name=f"{n}")
    assert queries_of(client, page("edit-questions", fair)) == few <= 15


# Categories ----------------------------------------------------------------


def test_categories_are_added_renamed_ordered_and_removed(client, fair, organiser):
    for name in ("Press", "Students"):
        assert client.post(page("add-category", fair), {"name": name}).status_code == 302
    assert client.post(page("add-category", fair), {"name": "Press"}).status_code == 422
    students = fair.categories.get(name="Students")
    change = page("change-category", fair, students.pk)
    assert client.post(change, {"do": "rename", "name": "Press"}).status_code == 409
    assert client.post(change, {"do": "rename", "name": "Schools"}).status_code == 302
    client.post(change, {"do": "up"})
    assert [category.name for category in fair.categories.all()] == ["Schools", "Press"]
    person = make.participant(fair=fair, category=students)
    client.post(change, {"do": "remove"})
    person.refresh_from_db()
    assert person.category is None


def test_the_organiser_sets_a_category_and_finds_by_it(client, fair, organiser):
    press = Category.objects.create(fair=fair, name="Press")
    strange = Category.objects.create(fair=make.fair(), name="Strange")
    person, address = make.participant(fair=fair), page("list-participants", fair)
    setting = page("put-into-category", fair, person.pk)
    assert client.post(setting, {"category": strange.pk}).status_code == 422
    assert client.post(setting, {"category": press.pk}).status_code == 302
    assert [found.pk for found in client.get(address, {"category": press.pk}).context["page"]] == [person.pk]
    assert '<span class="tag">Press</span>' in words(client.get(address))
    client.post(setting, {"category": ""})
    person.refresh_from_db()
    assert person.category is None


# Answers ----------------------------------------------------------------


def test_joining_asks_and_keeps_what_was_answered(client, fair):
    grows = make.question(fair=fair, kind="several", choices=["Cocoa", "Tea"], is_required=True, roles=["visitor"])
    shows = make.question(fair=fair, is_required=True, roles=["exhibitor"])
    press = Category.objects.create(fair=fair, name="Press")
    client.force_login(make.member())
    address, typed = pages.page("join-fair", fair), {"role": "visitor", "category": press.pk}
    response = client.post(address, typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"question_{grows.pk}"]
    assert client.post(address, typed | {f"question_{grows.pk}": ["Coal"]}).status_code == 422
    assert client.post(address, typed | {f"question_{grows.pk}": ["Tea", "Cocoa"]}).status_code == 302
    person = Participant.objects.get()
    assert (person.category, person.answers.get().value) == (press, ["Tea", "Cocoa"])
    assert client.post(address, {"role": "exhibitor"}).status_code == 422  # the other role has a question of its own
    assert client.post(address, {"role": "exhibitor", f"question_{shows.pk}": "Bars"}).status_code == 302
    assert person.answers.count() == 2


def test_one_changes_answers_until_the_fair_closes(client, fair):
    question, person = make.question(fair=fair), make.participant(fair=fair)
    client.force_login(person.user)
    address = pages.page("answer-questions", fair)
    assert client.post(address, {f"question_{question.pk}": "Cocoa"}).status_code == 302
    assert client.post(address, {f"question_{question.pk}": "x" * 301}).status_code == 422
    assert person.answers.get().value == ["Cocoa"]
    assert 'value="Cocoa"' in words(client.get(pages.page("join-fair", fair)))
    client.post(address, {f"question_{question.pk}": ""})
    assert not person.answers.exists()
    fair.status = "closed"
    fair.save()
    assert client.post(address, {f"question_{question.pk}": "Tea"}).status_code == 404


def test_the_organiser_reads_answers_to_retired_questions_too(client, fair, organiser):
    question, person = make.question(fair=fair, kind="yes_no", retired_at=NOW), make.participant(fair=fair)
    Answer.objects.create(participant=person, question=question, value=["yes"])
    shown = words(client.get(page("show-participant", fair, person.pk)))
    assert "asked no more" in shown
    assert "<dd>yes</dd>" in shown


def test_who_leaves_takes_his_answers_along(fair):
    for go in (joining.leave_fair, None):
        person = make.participant(fair=fair, user=make.member(), inquiry="Who?", inquired_at=NOW)
        Answer.objects.create(participant=person, question=make.question(fair=fair), value=["Cocoa"])
        if go:
            go(participant=person, at=NOW)
        else:
            delete_account(user=person.user, typed_email=person.user.email, at=NOW)
        person.refresh_from_db()
        assert (person.inquiry, person.inquired_at, person.answers.count()) == ("", None, 0)


# Asking back ----------------------------------------------------------------


def test_ask_back_asks_whoever_waits(fair):
    asker, person = make.user(), applicant(fair)
    asking.ask_back(participant=person, inquiry=" Who are you? ", by=asker, at=NOW)
    replied = asking.reply(participant=person, text="A grower", at=NOW)
    assert (replied.inquiry, replied.inquired_by, replied.reply) == ("Who are you?", asker, "A grower")
    again = asking.ask_back(participant=person, inquiry="Of what?", by=asker, at=NOW)
    assert (again.inquiry, again.reply, again.replied_at, again.status) == ("Of what?", "", None, "applied")


def test_ask_back_refuses(fair):
    with pytest.raises(NotWaiting):
        asking.ask_back(participant=make.participant(fair=fair), inquiry="Who?", by=make.user(), at=NOW)
    with pytest.raises(NothingAsked):
        asking.ask_back(participant=applicant(fair), inquiry="  ", by=make.user(), at=NOW)
    with pytest.raises(NoQuestionToYou):
        asking.reply(participant=applicant(fair), text="Me", at=NOW)


def test_the_organiser_asks_several_and_finds_who_has_replied(client, fair, organiser):
    first, second = applicant(fair), applicant(fair)
    address, people = page("decide-participants", fair), [first.pk, second.pk]
    assert client.post(address, {"decision": "ask", "participants": people}).status_code == 422
    typed = {"decision": "ask", "participants": people, "inquiry": "Who are you?"}
    assert client.post(address, typed).status_code == 302
    client.force_login(first.user)
    assert "Who are you?" in words(client.get(pages.page("join-fair", fair)))
    assert client.post(pages.page("reply", fair), {"text": ""}).status_code == 422
    assert client.post(pages.page("reply", fair), {"text": "A grower"}).status_code == 302
    client.force_login(organiser.user)

    def found(status):
        return [person.pk for person in client.get(page("list-participants", fair), {"status": status}).context["page"]]

    assert (found("asked"), found("replied")) == ([second.pk], [first.pk])
    assert "A grower" in words(client.get(page("show-participant", fair, first.pk)))
    refused = client.post(address, typed | {"participants": [organiser.pk, second.pk]})
    assert refused.status_code == 409
    assert [person.pk for person, _why in refused.context["refused"]] == [organiser.pk]


def test_who_has_been_decided_about_has_nothing_to_reply(client, fair):
    person = make.participant(fair=fair)
    client.force_login(person.user)
    assert client.post(pages.page("reply", fair), {"text": "Me"}).status_code == 409
    client.force_login(make.user())
    assert client.post(pages.page("reply", fair), {"text": "Me"}).status_code == 404
