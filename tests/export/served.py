"""What FastAPI prints for the application in the current folder, compared with a document of ormforge's on stdin."""

import json
import sys
from typing import Any

from app.api import app


def as_printed(value: Any) -> Any:
    """The value as FastAPI prints it: the limits of integers as floats, and no null as a member of a default."""
    if isinstance(value, dict):
        return {name: as_printed(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [as_printed(item) for item in value]
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def differences(live: Any, exported: Any, place: str = "") -> list[str]:
    """The places in which two documents differ."""
    if isinstance(live, dict) and isinstance(exported, dict):
        return [
            found
            for name in sorted({*live, *exported})
            for found in (
                differences(live[name], exported[name], f"{place}/{name}")
                if name in live and name in exported
                else [f"{place}/{name}: only {'served' if name in live else 'exported'}"]
            )
        ]
    return [] if live == exported else [f"{place}: {live!r} is served, {exported!r} exported"]


found = differences(as_printed(app.openapi()), as_printed(json.load(sys.stdin)))
sys.exit("\n".join(found) or 0)
