"""Changes of an API as immutable values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Direction = Literal["request", "response"]
Json = dict[str, Any]
BOTH: frozenset[Direction] = frozenset({"request", "response"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference of two schemas. `place` is below the schema: `.price`, `.tags[]`.

    `narrows`: something the old one took is no longer taken; `widens`: something is new that the old one did not have.
    """

    rule: str
    place: str
    message: str
    narrows: bool = False
    widens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of an API: `place` is a schema, a field of it, or an operation, with what of it.

    `breaks` tells which clients it breaks: those that send what stands there (`request`), those that read it
    (`response`); none where it breaks nothing.
    """

    rule: str
    place: str
    message: str
    breaks: tuple[Direction, ...] = ()

    @property
    def breaking(self) -> bool:
        """Whether a client written against the old document can break."""
        return bool(self.breaks)

    def __str__(self) -> str:
        return f"{self.place} {self.message}"


def judged(
    differences: Iterator[Difference], place: str, directions: frozenset[Direction]
) -> Iterator[Change]:
    """The differences of what stands at a place, judged for the directions in which it goes over the wire."""
    for one in differences:
        effects: dict[Direction, bool] = {"request": one.narrows, "response": one.widens}
        breaks = tuple(way for way, effect in effects.items() if effect and way in directions)
        yield Change(rule=one.rule, place=place + one.place, message=one.message, breaks=breaks)
