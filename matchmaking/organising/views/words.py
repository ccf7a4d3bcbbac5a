"""What the fair says of itself, what it asks whoever registers, and how it looks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.fairs.access import fair_context
from matchmaking.fairs.actions import asking, words
from matchmaking.fairs.errors import ChangedMeanwhile, FairRefused
from matchmaking.fairs.forms import put_at_field
from matchmaking.fairs.models import Fair, Question
from matchmaking.fairs.rights import Right
from matchmaking.fairs.rules import MOST_QUESTIONS
from matchmaking.organising.forms.words import CategoryForm, QuestionForm, TextsForm
from matchmaking.organising.rules import colours
from matchmaking.organising.views.doors import desk


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def edit_texts(request: HttpRequest, fair: Fair) -> HttpResponse:
    """All languages of the fair side by side. Who comes second sees what the other wrote beside what he typed."""
    context: dict[str, Any] = dict(fair_context(request, fair))
    stored = list(fair.texts.all())
    if request.method != "POST":
        form = TextsForm(fair=fair, texts=stored)
        return render(request, "organising/texts.html", {**context, "form": form})
    form = TextsForm(request.POST, fair=fair, texts=stored)
    if not form.is_valid():
        return render(request, "organising/texts.html", {**context, "form": form}, status=422)
    try:
        words.write_texts(fair=fair, texts=form.texts, seen=form.cleaned_data["seen"])
    except ChangedMeanwhile as refusal:
        typed = request.POST.copy()
        typed["seen"] = TextsForm(fair=fair, texts=stored).initial["seen"]
        context |= {"refusal": refusal, "form": TextsForm(typed, fair=fair, texts=stored), "stored": stored}
        return render(request, "organising/texts.html", context, status=409)
    messages.success(request, _("The texts are saved."))
    return redirect("organising:edit-texts", fair.slug)


@require_safe
@desk(Right.SET_UP)
def show_contrast(request: HttpRequest, fair: Fair) -> HttpResponse:
    """How well text can be read on a colour, before it is chosen."""
    colour = request.GET.get("brand_colour", fair.brand_colour)
    found = colours.judge(colour) if colours.is_colour(colour) else None
    return render(request, "organising/_contrast.html", {"contrast": found, "fair": fair})


# Questions and categories ----------------------------------------------------------------


def questions_context(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    questions = list(fair.questions.select_related("fair"))
    return {
        **fair_context(request, fair),
        "asked": [question for question in questions if question.retired_at is None],
        "retired": [question for question in questions if question.retired_at],
        "categories": list(fair.categories.all()),
        "form": QuestionForm(fair=fair),
        "category_form": CategoryForm(auto_id="category_%s"),
        "most": MOST_QUESTIONS,
    }


@require_safe
@desk(Right.SET_UP)
def edit_questions(request: HttpRequest, fair: Fair) -> HttpResponse:
    return render(request, "organising/questions.html", questions_context(request, fair))


@require_POST
@desk(Right.SET_UP)
def add_question(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = QuestionForm(request.POST, fair=fair)
    if not form.is_valid():
        context = {**questions_context(request, fair), "form": form}
        return render(request, "organising/questions.html", context, status=422)
    try:
        asking.add_question(fair=fair, facts=form.facts)
    except FairRefused as refusal:
        context = {**questions_context(request, fair), "form": form, "refusal": refusal}
        return render(request, "organising/questions.html", context, status=409)
    messages.success(request, _("The question is asked from now on."))
    return redirect("organising:edit-questions", fair.slug)


def question_of(fair: Fair, pk: int) -> Question:
    return get_object_or_404(fair.questions.select_related("fair"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.SET_UP)
def change_question(request: HttpRequest, fair: Fair, question: int) -> HttpResponse:
    ours = question_of(fair, question)
    form = QuestionForm(request.POST if request.method == "POST" else None, fair=fair, question=ours)
    context = {**fair_context(request, fair), "form": form, "question": ours}
    if request.method != "POST":
        return render(request, "organising/question.html", context)
    if not form.is_valid():
        return render(request, "organising/question.html", context, status=422)
    asking.change_question(question=ours, facts=form.facts)
    messages.success(request, _("The question is saved."))
    return redirect("organising:edit-questions", fair.slug)


@require_POST
@desk(Right.SET_UP)
def arrange_question(request: HttpRequest, fair: Fair, question: int) -> HttpResponse:
    """Up, down, asked no more, or asked again."""
    ours = question_of(fair, question)
    match request.POST.get("do"):
        case "up" | "down" as way:
            asking.move_question(question=ours, up=way == "up")
        case "retire":
            asking.retire_question(question=ours, at=timezone.now())
            messages.success(request, _("The question is asked no more. The answers stay."))
        case "ask-again":
            try:
                asking.ask_question_again(question=ours)
            except FairRefused as refusal:
                context = {**questions_context(request, fair), "refusal": refusal}
                return render(request, "organising/questions.html", context, status=409)
        case _:
            return render(request, "organising/questions.html", questions_context(request, fair), status=422)
    return redirect("organising:edit-questions", fair.slug)


@require_POST
@desk(Right.SET_UP)
def add_category(request: HttpRequest, fair: Fair) -> HttpResponse:
    form = CategoryForm(request.POST, auto_id="category_%s")
    if form.is_valid():
        try:
            asking.add_category(fair=fair, name=form.cleaned_data["name"])
        except FairRefused as refusal:
            put_at_field(form, refusal)
        else:
            messages.success(request, _("The category is there."))
            return redirect("organising:edit-questions", fair.slug)
    context = {**questions_context(request, fair), "category_form": form}
    return render(request, "organising/questions.html", context, status=422)


@require_POST
@desk(Right.SET_UP)
def change_category(request: HttpRequest, fair: Fair, category: int) -> HttpResponse:
    """Another name, up, down, or gone."""
    ours = get_object_or_404(fair.categories, pk=category)
    context = questions_context(request, fair)
    match request.POST.get("do"):
        case "up" | "down" as way:
            asking.move_category(category=ours, up=way == "up")
        case "remove":
            asking.remove_category(category=ours)
            messages.success(request, _("The category is gone."))
        case "rename" if (form := CategoryForm(request.POST)).is_valid():
            try:
                asking.rename_category(category=ours, name=form.cleaned_data["name"])
            except FairRefused as refusal:
                return render(request, "organising/questions.html", {**context, "refusal": refusal}, status=409)
        case _:
            return render(request, "organising/questions.html", context, status=422)
    return redirect("organising:edit-questions", fair.slug)
