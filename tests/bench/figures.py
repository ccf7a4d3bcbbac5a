"""How a bench says what it measured: one JSON line per figure."""

import json
from typing import Any


def figure(bench: str, name: str, value: float, unit: str, reference: dict[str, Any]) -> None:
    """`reference` says what the value was measured against, in the same run, so that it can be judged elsewhere."""
    line = {"bench": bench, "figure": name, "value": round(value, 4), "unit": unit, "reference": reference}
    print(json.dumps(line), flush=True)
