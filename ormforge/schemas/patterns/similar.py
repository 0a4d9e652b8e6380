"""PostgreSQL's SIMILAR TO."""

from __future__ import annotations

from ormforge.schemas.patterns.dialects import POSTGRESQL
from ormforge.schemas.patterns.regular import of_regular

_OUTSIDE_OF_SETS = {"%": ".*", "_": ".", ".": r"\.", "^": r"\^", "$": r"\$"}


def of_similar(text: str) -> str | None:
    """The pattern of `SIMILAR TO text`, by way of the regular expression that PostgreSQL makes of it.

    https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-SIMILARTO-REGEXP
    """
    if any(part in text for part in ('\\"', "(?", "[]", "[^]")):
        return None
    parts: list[str] = []
    in_set = False
    characters = iter(text)
    for character in characters:
        if character == "\\":
            parts.append("\\" + next(characters, ""))
        elif in_set:
            in_set = character != "]"
            parts.append(character)
        elif character == "[":
            in_set = True
            parts.append(character)
        else:
            parts.append(_OUTSIDE_OF_SETS.get(character, character))
    return of_regular(f"^(?:{''.join(parts)})$", POSTGRESQL) if text else None
