"""Before the processes start: the tables are there, the classification is loaded, and an empty site gets its fair."""

import sys
import time

import django
from django.apps import apps
from django.core.management import call_command, get_commands

from tradefair.env import Misconfigured


def main() -> None:
    try:
        django.setup()
    except Misconfigured as sentence:
        sys.exit(str(sentence))
    call_command("migrate", interactive=False, verbosity=0)
    for command in ("load_classification", "seed_demo"):
        if command not in get_commands():
            continue
        if command == "seed_demo":
            if apps.get_model("fairs", "Fair").objects.exists():
                continue
            print("  laying out the demo fair", flush=True)
        began = time.monotonic()
        call_command(command)
        if time.monotonic() - began > 1:
            print(f"  {command} done ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
