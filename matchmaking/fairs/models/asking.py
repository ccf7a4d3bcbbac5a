"""What a fair wants to know of those who register: the kind of person, and the answers to its questions."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from matchmaking.fairs.models.fairs import Fair
from matchmaking.fairs.models.people import Participant


class Category(models.Model):
    """A kind of participant, as the organiser of a fair calls it: press, retail, students."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category of participants")
        verbose_name_plural = _("categories of participants")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(name="one_category_per_name_and_fair", fields=["fair", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """Something that a fair asks whoever registers. Its words are in the fair's first language, and in others."""

    class Kind(models.TextChoices):
        SHORT = "short", _("a line of text")
        LONG = "long", _("a longer text")
        ONE = "one", _("one of several choices")
        SEVERAL = "several", _("any of several choices")
        YES_NO = "yes_no", _("yes or no")

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind, default=Kind.SHORT)
    text = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("help"), max_length=300, blank=True)
    choices = ArrayField(models.CharField(max_length=120), verbose_name=_("choices"), default=list, blank=True)
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)
    roles = ArrayField(
        models.CharField(max_length=12, choices=Participant.Role), verbose_name=_("for"), default=list, blank=True
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_has_choices_iff_one_chooses",
                condition=Q(kind__in=["one", "several"], choices__len__gte=2)
                | (~Q(kind__in=["one", "several"]) & Q(choices__len=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def _said(self, name: str) -> Any:
        """What stands in the reader's language, or else in the fair's first."""
        words = self.translations.get((get_language() or "")[:2], {})
        return words.get(name) or getattr(self, name)

    @property
    def said_text(self) -> str:
        return str(self._said("text"))

    @property
    def said_help(self) -> str:
        return str(self._said("help"))

    @property
    def said_choices(self) -> list[tuple[str, str]]:
        """Each choice as it is stored, and as the reader calls it."""
        said = self._said("choices")
        return list(zip(self.choices, said if len(said) == len(self.choices) else self.choices, strict=True))

    @property
    def language(self) -> str:
        """In which language the reader has it before him."""
        wanted = (get_language() or "")[:2]
        return wanted if self.translations.get(wanted, {}).get("text") else (self.fair.languages or [""])[0]


class Answer(models.Model):
    """What somebody has answered: one line for each thing said. It outlives the question's retirement."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = ArrayField(models.TextField(max_length=2000), verbose_name=_("answer"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__position", "question"]
        constraints = [
            models.UniqueConstraint(name="one_answer_per_question", fields=["participant", "question"]),
            models.CheckConstraint(name="answer_says_something", condition=Q(value__len__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.question}"

    @property
    def said(self) -> str:
        """The answer in the reader's words."""
        if self.question.kind == Question.Kind.YES_NO:
            return str(_("yes") if self.value == ["yes"] else _("no"))
        names = dict(self.question.said_choices)
        return ", ".join(names.get(value, value) for value in self.value)
