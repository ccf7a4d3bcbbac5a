"""`manage.py seed_demo`: fill the local database with the demo fair."""

import sys
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matchmaking.companies.models import HsCode
from matchmaking.demo.actions.announcing import announce_some
from matchmaking.demo.actions.casting import cast_parts, dress_stands
from matchmaking.demo.actions.laying import is_laid_out, lay_out_fair, lay_out_neighbour
from matchmaking.demo.actions.matching import match_people
from matchmaking.demo.actions.meeting import hold_meetings
from matchmaking.demo.actions.peopling import PASSWORD, people_stands, people_visitors
from matchmaking.demo.actions.telling import tell_everybody
from matchmaking.demo.actions.vouching import vouch_for_some


class Command(BaseCommand):
    help = "Fill the local database with the demo fair. Run again, it adds what is missing and moves the days to today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--exhibitors", type=int, default=72, help="how many stands (default 72)")
        parser.add_argument("--visitors", type=int, default=150, help="how many visitors (default 150)")
        parser.add_argument("--seed", type=int, default=7, help="which of the possible fairs (default 7)")

        parser.add_argument(
            "--only-days", action="store_true", help="move the days of a demo fair that is there, and add nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("The demo fair has a public password, so it is made in local mode only.")
        if options["only_days"]:
            if is_laid_out():
                fair, at = lay_out_fair(at=timezone.now()), timezone.now()
                hold_meetings(fair=fair, seed=options["seed"], at=at, progress=self.show)
                tell_everybody(fair=fair, at=at)
            return
        if not 1 <= options["exhibitors"] <= 20_000 or not 1 <= options["visitors"] <= 100_000:
            raise CommandError("Ask for 1 to 20,000 exhibitors and 1 to 100,000 visitors.")
        begun, at = monotonic(), timezone.now()
        if not HsCode.objects.exists():
            call_command("load_classification", verbosity=options["verbosity"])
        fair, neighbour = lay_out_fair(at=at), lay_out_neighbour(at=at)
        cast_parts(fair=fair, neighbour=neighbour, at=at)
        common: dict[str, Any] = {"fair": fair, "seed": options["seed"], "progress": self.show}
        people_stands(count=options["exhibitors"], at=at, **common)
        people_visitors(count=options["visitors"], at=at, **common)
        dress_stands(count=options["exhibitors"], **common)
        hold_meetings(at=at, **common)
        vouch_for_some(fair=fair, at=at)
        announce_some(fair=fair, at=at)
        match_people(fair=fair, at=at)
        tell_everybody(fair=fair, at=at)
        self.stdout.write(
            f"The demo fair is ready after {monotonic() - begun:.0f} s: sign in as exporter@, buyer@, organiser@, "
            f"attache@ or admin@example.com with {PASSWORD}."
        )

    def show(self, step: str, done: int, of: int) -> None:
        """One line per step that moves in a terminal, and is written once elsewhere."""
        if sys.stdout.isatty():
            self.stdout.write(f"\r  {step}: {done:,} of {of:,}", ending="\n" if done == of else "")
        elif done == of:
            self.stdout.write(f"  {step}: {of:,}")
