"""Before the processes start: the tables are there, the classification is loaded, and an empty site gets its fair."""

import sys
import time

import django
from django.apps import apps
from django.core.management import call_command, get_commands

from tradefair import env


def main() -> None:
    try:
        django.setup()
    except env.Misconfigured as sentence:
        sys.exit(str(sentence))
    call_command("migrate", interactive=False, verbosity=0)
    if not env.yes_no("TRADEFAIR_DEMO", default=True):
        return
    if "load_classification" in get_commands():
        told("load_classification")
        if apps.get_model("fairs", "Fair").objects.exists():
            call_command("seed_demo", only_days=True)  # so that the demo fair is open today
        else:
            print("  laying out the demo fair", flush=True)
            told("seed_demo")


def told(command: str) -> None:
    """The command has run; if that took long, it is said how long."""
    began = time.monotonic()
    call_command(command)
    if time.monotonic() - began > 1:
        print(f"  {command} done ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
