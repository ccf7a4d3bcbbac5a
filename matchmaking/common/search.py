"""Full text without a language: weighted vectors made from our own tokens, and queries that forgive typos.

Postgres' own parsers know neither Chinese nor the accents that people leave out, so the tokens are cut in Python
(common/words.py) and handed over ready: the vectors and queries here are what the `simple` configuration would make.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, FloatField, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from matchmaking.common.words import words

WEIGHTS = "ABCD"  # of a word in a name, in what is sold, in a description, in where and how
RANKS = "{0.05, 0.2, 0.5, 1}"  # what a word of weight D, C, B, A adds
SHORTEST_PREFIX = 3
MOST_TERMS = 8  # of a query; nobody means more
MOST_OWN = 120  # words; a row of 2 KB is still read in one go
A_SLIP = 0.8  # of the letters of two words stand in both, in the same order: `choclate` and `chocolate` share 0.94


def quoted(lexeme: str) -> str:
    """The word as a lexeme of a tsvector or tsquery literal."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def weighted_vector(weighted: Mapping[str, Iterable[str]], at_most: int | None = None) -> str:
    """A tsvector literal from words by weight. A word counts once, with the best weight that it has.

    Of more words than `at_most` those of the best weight are kept, and of these the first.
    """
    best: dict[str, str] = {}
    for weight in WEIGHTS:
        for word in weighted.get(weight, ()):
            best.setdefault(word, weight)
    return " ".join(f"{quoted(word)}:1{weight}" for word, weight in islice(best.items(), at_most))


def own_vector(names: Iterable[str], offers: Iterable[str], details: Iterable[str]) -> str:
    """What somebody wrote himself as a tsvector literal that is short enough to stay in its row."""
    texts = {"A": names, "B": offers, "C": details}
    return weighted_vector({weight: words(" \n ".join(said)) for weight, said in texts.items()}, MOST_OWN)


@dataclass(frozen=True)
class Term:
    """A word that is looked for, and the words of the vocabulary that look like it, the nearest first."""

    word: str
    similar: tuple[str, ...] = ()

    @property
    def near(self) -> list[str]:
        """Those of the similar words that differ by no more than a slip of the fingers."""
        return [word for word in self.similar if SequenceMatcher(None, self.word, word).ratio() >= A_SLIP]

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
        """The phrase in words that were seen, of those that each may be a typing error of; empty if nothing was."""
        known = {word for words in seen for word in words}
        better = [next((word for word in term.near if word in known), term.word) for term in self.terms]
        return " ".join(better) if better != [term.word for term in self.terms] else ""

    def found_in(self, column: str) -> Func:
        """True of lines that have every term, or something like it."""
        return _matches(column, " & ".join(term.forgiving for term in self.terms))

    def exactly_in(self, column: str) -> Func:
        """True of lines that have every term as it is written."""
        return _matches(column, " & ".join(term.meant for term in self.terms))

    def rank_in(self, column: str) -> Combinable:
        """How good a match is: where its words stand. What is only like a word counts a hundredth of the word."""
        written = _rank(column, " | ".join(quoted(term.word) for term in self.terms))
        alike = _rank(column, " | ".join(term.forgiving for term in self.terms))
        return written + alike * Value(0.01, output_field=FloatField())

    def alike_in(self, column: str) -> Func:
        """Those of the similar words that the line has."""
        texts: ArrayField[list[str], list[str]] = ArrayField(TextField())
        return Func(
            F(column),
            Value(self.similar, output_field=texts),
            template="ARRAY((SELECT unnest(tsvector_to_array(%(expressions)s))))",
            arg_joiner=")) INTERSECT (SELECT unnest(",
            output_field=texts,
        )


def _query(text: str) -> Cast:
    return Cast(Value(text, output_field=TextField()), SearchQueryField())


def _matches(column: str, query: str) -> Func:
    return Func(F(column), _query(query), template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _rank(column: str, query: str) -> Func:
    return Func(Value(RANKS), F(column), _query(query), function="ts_rank", output_field=FloatField())


def phrase_of(asked: Iterable[str], words_like: Callable[[list[str]], Mapping[str, Iterable[str]]]) -> Phrase | None:
    """The words as a phrase that forgives typos; None where there is nothing to look for."""
    terms = list(dict.fromkeys(asked))[:MOST_TERMS]
    if not terms:
        return None
    like = words_like(terms)
    return Phrase(tuple(Term(word, tuple(like.get(word, ()))) for word in terms))
