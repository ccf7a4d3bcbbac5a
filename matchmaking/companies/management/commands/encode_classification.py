"""For maintainers: compute the vectors anew after the words in data/ have changed. Users get them with the product."""

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand

from matchmaking.common.encoder import DIMENSIONS, encode
from matchmaking.companies import classification

BATCH = 64


class Command(BaseCommand):
    help = "Compute the vectors of the classification and write them beside its words."

    def handle(self, *args: Any, **options: Any) -> None:
        terms = classification.terms()
        rows = np.zeros((len(terms), DIMENSIONS), dtype=np.int8)
        by_length = sorted(range(len(terms)), key=lambda n: len(terms[n].text))  # texts of one length waste no padding
        for start in range(0, len(terms), BATCH):
            batch = by_length[start : start + BATCH]
            exact = encode([terms[n].text for n in batch])
            rows[batch] = np.rint(exact / np.abs(exact).max(axis=1, keepdims=True) * 127).astype(np.int8)
            self.stdout.write(f"\r{start + len(batch)} of {len(terms)} texts", ending="")
        np.savez_compressed(classification.VECTORS, rows=rows, fingerprint=classification.fingerprint(terms))
        self.stdout.write(f"\n{classification.VECTORS.name}: {classification.VECTORS.stat().st_size / 1e6:.1f} MB")
