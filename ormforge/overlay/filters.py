"""The filters that templates may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from ormforge.draft.literals import docstring_literal, string_literal
from ormforge.draft.model import DraftColumn, Import
from ormforge.naming import class_name, plural, singular, snake_case
from ormforge.overlay.imports import import_sections


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


def type_imports(columns: Iterable[DraftColumn], models: str) -> tuple[str, ...]:
    """The import statements for the Python types of the columns; `models` is the module that has the enums."""
    wanted = {needed for column in columns for needed in _type_imports(column, models)}
    own = frozenset({models.partition(".")[0]})
    return tuple(line.source for section in import_sections(wanted, own) for line in section)


def _type_imports(column: DraftColumn, models: str) -> frozenset[Import]:
    if column.enum is None:
        return column.python_type.imports
    name = column.python_type.text.removeprefix("list[").rstrip("]")
    return column.python_type.imports | {Import(models, name)}


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "class_name": class_name,
        "docstring": docstring,
        "member": member_source,
        "plural": plural,
        "repr": lambda value: string_literal(value) if isinstance(value, str) else repr(value),
        "singular": singular,
        "snake": snake_case,
        "type_imports": type_imports,
    }
)
"""Each filter by its name in templates; `repr` is the only way for text of the database to reach source."""
