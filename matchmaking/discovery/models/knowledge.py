"""What is known of one who looks for partners at a fair, and the meanings of his words. Derived: made anew at will."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from pgvector.django import BitField, HalfVectorField

from matchmaking.common.encoder import DIMENSIONS
from matchmaking.exhibitors.models import Exhibitor
from matchmaking.fairs.models import Fair
from matchmaking.visitors.models import VisitorProfile


class Dossier(models.Model):
    """A visitor's profile or a stand, as far as it decides who suits it (docs/discovery.md).

    `facts` are those of `scoring.facts.Party`; `slots` are the beginnings of comfortable slots, in minutes since 1970.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="dossiers")
    profile = models.OneToOneField(
        VisitorProfile, on_delete=models.CASCADE, null=True, blank=True, related_name="dossier"
    )
    exhibitor = models.OneToOneField(Exhibitor, on_delete=models.CASCADE, null=True, blank=True, related_name="dossier")
    facts = models.JSONField(default=dict)
    slots = ArrayField(models.IntegerField(), default=list)
    capacity = models.PositiveIntegerField(_("meetings there is time for"), default=0)
    is_shown = models.BooleanField(_("shown to the other side"), default=True)
    has_meanings = models.BooleanField(_("meanings of its texts are known"), default=True)
    taste = models.JSONField(_("learnt weights"), default=dict, blank=True)
    forgotten_at = models.DateTimeField(_("learnt anew since"), null=True, blank=True)
    # What the last clearing of the market has found of it.
    price = models.FloatField(_("price in the market"), null=True, blank=True)
    good = models.PositiveIntegerField(_("good matches"), default=0)
    shown_to = models.PositiveIntegerField(_("in so many first ten"), default=0)
    gains = models.JSONField(_("what more it could reach"), default=list, blank=True)
    known_at = models.DateTimeField(_("known at"))
    scored_at = models.DateTimeField(_("scored at"), null=True, blank=True)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.CheckConstraint(
                name="dossier_is_of_a_profile_or_a_stand",
                condition=Q(profile__isnull=False, exhibitor=None) | Q(profile=None, exhibitor__isnull=False),
            ),
        ]
        indexes = [models.Index(name="dossier_of_fair", fields=["fair", "known_at"])]

    def __str__(self) -> str:
        return str(self.profile or self.exhibitor)


class Phrase(models.Model):
    """A few sentences that somebody has written, and what they mean. Made once for each text and encoder."""

    class Kind(models.TextChoices):
        NEED = "need", _("what is looked for")
        PITCH = "pitch", _("pitch")
        PRODUCT = "product", _("product")
        COMPANY = "company", _("company")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="phrases")
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(_("language"), max_length=3)
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=32)  # of the text and the encoder
    meaning = HalfVectorField(dimensions=DIMENSIONS, editable=False)
    # The signs of the meaning: 64 bytes instead of 1,024, of which a search looks through all of a fair's.
    sketch = models.GeneratedField(
        expression=Cast(Func("meaning", function="binary_quantize"), BitField(length=DIMENSIONS)),
        output_field=BitField(length=DIMENSIONS),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="phrase_said_once_per_dossier", fields=["dossier", "digest"]),
        ]
        indexes = [
            models.Index(name="phrase_sketches", fields=["fair"], include=["dossier", "id", "sketch"]),
            models.Index(name="phrase_by_digest", fields=["digest"]),
        ]

    def __str__(self) -> str:
        return self.text
