"""A column as a field of each variant of its schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Domain, Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftColumn, Import, Imports
from ormforge.schemas.examples import example
from ormforge.schemas.helpers import OMITTABLE
from ormforge.schemas.limits import (
    Limits,
    column_limits,
    domain_of,
    is_array,
    keywords,
    within_bits,
)
from ormforge.schemas.model import ApiField, FieldRule, Variant, field_key
from ormforge.schemas.rules import NOTHING, narrowed
from ormforge.schemas.types import FieldType, TypeContext, field_type

Presence = Literal["required", "nullable", "omittable"]
_FIELD = frozenset({Import("pydantic", "Field")})
_ANNOTATED = _FIELD | {Import("typing", "Annotated")}
_Keywords = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """All that a column's fields are made of.

    `name` is the field's; the attribute's is `column.name`. `hidden`: Read leaves it out. `alias` is the name in JSON
    where it has to be given, `labels` are those of the column's enum.
    """

    column: DraftColumn
    table: Table
    catalog: Catalog
    name: str
    models_module: str
    hidden: bool
    rule: FieldRule = NOTHING
    alias: str | None = None
    examples: bool = False
    labels: tuple[str, ...] = ()

    @property
    def nullable(self) -> bool:
        """Whether the value may be NULL, which a domain may refuse as well."""
        return self.column.column.nullable and (self._domain is None or self._domain.nullable)

    @property
    def is_needed_by_domain(self) -> bool:
        """Whether an insert without a value would be refused by the column's domain."""
        facts = self.column.column
        return self._domain is not None and not (
            self._domain.nullable or self._domain.default or facts.has_default
        )

    @property
    def _domain(self) -> Domain | None:
        facts = self.column.column.type
        return None if is_array(facts) else domain_of(facts, self.catalog)

    @property
    def is_written(self) -> bool:
        """Whether an application may give the value; not where it is computed or numbered.

        A key that is a foreign key has the other row's number, even where the database could give one of its own.
        """
        facts = self.column.column
        is_numbered = facts.autoincrement and not self.column.foreign_key
        return facts.generated is None and facts.identity is None and not is_numbered


def base_field(source: FieldSource) -> ApiField | None:
    """The field of a stored row where that of a new one has the same type, if tighter limits; None where not."""
    new, stored = create_field(source), read_field(source)
    if new.annotation != stored.annotation:
        return None
    return replace(stored, key=field_key(source.table, "base", source.column.column.name))


def same_declaration(field: ApiField, other: ApiField) -> bool:
    """Whether two fields declare the same."""
    return (field.name, field.annotation, field.value) == (
        other.name,
        other.annotation,
        other.value,
    )


def create_field(source: FieldSource) -> ApiField:
    """The field of a new row: required where an insert needs it, and where the row would have no key without it."""
    column = source.column
    is_needed = column.primary_key and not column.column.has_default
    presence: Presence = "omittable"
    if column.required or is_needed or source.is_needed_by_domain:
        presence = "required"
    if source.nullable and not column.primary_key:
        presence = "nullable"
    return _field(source, "create", presence, _new_limits(source))


def update_field(source: FieldSource) -> ApiField:
    """The field of a change: it may always be left out, and be null where the column may."""
    presence: Presence = "nullable" if source.nullable else "omittable"
    return _field(source, "update", presence, _new_limits(source))


def keys_field(
    target: FieldSource, table: Table, variant: Variant, relationship: Key, name: str
) -> ApiField:
    """The field of a many-to-many list that is given as the keys of what it lists; `target` is that key's column."""
    limits = _new_limits(target)
    kind, limited = _type(target, limits, written=True)
    item, imports = kind.text, kind.imports
    if limited:
        item, imports = _annotated(item, limited), imports | _ANNOTATED
    is_new = variant == "create"
    return ApiField(
        key=field_key(table, variant, relationship),
        name=name,
        annotation=f"list[{item}]" if is_new else f"{OMITTABLE}[list[{item}]]",
        value="[]" if is_new else "None",
        imports=imports,
        helpers=kind.helpers | (frozenset() if is_new else {OMITTABLE}),
    )


