"""The filters that templates may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from ormforge.draft.literals import docstring_literal, string_literal
from ormforge.naming import class_name, plural, singular, snake_case


class Member(Protocol):
    """A statement of a class body: `name: annotation = value`, either of the last two may be missing."""

    @property
    def name(self) -> str: ...

    @property
    def annotation(self) -> str | None: ...

    @property
    def value(self) -> str | None: ...


def member_source(member: Member) -> str:
    """The member as the statement it is: `title: Mapped[str] = mapped_column(Text)`."""
    annotation = "" if member.annotation is None else f": {member.annotation}"
    value = "" if member.value is None else f" = {member.value}"
    return f"{member.name}{annotation}{value}"


def docstring(text: str, indent: int = 4) -> str:
    """The text as the docstring of a class whose body stands `indent` blanks deep."""
    return docstring_literal(text, indent)


FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "class_name": class_name,
        "docstring": docstring,
        "member": member_source,
        "plural": plural,
        "repr": lambda value: string_literal(value) if isinstance(value, str) else repr(value),
        "singular": singular,
        "snake": snake_case,
    }
)
"""Each filter by its name in templates; `repr` is the only way for text of the database to reach source."""
