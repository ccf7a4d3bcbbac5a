"""The services list as a form offers it."""

from typing import Any

from matchmaking.companies.models import Service


def service_choices() -> list[tuple[str, Any]]:
    """Every service by its sector: (name of the sector, [(code, name), …]). A sector without services is one itself."""
    lines = {line.code: line for line in Service.objects.all()}
    by_sector: dict[str, list[tuple[str, str]]] = {line.code: [] for line in lines.values() if not line.parent_id}
    for line in lines.values():
        sector = line
        while sector.parent_id:
            sector = lines[sector.parent_id]
        if sector is not line:
            by_sector[sector.code].append((line.code, line.name))
    return [(lines[code].name, below) if below else (code, lines[code].name) for code, below in by_sector.items()]
