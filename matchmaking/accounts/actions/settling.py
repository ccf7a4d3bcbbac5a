"""How somebody wants to be known, read and timed."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.db import transaction

from matchmaking.accounts.models import User
from matchmaking.common.uploads import forget_file


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a person says of himself. `time_zone` is the zone chosen by hand, or "" to follow the browser."""

    name: str
    country: str = ""
    language: str
    spoken_languages: list[str] = field(default_factory=list)
    time_zone: str = ""
    photo: "File[Any] | None" = None
    drop_photo: bool = False


@transaction.atomic
def change_profile(*, user: User, profile: Profile, browser_zone: str) -> None:
    """The person is as he says; a photo that is replaced is removed from the disk once that is certain."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.name = profile.name
    user.country = profile.country
    user.language = profile.language
    user.spoken_languages = profile.spoken_languages
    user.is_time_zone_chosen = bool(profile.time_zone)
    user.time_zone = profile.time_zone or browser_zone or user.time_zone
    if profile.photo or profile.drop_photo:
        forget_photo(user)
    if profile.photo:
        user.photo.save(profile.photo.name or "photo", profile.photo, save=False)
    user.save()


def change_language(*, user: User, language: str) -> None:
    """Pages and mails come in that language from now on."""
    user.language = language
    user.save(update_fields=["language"])


def follow_browser_clock(*, user: User, zone: str) -> None:
    """The account knows the browser's zone, unless its owner has chosen one by hand."""
    if zone and not user.is_time_zone_chosen and user.time_zone != zone:
        user.time_zone = zone
        user.save(update_fields=["time_zone"])


def forget_photo(user: User) -> None:
    """The account has no photo; its file goes with the commit."""
    forget_file(user.photo)
    user.photo = ""
