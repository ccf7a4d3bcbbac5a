"""Text as a search sees it: folded letters, and words. What is stored and what is asked go through the same two."""

import re
import unicodedata
from itertools import pairwise

LONGEST_WORD = 64
"""Longer "words" are addresses, hashes or mischief; nobody looks for them."""

# Letters that Unicode does not take apart, written as a reader without them on the keyboard writes them.
_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n",
        "ı": "i", "ĸ": "k", "ə": "e", "ς": "σ", "ـ": "", "ى": "ي", "ة": "ه", "\0": " ",
    }
)  # fmt: skip

# Accents of Latin, Greek and Cyrillic letters, vowel points of Hebrew and Arabic, and marks without a width. Not the
# marks of Thai, Devanagari or kana: there they are letters.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)

_MARKS = "".join(chr(point) for point in range(0x0300, 0xABFF) if unicodedata.category(chr(point))[0] == "M")

# Scripts that put no space between words, and Hangul, whose particles hang on the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u3096\u30a1-\u30fe\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}](?:[{_UNSPACED}]|[{_MARKS}])*|(?:(?![{_UNSPACED}])[^\\W_][{_MARKS}]*)+")
_LETTER = re.compile(f"[{_UNSPACED}](?:(?![{_UNSPACED}])[{_MARKS}]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*")
_STARTS_UNSPACED = re.compile(f"[{_UNSPACED}]")


def fold(text: str) -> str:
    """The text without case, accents, ligatures or invisible characters: "Œufs d’ÉTÉ" is "oeufs d'ete".

    Compatible forms become plain (full-width digits, "ﬁ", "㎏"), NUL becomes a space and runs of space become one.
    Folding twice changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = _DROPPED.sub("", plain).translate(_LETTERS).casefold().replace("’", "'")
    return " ".join(unicodedata.normalize("NFC", plain).split())


def words(text: str) -> list[str]:
    """The folded words of a text, in order and with repetitions.

    A word is a run of letters and digits. Where a script puts no spaces (Chinese, Japanese, Thai …) the overlapping
    pairs of letters stand for words: 有机绿茶 is 有机, 机绿, 绿茶. Longer ones than LONGEST_WORD are left out.
    """
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if _STARTS_UNSPACED.match(run):
            letters = _LETTER.findall(run)
            found += [a + b for a, b in pairwise(letters)] or letters
        else:
            found.append(run)
    return [word for word in found if len(word) <= LONGEST_WORD]
