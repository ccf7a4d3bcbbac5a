"""What an organiser tells many at once: written, tried out, sent or scheduled, taken back, and what became of it."""

from copy import copy
from typing import Any
from uuid import UUID

from csp.constants import HEADER, SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matchmaking.accounts.models import User
from matchmaking.fairs.access import fair_context
from matchmaking.fairs.models import Fair, Participant
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import SignedInRequest
from matchmaking.organising.forms.news import AnnouncementForm, AudienceForm, SendForm, audience_in_words
from matchmaking.organising.views.doors import desk
from matchmaking.reminders import rules
from matchmaking.reminders.access import announcements_editable_by
from matchmaking.reminders.actions import announcing
from matchmaking.reminders.due.news import audience
from matchmaking.reminders.errors import AnnouncementRefused
from matchmaking.reminders.mails import preview_of
from matchmaking.reminders.models import Announcement
from matchmaking.reminders.queries import figures_of
from matchmaking.reminders.tellings.news import telling_of

PER_PAGE = 25
NAMES = 12  # of an audience, beside how many they are
# The mail as it goes out has its styles at its elements; nothing else of it is let through.
OF_A_MAIL = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"


def found(request: HttpRequest, fair: Fair, pk: UUID) -> Announcement:
    return get_object_or_404(announcements_editable_by(request.user), fair=fair, pk=pk)


def in_order(people: QuerySet[Participant]) -> QuerySet[Participant]:
    return people.select_related("user").order_by("user__name", "pk")


