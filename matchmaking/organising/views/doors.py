"""How a page of the organiser's desk is entered: the address names the fair, the reader's duty opens it or not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from matchmaking.fairs.access import organised_fair
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import Page

P = ParamSpec("P")


def desk(right: Right) -> Callable[[Callable[Concatenate[Any, Fair, P], HttpResponse]], Page]:
    """A page for those who have this right at the fair: others find nothing here, strangers are asked to sign in."""

    def doored(view: Callable[Concatenate[Any, Fair, P], HttpResponse]) -> Page:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, fair: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, organised_fair(request, fair, right), *args, **kwargs)

        page.right = right  # type: ignore[attr-defined]  # a test holds that every page of the desk asks for one
        return page

    return doored
