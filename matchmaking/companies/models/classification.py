"""How goods and services are classified, in which words, and the vocabulary that forgives typos."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField

from matchmaking.common.encoder import DIMENSIONS


class HsCode(models.Model):
    """One line of the Harmonized System 2022: a section, chapter, heading or subheading."""

    class Level(models.IntegerChoices):
        SECTION = 0, _("section")
        CHAPTER = 2, _("chapter")
        HEADING = 4, _("heading")
        SUBHEADING = 6, _("subheading")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    description = models.TextField(_("description"))

    class Meta:
        verbose_name = _("HS code")
        verbose_name_plural = _("HS codes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="hs_code_has_the_digits_of_its_level",
                condition=Q(level=0, code__regex=r"^[IVX]+$")
                | Q(level=2, code__regex=r"^[0-9]{2}$")
                | Q(level=4, code__regex=r"^[0-9]{4}$")
                | Q(level=6, code__regex=r"^[0-9]{6}$"),
            ),
            models.CheckConstraint(
                name="only_sections_have_no_parent",
                condition=Q(level=0, parent=None) | Q(level__gt=0, parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dotted} {self.description}"

    @property
    def dotted(self) -> str:
        """The code as traders write it: 1806.32."""
        return f"{self.code[:4]}.{self.code[4:]}" if len(self.code) == 6 else self.code

    @property
    def wording(self) -> str:
        """What the code is called in the reader's language, else its official description. Reads `labels`."""
        language = (get_language() or "en")[:2]
        return next((label.text for label in self.labels.all() if label.language == language), self.description)


class HsLabel(models.Model):
    """What an HS code is called in one language. `folded` is what a search compares with."""

    code = models.ForeignKey(HsCode, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=3)
    text = models.TextField(_("text"))
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("HS label")
        verbose_name_plural = _("HS labels")
        constraints = [
            models.UniqueConstraint(name="one_label_per_code_and_language", fields=["code", "language"]),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} ({self.language}) {self.text}"


class HsTerm(models.Model):
    """Words that lead to an HS code, with their meaning: the official description, or a name used in trade.

    There are some ten thousand, whose meanings are compared one by one (docs/decisions/0022-no-index-over-meanings.md).
    """

    class Kind(models.TextChoices):
        DESCRIPTION = "description", _("description")
        TRADE_NAME = "name", _("trade name")

    code = models.ForeignKey(HsCode, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    language = models.CharField(_("language"), max_length=3)
    text = models.TextField(_("text"))
    folded = models.TextField(editable=False)
    meaning = HalfVectorField(dimensions=DIMENSIONS, editable=False)

    class Meta:
        verbose_name = _("HS term")
        verbose_name_plural = _("HS terms")
        constraints = [
            models.UniqueConstraint(name="hs_term_is_said_once", fields=["code", "kind", "language", "text"]),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} ({self.language}) {self.text}"


class HsWord(models.Model):
    """A folded word and the headings whose labels, subheadings' labels or trade names have it, in whatever language."""

    word = models.CharField(max_length=64, primary_key=True)
    headings = ArrayField(models.CharField(max_length=4))

    class Meta:
        verbose_name = _("HS word")
        verbose_name_plural = _("HS words")
        indexes = [GinIndex(name="hs_word_trigrams", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


class Service(models.Model):
    """One line of the services list: a sector, or a service within one. The Harmonized System has goods only."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    names = models.JSONField(_("names by language"), default=dict)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The service's name in the reader's language, else in English."""
        return str(self.names.get((get_language() or "en")[:2]) or self.names.get("en", self.code))


class SearchWord(models.Model):
    """A word that some directory contains. A misspelt query finds its nearest words here, by trigrams."""

    word = models.CharField(max_length=64, primary_key=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        indexes = [GinIndex(name="search_word_trigrams", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
