"""Full text without a language: weighted vectors made from our own tokens, and queries that forgive typos.

Postgres' own parsers know neither Chinese nor the accents that people leave out, so the tokens are cut in Python
(common/words.py) and handed over ready: the vectors and queries here are what the `simple` configuration would make.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, FloatField, Func, TextField, Value
from django.db.models.functions import Cast

WEIGHTS = "ABCD"  # of a word in a name, in what is sold, in a description, in where and how
RANKS = "{0.05, 0.2, 0.5, 1}"  # what a word of weight D, C, B, A adds
SHORTEST_PREFIX = 3
MOST_TERMS = 8  # of a query; nobody means more


def quoted(lexeme: str) -> str:
    """The word as a lexeme of a tsvector or tsquery literal."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def weighted_vector(weighted: Mapping[str, Iterable[str]]) -> str:
    """A tsvector literal from words by weight. A word counts once, with the best weight that it has."""
    best: dict[str, str] = {}
    for weight in WEIGHTS:
        for word in weighted.get(weight, ()):
            best.setdefault(word, weight)
    return " ".join(f"{quoted(word)}:1{weight}" for word, weight in best.items())


@dataclass(frozen=True)
class Term:
    """A word that is looked for, and the words of the vocabulary that look like it, the nearest first."""

    word: str
    similar: tuple[str, ...] = ()

    @property
    def meant(self) -> str:
        """The word itself, and what begins with it once it is long enough to mean something."""
        return quoted(self.word) + (":*" if len(self.word) >= SHORTEST_PREFIX else "")

    @property
    def forgiving(self) -> str:
        return f"({' | '.join([self.meant, *map(quoted, self.similar)])})"


@dataclass(frozen=True)
class Phrase:
    """What is looked for: every term must be found, as it is written or nearly."""

    terms: tuple[Term, ...]

    @property
    def similar(self) -> list[str]:
        return [word for term in self.terms for word in term.similar]

    def corrected(self, seen: Iterable[Iterable[str]]) -> str:
        """The phrase in words that were seen, the first of those that look like each; empty if nothing was."""
        known = {word for words in seen for word in words}
        better = [next((word for word in term.similar if word in known), term.word) for term in self.terms]
        return " ".join(better) if better != [term.word for term in self.terms] else ""

    def found_in(self, column: str) -> Func:
        """True of lines that have every term, or something like it."""
        return _matches(column, " & ".join(term.forgiving for term in self.terms))

    def exactly_in(self, column: str) -> Func:
        """True of lines that have every term as it is written."""
        return _matches(column, " & ".join(term.meant for term in self.terms))

    def rank_in(self, column: str) -> Func:
        """How good a match is: where its words stand. A word as it is written comes before all that is only like it.

        Of a line that has a word as it is written nothing else is asked: each rank reads the whole vector once more.
        """
        written = _rank(column, " | ".join(quoted(term.word) for term in self.terms))
        alike = _rank(column, " | ".join(term.forgiving for term in self.terms))
        return Func(
            written,
            alike,
            template="COALESCE(NULLIF(%(expressions)s * 0.01)",
            arg_joiner=", 0), ",
            output_field=FloatField(),
        )

    def alike_in(self, column: str) -> Func:
        """Those of the similar words that the line has."""
        words: ArrayField[list[str], list[str]] = ArrayField(TextField())
        return Func(
            F(column),
            Value(self.similar, output_field=words),
            template="ARRAY((SELECT unnest(tsvector_to_array(%(expressions)s))))",
            arg_joiner=")) INTERSECT (SELECT unnest(",
            output_field=words,
        )


def _query(text: str) -> Cast:
    return Cast(Value(text, output_field=TextField()), SearchQueryField())


def _matches(column: str, query: str) -> Func:
    return Func(F(column), _query(query), template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _rank(column: str, query: str) -> Func:
    return Func(Value(RANKS), F(column), _query(query), function="ts_rank", output_field=FloatField())


def phrase_of(words: Iterable[str], words_like: Callable[[list[str]], Mapping[str, Iterable[str]]]) -> Phrase | None:
    """The words as a phrase that forgives typos; None where there is nothing to look for."""
    asked = list(dict.fromkeys(words))[:MOST_TERMS]
    if not asked:
        return None
    like = words_like(asked)
    return Phrase(tuple(Term(word, tuple(like.get(word, ()))) for word in asked))
