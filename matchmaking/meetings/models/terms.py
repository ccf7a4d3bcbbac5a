"""On which terms people meet at a fair: how long an answer may take, how much one may ask, and who may ask whom."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.common.calls import LONGEST_LINK, LONGEST_PHONE, validate_call_link, validate_phone
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair, Participant


class FairTerms(models.Model):
    """What holds for all requests of a fair. A fair without them has the ones that stand here."""

    fair = models.OneToOneField(Fair, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    answer_hours = models.PositiveSmallIntegerField(
        _("working hours in which a request is answered"),
        default=16,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    offer_minutes = models.PositiveSmallIntegerField(
        _("minutes in which an offer from the waiting list is taken"),
        default=120,
        validators=[MinValueValidator(5), MaxValueValidator(2880)],
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("terms of a fair")
        verbose_name_plural = _("terms of fairs")

    def __str__(self) -> str:
        return str(self.fair)


class Quota(models.Model):
    """How much somebody in a role may ask and meet at a fair. Whoever has several roles has the most generous one."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="quotas")
    role = models.CharField(_("role"), max_length=12, choices=Participant.Role)
    open_requests = models.PositiveSmallIntegerField(_("open requests"), null=True, blank=True)
    meetings_per_day = models.PositiveSmallIntegerField(_("meetings a day"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["fair", "role"]
        constraints = [models.UniqueConstraint(name="one_quota_per_role_and_fair", fields=["fair", "role"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()} @ {self.fair}"


class Group(models.Model):
    """Some participants of a fair, named by its organiser: press, newcomers, one country's delegation."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=60)
    participants = models.ManyToManyField(Participant, related_name="groups", blank=True)

    class Meta:
        verbose_name = _("group of participants")
        verbose_name_plural = _("groups of participants")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(name="one_group_per_name_and_fair", fields=["fair", "name"])]

    def __str__(self) -> str:
        return self.name


class Barrier(models.Model):
    """These may not ask those. Who is meant is said by a role, a group, or both; neither means everybody."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="barriers")
    asking_role = models.CharField(_("asking: role"), max_length=12, choices=Participant.Role, blank=True)
    asking_group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("asking: group")
    )
    asked_role = models.CharField(_("asked: role"), max_length=12, choices=Participant.Role, blank=True)
    asked_group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("asked: group")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("barrier")
        verbose_name_plural = _("barriers")
        ordering = ["fair", "pk"]
        constraints = [
            models.CheckConstraint(
                name="barrier_stands_between_some",
                condition=~Q(asking_role="", asking_group=None, asked_role="", asked_group=None),
                violation_error_message=_("Say whom this is about: a role or a group, on one side at least."),
            ),
            models.UniqueConstraint(
                "fair",
                "asking_role",
                Coalesce("asking_group", 0),
                "asked_role",
                Coalesce("asked_group", 0),
                name="barrier_stands_once",
                violation_error_message=_("This barrier stands already."),
            ),
        ]

    def __str__(self) -> str:
        asking = f"{self.get_asking_role_display()} {self.asking_group or ''}".strip()
        asked = f"{self.get_asked_role_display()} {self.asked_group or ''}".strip()
        return f"{asking or '*'} ↛ {asked or '*'}"


class StandTerms(models.Model):
    """How a stand's team wants to be met."""

    exhibitor = models.OneToOneField(Exhibitor, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    books_directly = models.BooleanField(
        _("book directly"),
        default=False,
        help_text=_("Whoever asks for a time at which one of the team is free has the meeting at once."),
    )
    call_link = models.CharField(
        _("call elsewhere"),
        max_length=LONGEST_LINK,
        blank=True,
        validators=[validate_call_link],
        help_text=_(
            "A link to Zoom, Teams, Meet, VooV or another service, offered if a call in the room does not work."
        ),
    )
    call_phone = models.CharField(
        _("phone"),
        max_length=LONGEST_PHONE,
        blank=True,
        validators=[validate_phone],
        help_text=_("Whoever meets you can ring you there. Nobody else sees it."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("terms of a stand")
        verbose_name_plural = _("terms of stands")
        constraints = [
            models.CheckConstraint(
                name="stand_links_safely", condition=Q(call_link="") | Q(call_link__startswith="https://")
            ),
        ]

    def __str__(self) -> str:
        return str(self.exhibitor)