def read_field(source: FieldSource) -> ApiField:
    """The field of a stored row, limited by what the database is known to keep to."""
    limits = column_limits(source.column.column, source.table, source.catalog).stored
    nullable = source.nullable and not source.column.primary_key
    return _field(source, "read", "nullable" if nullable else "required", limits)


def _new_limits(source: FieldSource) -> Limits:
    limits = column_limits(source.column.column, source.table, source.catalog).new
    return narrowed(limits, source.rule)


def _field(source: FieldSource, variant: Variant, presence: Presence, limits: Limits) -> ApiField:
    kind, limited = _type(source, limits, written=variant in ("create", "update"))
    about = tuple(_about(source, _plain_type(source, kind.text)))
    annotation, value, imports = _declared(kind.text, presence, limited, about)
    return ApiField(
        key=field_key(source.table, variant, source.column.column.name),
        name=source.name,
        annotation=annotation,
        value=value,
        imports=kind.imports | imports,
        type_imports=kind.imports if source.column.enum is None else frozenset(),
        aliased=source.alias is not None,
        helpers=kind.helpers | ({OMITTABLE} if presence == "omittable" else frozenset()),
    )


def _type(source: FieldSource, limits: Limits, *, written: bool) -> tuple[FieldType, _Keywords]:
    """The type of a value that is not None, and the limits that are said beside it; those of elements are within it."""
    python = source.column.python_type.text
    if python == "int":
        limits = within_bits(limits)
    context = TypeContext(
        dialect=source.catalog.dialect, models_module=source.models_module, written=written
    )
    kind = field_type(source.column, limits, context)
    if not python.startswith("list["):
        return kind, tuple(keywords(limits, python))
    limited = tuple(keywords(limits, python.removeprefix("list[").removesuffix("]")))
    if not limited:
        return kind, ()
    depth = kind.text.count("list[")
    item = kind.text[len("list[") * depth : len(kind.text) - depth]
    text = f"{'list[' * depth}{_annotated(item, limited)}{']' * depth}"
    return replace(kind, text=text, imports=kind.imports | _ANNOTATED), ()


def _annotated(item: str, limited: _Keywords) -> str:
    return f"Annotated[{item}, Field({_arguments(limited)})]"


def _about(source: FieldSource, kind: str) -> Iterable[tuple[str, str]]:
    if source.alias is not None:
        yield "alias", string_literal(source.alias)
    description = source.rule.description or source.column.column.comment
    if description:
        yield "description", string_literal(description)
    if source.rule.examples:
        yield "examples", f"[{', '.join(map(_literal, source.rule.examples))}]"
    elif source.examples:
        shown = example(kind, source.column.column.name, _new_limits(source), source.labels)
        if shown is not None:
            yield "examples", f"[{shown}]"


def _literal(value: str | int | float | bool) -> str:
    return string_literal(value) if isinstance(value, str) else repr(value)


def _plain_type(source: FieldSource, kind: str) -> str:
    """The type that tells what examples look like: the name of an integer or a text with limits says no more."""
    python = source.column.python_type.text
    return python if python in ("int", "str", "list[str]", "datetime.datetime") else kind


def _declared(
    kind: str, presence: Presence, limited: _Keywords, about: _Keywords
) -> tuple[str, str | None, Imports]:
    """The annotation, the value and what they import.

    The limits of a value that may be left out stand inside the annotation: outside, pydantic would hold None to them.
    """
    if presence == "required":
        return kind, *declared_value(None, (*limited, *about))
    if presence == "nullable":
        return f"{kind} | None", *declared_value("None", (*limited, *about))
    value, imports = declared_value("None", about)
    if not limited:
        return f"{OMITTABLE}[{kind}]", value, imports
    return f"{OMITTABLE}[{_annotated(kind, limited)}]", value, imports | _ANNOTATED


def declared_value(default: str | None, words: _Keywords) -> tuple[str | None, Imports]:
    """The right-hand side of a field that has this default, with these arguments of `Field`, and its imports."""
    if not words:
        return default, frozenset()
    given = (("default", default),) if default is not None else ()
    return f"Field({_arguments((*given, *words))})", _FIELD


def _arguments(words: _Keywords) -> str:
    return ", ".join(f"{name}={value}" for name, value in words)
