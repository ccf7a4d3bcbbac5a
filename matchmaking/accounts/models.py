"""The person, his settings and whom he has blocked."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.places import validate_country, validate_language, validate_time_zone
from matchmaking.common.uploads import image_path


class UserManager(BaseUserManager["User"]):
    """Makes users; Django's createsuperuser asks for it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address. Everything else about him at a fair hangs on his participation."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    photo = models.ImageField(_("photo"), upload_to=image_path("people"), blank=True)
    language = models.CharField(
        _("language of the pages and mails"),
        max_length=10,
        default="en",
        validators=[validate_language],
    )
    spoken_languages = ArrayField(
        models.CharField(max_length=3, validators=[validate_language]),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    is_time_zone_chosen = models.BooleanField(
        _("time zone chosen by hand"),
        default=False,
        help_text=_("Until then the browser's time zone is taken."),
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login", "photo"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(name="one_account_per_address", fields=["email"]),
            models.CheckConstraint(name="addresses_are_in_small_letters", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="who_has_left_is_nobody",
                condition=Q(left_at=None) | Q(name="", photo="", country="", is_active=False),
            ),
        ]

    def __str__(self) -> str:
        if self.left_at:
            return gettext("Somebody who has left")
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email.split("@")[0]


class Block(models.Model):
    """One person does not want to be seen or asked by another. It works both ways and is told to nobody."""

    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(name="blocked_once", fields=["blocker", "blocked"]),
            models.CheckConstraint(name="nobody_blocks_himself", condition=~Q(blocker=F("blocked"))),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} ↛ {self.blocked}"
