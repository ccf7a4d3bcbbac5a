"""The services list as a form offers it."""

from itertools import takewhile
from typing import Any

from matchmaking.companies.models import Service


def service_choices() -> list[tuple[str, Any]]:
    """Every service by its sector: (name of the sector, [(code, name), …]). A sector without services is one itself."""
    lines = {line.code: line for line in sorted(Service.objects.all(), key=_place)}
    by_sector: dict[str, list[tuple[str, str]]] = {line.code: [] for line in lines.values() if not line.parent_id}
    for line in lines.values():
        sector = line
        while sector.parent_id:
            sector = lines[sector.parent_id]
        if sector is not line:
            by_sector[sector.code].append((line.code, line.name))
    return [(lines[code].name, below) if below else (code, lines[code].name) for code, below in by_sector.items()]


def _place(line: Service) -> tuple[int, str]:
    """Codes are a number and letters (2, 2A, 2Aa, 10), and sort by the number first."""
    number = "".join(takewhile(str.isdecimal, line.code))
    return int(number or 0), line.code
