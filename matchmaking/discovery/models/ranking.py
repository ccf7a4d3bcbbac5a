"""Who suits whom at a fair, by which weights, and when that was worked out."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.discovery.scoring.facts import HEAVIEST, SIGNALS, Weights
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.visitors.models import VisitorProfile

VALID = [MinValueValidator(0.0), MaxValueValidator(HEAVIEST)]


class Pairing(models.Model):
    """A stand and a visitor who may interest each other: one of them is on the other's list, or both are.

    `worth` is how many meetings of the two clear the market: it ranks both lists. Derived; doors are asked anew.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="+")
    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="pairings")
    profile = models.ForeignKey(VisitorProfile, on_delete=models.CASCADE, related_name="pairings")
    worth = models.FloatField()
    stand_view = models.FloatField()
    visitor_view = models.FloatField()
    is_for_visitor = models.BooleanField()
    is_for_stand = models.BooleanField()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [
            models.UniqueConstraint(name="paired_once", fields=["exhibitor", "profile"]),
            models.CheckConstraint(
                name="pairing_is_on_a_list", condition=Q(is_for_visitor=True) | Q(is_for_stand=True)
            ),
        ]
        indexes = [models.Index(name="pairing_of_visitor", fields=["profile"])]

    def __str__(self) -> str:
        return f"{self.exhibitor} ↔ {self.profile}"


class FairWeights(models.Model):
    """How much each signal counts at a fair, as its organiser wants it. What people do shifts it a little for each."""

    fair = models.OneToOneField(Fair, on_delete=models.CASCADE, primary_key=True, related_name="weights")
    products = models.FloatField(_("goods that fit"), default=Weights.products, validators=VALID)
    texts = models.FloatField(_("texts that mean the same"), default=Weights.texts, validators=VALID)
    markets = models.FloatField(_("markets wanted"), default=Weights.markets, validators=VALID)
    languages = models.FloatField(_("a common language"), default=Weights.languages, validators=VALID)
    certificates = models.FloatField(_("certificates needed"), default=Weights.certificates, validators=VALID)
    services = models.FloatField(_("services that fit"), default=Weights.services, validators=VALID)
    hours = models.FloatField(_("comfortable hours in common"), default=Weights.hours, validators=VALID)
    volumes = models.FloatField(_("volumes"), default=Weights.volumes, validators=VALID)
    endorsed = models.FloatField(_("vouched for"), default=Weights.endorsed, validators=VALID)
    changed_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        verbose_name = _("weights of a fair")
        verbose_name_plural = _("weights of fairs")
        constraints = [
            models.CheckConstraint(
                name="weights_are_within_bounds",
                condition=Q(
                    **{f"{name}__gte": 0 for name in SIGNALS}, **{f"{name}__lte": HEAVIEST for name in SIGNALS}
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.fair)

    def as_weights(self) -> Weights:
        return Weights(**{name: getattr(self, name) for name in SIGNALS})


class Run(models.Model):
    """Everybody of a fair is matched with everybody: for real, or as a preview of weights. It tells how far it is."""

    class Kind(models.TextChoices):
        LIVE = "live", _("for everybody")
        PREVIEW = "preview", _("preview of weights")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.LIVE)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    weights = models.JSONField(_("weights"), default=dict)
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wanted_at = models.DateTimeField(_("wanted at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last heard of at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    figures = models.JSONField(_("figures"), default=dict, blank=True)

    class Meta:
        verbose_name = _("matching of a fair")
        verbose_name_plural = _("matchings of fairs")
        ordering = ["-wanted_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_matching_at_a_time_per_fair_and_kind",
                fields=["fair", "kind"],
                condition=Q(status__in=["waiting", "running"]),
            ),
            models.CheckConstraint(
                name="matching_ended_iff_stamped",
                condition=Q(status__in=["waiting", "running"], ended_at=None)
                | Q(status__in=["done", "failed"], ended_at__isnull=False),
            ),
            models.CheckConstraint(name="matching_does_no_more_than_all", condition=Q(done__lte=F("total"))),
        ]
        indexes = [models.Index(name="matching_of_fair", fields=["fair", "-wanted_at"])]

    def __str__(self) -> str:
        return f"{self.fair}, {self.wanted_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
