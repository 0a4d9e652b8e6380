"""The filters that templates may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from ormforge.draft.literals import docstring_literal, string_literal
from ormforge.draft.model import DraftColumn, Import
from ormforge.naming import class_name, plural, singular, snake_case
from ormforge.overlay.imports import import_sections
from ormforge.schemas import Parameter


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


def type_imports(columns: Iterable[DraftColumn | Parameter], models: str) -> tuple[str, ...]:
    """The import statements for the types of columns or parameters; `models` is the module that has the enums."""
    wanted = {needed for column in columns for needed in _type_imports(column, models)}
    own = frozenset({models.partition(".")[0]})
    return tuple(line.source for section in import_sections(wanted, own) for line in section)


def imports(columns: Iterable[DraftColumn | Parameter], models: str, *others: str | None) -> str:
    """All import statements of a module: for the types of the columns or parameters, and others, as `module:name`.

    They are sorted as isort does, in sections. `import module` is asked for as `module`; None asks for nothing.
    """
    wanted = {needed for column in columns for needed in _type_imports(column, models)}
    wanted |= {_import(other) for other in others if other}
    sections = import_sections(wanted, frozenset({models.partition(".")[0]}))
    return "\n\n".join("\n".join(line.source for line in section) for section in sections)


def _import(said: str) -> Import:
    module, _, name = said.partition(":")
    return Import(module, name or None)


def _type_imports(column: DraftColumn | Parameter, models: str) -> frozenset[Import]:
    if isinstance(column, Parameter):
        return column.imports
    if column.enum is None:
        return column.python_type.imports
    name = column.python_type.text.removeprefix("list[").rstrip("]")
    return column.python_type.imports | {Import(models, name)}


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "class_name": class_name,
        "docstring": docstring,
        "imports": imports,
        "member": member_source,
        "plural": plural,
        "repr": lambda value: string_literal(value) if isinstance(value, str) else repr(value),
        "singular": singular,
        "snake": snake_case,
        "type_imports": type_imports,
    }
)
"""Each filter by its name in templates; `repr` is the only way for text of the database to reach source."""
