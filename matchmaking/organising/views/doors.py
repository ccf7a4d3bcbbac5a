"""How a page of the organiser's desk is entered: the address names the fair, the reader's duty opens it or not.

Whoever comes in this way leaves a deed behind, so that no page can forget to write it down.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from matchmaking.fairs.access import organised_fair
from matchmaking.fairs.models import Fair
from matchmaking.fairs.rights import Right
from matchmaking.fairs.views.doors import Page
from matchmaking.organising.actions.recording import record_request
from matchmaking.organising.models import Deed

P = ParamSpec("P")


def desk(
    right: Right, *, hands_out: bool = False
) -> Callable[[Callable[Concatenate[Any, Fair, P], HttpResponseBase]], Page]:
    """A page for those who have this right at the fair: others find nothing here, strangers are asked to sign in.

    Every POST that was done or refused is written down as a deed; so is every GET of a page that `hands_out` data of
    people. Whoever is asked once more who he is (allauth raises that) has done nothing yet.
    """

    def doored(view: Callable[Concatenate[Any, Fair, P], HttpResponseBase]) -> Page:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, fair: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            place = organised_fair(request, fair, right)
            response = view(request, place, *args, **kwargs)
            if request.method == "POST" or (hands_out and request.method == "GET"):
                kind = Deed.Kind.FILE if hands_out else Deed.Kind.CHANGE
                record_request(
                    request, fair=place, status=response.status_code, right=right, kind=kind, at=timezone.now()
                )
            return response

        page.right = right  # type: ignore[attr-defined]  # a test holds that every page of the desk asks for one
        return page

    return doored
