"""Teach the vocabulary the words that a directory contains."""

from collections.abc import Iterable

from matchmaking.common.words import LONGEST_WORD
from matchmaking.companies.models import SearchWord

SHORTEST_WORD = 3
"""A typo in two letters cannot be told from another word."""


def learn_words(words: Iterable[str]) -> None:
    """The vocabulary knows these words (folded, as `common.words.words` gives them), besides what it knew."""
    worth = {word for word in words if SHORTEST_WORD <= len(word) <= LONGEST_WORD and not word.isdecimal()}
    new = sorted(worth)  # two writers take the same words in the same order, so neither waits for the other in a ring
    SearchWord.objects.bulk_create((SearchWord(word=word) for word in new), batch_size=5000, ignore_conflicts=True)
