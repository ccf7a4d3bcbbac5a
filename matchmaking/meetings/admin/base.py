"""What the administrators of meetings have in common: rows to look at, deeds on them, and vetoes told at the form."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from unfold.contrib.filters.admin import RelatedDropdownFilter

from matchmaking.accounts.models import User
from matchmaking.common.admin import Inline, Ledger
from matchmaking.meetings.actions.referee import VETOES
from matchmaking.meetings.errors import MeetingRefused

Row = TypeVar("Row", bound=Model)

OF_FAIR = ("fair", RelatedDropdownFilter)


class Shown(Ledger):
    """To look at, not to write in: what happens to such a row happens by the actions of the pages."""

    list_filter_submit = True  # for filters that are chosen from a list

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Who may change such rows may do with them what the pages do."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def carry_out(
        self,
        request: HttpRequest,
        rows: Iterable[Row],
        deed: Callable[[Row], object],
        said: Callable[[int], str],
    ) -> None:
        """The deed is done to each row that allows it. How many is said, and why to the others it was not."""
        count, refusals = 0, set()
        for row in rows:
            try:
                deed(row)
            except MeetingRefused as refusal:
                refusals.add(str(refusal))
            else:
                self.log_change(request, row, said(1))
                count += 1
        if count:
            self.message_user(request, said(count))
        for words in sorted(refusals):
            self.message_user(request, words, level=messages.WARNING)


class ShownInline(Inline):
    """Rows that belong to one that is shown, and are shown with it."""

    show_change_link = False
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Refereed(Ledger):
    """To write in: what the database refuses is told at the form, in the words of the refusal."""

    list_filter_submit = True

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = refusal_of(error)  # type: ignore[attr-defined]  # for the form that is filled again
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> "type[ModelForm[Any]]":
        form = super().get_form(request, obj, change, **kwargs)
        refusal: MeetingRefused | None = getattr(request, "refusal", None)
        return saying(form, refusal) if refusal else form


def saying(form: "type[ModelForm[Any]]", refusal: MeetingRefused) -> "type[ModelForm[Any]]":
    """The form as one that is refused."""

    class Refused(form):  # type: ignore[misc, valid-type]
        def clean(self) -> None:
            raise ValidationError(str(refusal), code=refusal.code)

    return Refused


def refusal_of(error: IntegrityError) -> MeetingRefused:
    """What the database's veto means. One that has no words stays an error."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name not in VETOES:
        raise error
    return VETOES[name]()


def who(request: HttpRequest) -> User:
    """Whoever sits at the desk."""
    assert isinstance(request.user, User)
    return request.user
