"""Goods and services lists, with labels, trade names and vectors. May be run again at any time."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from matchmaking.companies.actions.classification import load_classification


class Command(BaseCommand):
    help = "Load the Harmonized System and the services list into the database (again, if they have changed)."

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()

        def progress(said: str) -> None:
            self.stdout.write(f"{perf_counter() - began:5.1f} s  {said}")
            self.stdout.flush()

        load_classification(progress=progress)
