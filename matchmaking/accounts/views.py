"""A person's own pages. Signing in and what belongs to it are allauth's views, in our templates."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as switch_language

from matchmaking.accounts.access import blocks_editable_by, people_named_by
from matchmaking.accounts.actions import blocking, leaving, settling
from matchmaking.accounts.errors import AccountRefused, StillNeeded
from matchmaking.accounts.forms import FarewellForm, ProfileForm
from matchmaking.accounts.middleware import browser_zone
from matchmaking.accounts.models import User
from matchmaking.accounts.queries import blocks_by
from matchmaking.common.ways import way_back


def reader(request: HttpRequest) -> User:
    """The signed-in person, for views behind login_required."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's switch of the language; the account of somebody signed in remembers it.

    A forged request of somebody unknown would change nothing but a cookie that says in which language he reads; so
    pages for everybody need no token of their own, and can be kept.
    """
    return _remember_language(request) if isinstance(request.user, User) else switch_language(request)


@csrf_protect
def _remember_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        settling.change_language(user=reader(request), language=language)
    return switch_language(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Who I am, which languages I read and speak, by which clock I live."""
    user = reader(request)
    form = ProfileForm(request.POST or None, request.FILES or None, user=user)
    if request.method != "POST":
        return render(request, "accounts/me.html", {"form": form, "browser_zone": browser_zone(request)})
    if not form.is_valid():
        context = {"form": form, "browser_zone": browser_zone(request)}
        return render(request, "accounts/me.html", context, status=422)
    settling.change_profile(user=user, profile=form.profile(), browser_zone=browser_zone(request))
    messages.success(request, _("Your profile is saved."))
    return redirect("accounts:me")


@login_required
@require_safe
def list_blocks(request: HttpRequest) -> HttpResponse:
    """The people whom I have blocked."""
    return render(request, "accounts/blocks.html", {"blocks": blocks_by(reader(request))})


@login_required
@require_POST
def block_person(request: HttpRequest) -> HttpResponse:
    """Blocks the person whom a page has named to this reader, and goes back to where he came from."""
    user = reader(request)
    person = get_object_or_404(people_named_by(request.POST.get("person", ""), user))
    try:
        blocking.block_person(person=person, by=user)
    except AccountRefused as refusal:
        context = {"refusal": refusal, "blocks": blocks_by(user)}
        return render(request, "accounts/blocks.html", context, status=409)
    messages.success(request, _("%(name)s is blocked: you do not see each other any more.") % {"name": person})
    return redirect(way_back(request) or "accounts:list-blocks")


@login_required
@require_POST
def unblock_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Lifts one of my blocks."""
    block = get_object_or_404(blocks_editable_by(request.user), pk=pk)
    blocking.unblock_person(block=block)
    messages.success(request, _("%(name)s is not blocked any more.") % {"name": block.blocked})
    return redirect("accounts:list-blocks")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def delete_account(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays; deletes the account of whoever types its address."""
    user = reader(request)
    form = FarewellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.delete_account(user=user, typed_email=form.cleaned_data["email"], at=timezone.now())
        except StillNeeded as refusal:
            context = {"form": form, "refusal": refusal}
            return render(request, "accounts/delete_account.html", context, status=409)
        except AccountRefused as refusal:
            form.add_error("email", str(refusal.message))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("/")
    status = 422 if form.errors else 200
    return render(request, "accounts/delete_account.html", {"form": form}, status=status)


@login_required
@require_safe
def need_second_factor(request: HttpRequest) -> HttpResponse:
    """Tells a member of staff why the administration is closed to him, and how he opens it."""
    return render(request, "accounts/need_second_factor.html", status=403)
