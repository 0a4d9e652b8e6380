"""How files stood before the last runs, as a part of `lock.json`: one line of text a range of lines or a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from ormforge.catalog.keys import Key
from ormforge.plan import Former

_RANGE = re.compile(r"(\d+)-(\d+)\Z")


def print_former(former: Former) -> dict[str, object]:
    """The former state as JSON values."""
    made = {"made": sorted(map(str, former.made))} if former.made else {}
    return {
        **made,
        "generated": former.generated,
        "left": {str(path): left for path, left in former.left.items()},
        "parts": {str(path): [_print(part) for part in ps] for path, ps in former.parts.items()},
        "tombstones": sorted(former.tombstones),
        "pending": dict(former.pending),
        "bases": dict(former.bases),
        "overrides": sorted(former.overrides),
        "archived": sorted(former.archived),
    }


def parse_formers(value: object) -> tuple[Former, ...]:
    """The former states that JSON values say.

    What cannot be read is let go, and all with it: they only make the way back exact, and lose nothing.
    """
    if not isinstance(value, list):
        return ()
    try:
        return tuple(_parse(item) for item in value)
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()


def _parse(item: Mapping[str, Any]) -> Former:
    return Former(
        generated=str(item["generated"]),
        left={PurePosixPath(path): str(left) for path, left in item["left"].items()},
        parts={PurePosixPath(path): tuple(map(_part, ps)) for path, ps in item["parts"].items()},
        made=frozenset(map(PurePosixPath, item.get("made", ()))),
        tombstones=_keys(item["tombstones"]),
        pending=_keyed(item["pending"]),
        bases=_keyed(item["bases"]),
        overrides=_keys(item["overrides"]),
        archived=frozenset(map(str, item["archived"])),
    )


def _print(part: str | tuple[int, int]) -> str:
    return f"+{part}" if isinstance(part, str) else f"{part[0]}-{part[1]}"


def _part(text: str) -> str | tuple[int, int]:
    if text.startswith("+"):
        return text[1:]
    found = _RANGE.match(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def _keys(found: Iterable[str]) -> frozenset[Key]:
    return frozenset(Key(key) for key in found)


def _keyed(found: Mapping[str, str]) -> dict[Key, str]:
    return {Key(key): str(text) for key, text in found.items()}
