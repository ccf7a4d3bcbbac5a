"""Joining a fair and leaving it, and what one says to its organiser."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matchmaking.fairs import queries, rules
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import asking, joining
from matchmaking.fairs.errors import FairRefused
from matchmaking.fairs.forms import AnswersForm, JoinForm, ReplyForm
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.views.doors import SignedInRequest, at_fair

NEXT_PAGE = {Participant.Role.VISITOR: "visitors:edit-profile", Participant.Role.EXHIBITOR: "exhibitors:exhibit"}


def join_context(request: SignedInRequest, fair: Fair, typed: QueryDict | None = None) -> dict[str, Any]:
    """The page's forms: to join (as typed), and for who has joined, to reply and to change what he answered."""
    here = fair_context(request, fair)
    ours = here["participant"]
    is_there = ours is not None and ours.status != Participant.Status.LEFT
    roles = ours.roles if ours and is_there else []
    given = answers_of(ours) if ours and is_there else {}
    asked = queries.questions_for(fair, {*roles, *rules.ROLES_ONE_MAY_CHOOSE})
    mine = [question for question in asked if is_there and concerns(question, roles)]
    is_open = fair.status != Fair.Status.CLOSED and ours is not None and ours.status != Participant.Status.DECLINED
    return {
        **here,
        "form": JoinForm(
            typed,
            questions=[question for question in asked if question not in mine],
            categories=[] if is_there else fair.categories.all(),
            concerned=None if typed is None else [typed.get("role", "")],
        ),
        "answers_form": AnswersForm(questions=mine, given=given) if mine and is_open else None,
        "reply_form": ReplyForm(initial={"text": ours.reply}) if ours and ours.inquiry else None,
    }


def concerns(question: Any, roles: list[str]) -> bool:
    return not question.roles or bool(set(question.roles) & set(roles))


def answers_of(ours: Participant) -> dict[int, list[str]]:
    return dict(ours.answers.values_list("question", "value"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@at_fair
def join_fair(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Choose how one comes; then on to the profile or to the stand. Or see how one's registration stands."""
    context = join_context(request, fair, request.POST if request.method == "POST" else None)
    form: JoinForm = context["form"]
    if request.method != "POST":
        return render(request, "fairs/join.html", context)
    if not form.is_valid():
        return render(request, "fairs/join.html", context, status=422)
    role = Participant.Role(form.cleaned_data["role"])
    try:
        ours = joining.join_fair(
            fair=fair,
            user=request.user,
            role=role,
            message=form.cleaned_data["message"],
            category=form.chosen_category,
            answers=form.answers,
            at=timezone.now(),
        )
    except FairRefused as refusal:
        return render(request, "fairs/join.html", {**context, "refusal": refusal}, status=409)
    if not ours.is_approved:
        return redirect("fairs:join-fair", fair.slug)
    messages.success(request, _("You take part in %(fair)s.") % {"fair": fair.name})
    return redirect(NEXT_PAGE[role], fair.slug)


@login_required
@require_POST
@at_fair
def answer_questions(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The person changes what he has answered, until the fair closes."""
    context = join_context(request, fair)
    form: AnswersForm | None = context["answers_form"]
    if form is None:
        raise Http404
    bound = AnswersForm(request.POST, questions=form.questions.values())
    if not bound.is_valid():
        return render(request, "fairs/join.html", {**context, "answers_form": bound}, status=422)
    asking.answer_questions(participant=context["participant"], answers=bound.answers)
    messages.success(request, _("Your answers are saved."))
    return redirect("fairs:join-fair", fair.slug)


@login_required
@require_POST
@at_fair
def reply(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """The person answers what the organiser asked him."""
    context = join_context(request, fair)
    if context["participant"] is None:
        raise Http404
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return render(request, "fairs/join.html", {**context, "reply_form": form}, status=422)
    try:
        asking.reply(participant=context["participant"], text=form.cleaned_data["text"], at=timezone.now())
    except FairRefused as refusal:
        return render(request, "fairs/join.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("Your reply is with the organiser."))
    return redirect("fairs:join-fair", fair.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@at_fair
def leave_fair(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Ask once, then go."""
    context = fair_context(request, fair)
    if context["participant"] is None:
        raise Http404
    if request.method != "POST":
        return render(request, "fairs/leave.html", context)
    try:
        joining.leave_fair(participant=context["participant"], at=timezone.now())
    except FairRefused as refusal:
        return render(request, "fairs/leave.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("You have left %(fair)s.") % {"fair": fair.name})
    return redirect("fairs:home")