@require_safe
@desk(Right.TELL)
def list_announcements(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """Drafts first, then what is scheduled, then what has gone out, with what became of it."""
    news = announcements_editable_by(request.user).filter(fair=fair)
    ordered = news.order_by(F("send_at").desc(nulls_first=True), "-written_at", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    figures = figures_of(page.object_list)
    lines = [(each, audience_in_words(each), figures.get(each.pk)) for each in page.object_list]
    context = {**fair_context(request, fair), "page": page, "lines": lines, "now": timezone.now()}
    return render(request, "organising/news.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.TELL)
def write_announcement(request: SignedInRequest, fair: Fair) -> HttpResponse:
    """A new draft; for those without a meeting, where the reader comes from the list of them."""
    first = {"language": request.user.language}
    news = Announcement(without_meetings="without-meetings" in request.GET)
    form = AnnouncementForm(request.POST or None, fair=fair, instance=news, initial=first)
    if request.method == "POST" and form.is_valid():
        news = announcing.write(fair=fair, by=request.user, said=form.said, texts=form.texts, at=timezone.now())
        return redirect("organising:show-announcement", fair.slug, news.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "organising/write_news.html", writing(request, fair, form), status=status)


def writing(request: HttpRequest, fair: Fair, form: AnnouncementForm) -> dict[str, Any]:
    """The form, and whom it is for as it stands."""
    return {**fair_context(request, fair), "form": form, **counted(Announcement(fair=fair), form)}


def counted(news: Announcement, form: AudienceForm) -> dict[str, Any]:
    """How many are meant, and the first of them by their names."""
    for name in AudienceForm.Meta.fields:
        if form.is_bound and form.is_valid():
            setattr(news, name, form.cleaned_data[name])
        elif not form.is_bound:
            setattr(news, name, getattr(form.instance, name))
    people = audience(news)
    return {"number": people.count(), "people": in_order(people)[:NAMES]}


@require_safe
@never_cache
@desk(Right.TELL)
def count_audience(request: HttpRequest, fair: Fair) -> HttpResponse:
    """A piece of the page: who is meant by what is chosen, before anything is saved."""
    form = AudienceForm(request.GET, fair=fair, instance=Announcement())
    return render(request, "organising/_audience.html", {"fair": fair, **counted(Announcement(fair=fair), form)})


def shown(request: SignedInRequest, fair: Fair, news: Announcement, **more: Any) -> dict[str, Any]:
    """The announcement as it is, how it looks, and whom it is for or what became of it."""
    at = timezone.now()
    people = audience(news)
    is_open = news.begun_at is None
    return {
        **fair_context(request, fair),
        "news": news,
        "words": audience_in_words(news),
        "number": people.count() if is_open else news.reached,
        "people": in_order(people)[:NAMES] if is_open else [],
        "figures": None if is_open else figures_of([news]).get(news.pk),
        "is_late": news.is_late(at - rules.PATIENCE),
        "said": telling_of(news, reader_of(request), at=at),
        "said_in": [news.language, *(text.language for text in news.texts.all())],
        "read_in": reader_of(request).language,
        "send_form": SendForm(),
        "now": at,
        **more,
    }


def reader_of(request: SignedInRequest) -> User:
    """Who looks at it, as if he read his pages in the language that the address asks for."""
    reader = copy(request.user)
    if (language := request.GET.get("language", "")) in dict(settings.LANGUAGES):
        reader.language = language
    return reader


@require_safe
@never_cache
@csp_update({"frame-src": SELF})
@desk(Right.TELL)
def show_announcement(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    news = found(request, fair, pk)
    return render(request, "organising/announcement.html", shown(request, fair, news))


@require_safe
@never_cache
@xframe_options_sameorigin
@desk(Right.TELL)
def preview_mail(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """The mail, as its reader will have it before him."""
    mail = preview_of(found(request, fair, pk), reader_of(request), at=timezone.now())
    return HttpResponse(str(mail.alternatives[0][0]), headers={HEADER: OF_A_MAIL})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Right.TELL)
def edit_announcement(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Another wording of a draft, or another audience."""
    news = found(request, fair, pk)
    form, status, refusal = AnnouncementForm(request.POST or None, fair=fair, instance=news), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                announcing.rewrite(announcement=news, said=form.said, texts=form.texts)
            except AnnouncementRefused as refused:
                refusal, status = refused, 409
            else:
                return redirect("organising:show-announcement", fair.slug, news.pk)
    page = writing(request, fair, form) | {"news": news, "refusal": refusal}
    return render(request, "organising/write_news.html", page, status=status)


@require_POST
@csp_update({"frame-src": SELF})
@desk(Right.TELL)
def test_announcement(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """A mail to whoever asks, and to nobody else."""
    news = found(request, fair, pk)
    try:
        announcing.ask_for_test(announcement=news, by=request.user, at=timezone.now())
    except AnnouncementRefused as refusal:
        return refused(request, fair, news, refusal)
    messages.success(
        request, _("A test is on its way to %(email)s. Nobody else gets it.") % {"email": request.user.email}
    )
    return redirect("organising:show-announcement", fair.slug, news.pk)


@require_POST
@csp_update({"frame-src": SELF})
@desk(Right.TELL)
def send_announcement(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """Now, or at a moment by the fair's clock."""
    news, at = found(request, fair, pk), timezone.now()
    is_now = request.POST.get("when") == "now"
    form = SendForm(None if is_now else request.POST)
    if not is_now and not form.is_valid():
        page = shown(request, fair, news, send_form=form)
        return render(request, "organising/announcement.html", page, status=422)
    send_at = at if is_now else form.moment(fair)
    try:
        announcing.schedule(announcement=news, send_at=send_at, at=at, is_meant="is_meant" in request.POST)
    except AnnouncementRefused as refusal:
        return refused(request, fair, news, refusal, form)
    said = _("It is on its way.") if is_now else _("It is scheduled. Until then you can take it back.")
    messages.success(request, said)
    return redirect("organising:show-announcement", fair.slug, news.pk)


def refused(
    request: SignedInRequest,
    fair: Fair,
    news: Announcement,
    refusal: AnnouncementRefused,
    form: SendForm | None = None,
) -> HttpResponse:
    """The page with the refusal: at its field, if it is about one, else above everything."""
    more: dict[str, Any] = {"refusal": refusal, "typed": request.POST}
    if form is not None and form.is_bound:
        more["send_form"] = form
        if refusal.field:
            form.add_error(refusal.field, str(refusal))
            del more["refusal"]
    fresh = found(request, fair, news.pk)
    return render(request, "organising/announcement.html", shown(request, fair, fresh, **more), status=409)


@require_POST
@csp_update({"frame-src": SELF})
@desk(Right.TELL)
def take_back_announcement(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """A draft again."""
    news = found(request, fair, pk)
    try:
        announcing.take_back(announcement=news)
    except AnnouncementRefused as refusal:
        return refused(request, fair, news, refusal)
    messages.success(request, _("It is a draft again, and goes out to nobody."))
    return redirect("organising:show-announcement", fair.slug, news.pk)


@require_POST
@csp_update({"frame-src": SELF})
@desk(Right.TELL)
def remove_announcement(request: SignedInRequest, fair: Fair, pk: UUID) -> HttpResponse:
    """The draft is gone."""
    news = found(request, fair, pk)
    try:
        announcing.discard(announcement=news)
    except AnnouncementRefused as refusal:
        return refused(request, fair, news, refusal)
    messages.success(request, _("The draft is removed."))
    return redirect("organising:organise-news", fair.slug)
