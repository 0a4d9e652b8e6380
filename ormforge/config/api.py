"""The table `[api]`: pydantic schemas beside the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictFloat, model_validator

from ormforge.config.section import Flag, Glob, Number, ProjectPath, Section, Text
from ormforge.config.values import (
    KeyRefusedError,
    check_layout,
    name_pattern,
    nested_pattern,
    regular_expression,
)

Variant = Literal["base", "create", "update", "read"]
NamePattern = Annotated[str, AfterValidator(name_pattern)]
Pattern = Annotated[str, AfterValidator(regular_expression)]
NestedPattern = Annotated[str, AfterValidator(nested_pattern)]


class SchemaNames(Section):
    """What schemas are called; `{model}` stands for the name of the model's class."""

    base: NamePattern = "{model}Base"
    """The fields that Create and Read share."""
    create: NamePattern = "{model}Create"
    """A new row."""
    update: NamePattern = "{model}Update"
    """A change of a row."""
    read: NamePattern = "{model}Read"
    """A row as it is shown."""
    nested: NestedPattern = "{read}Nested"
    """The same with related objects in it: `{read}` is the name of the read schema, `{depth}` how deep it goes;
    without it, the number follows the name from 2 on."""

    @model_validator(mode="after")
    def _differ(self) -> SchemaNames:
        patterns = (self.base, self.create, self.update, self.read, self.nested)
        twice = [pattern for pattern in patterns if patterns.count(pattern) > 1]
        if twice or self.nested == "{read}":
            raise ValueError(
                f"two schemas of a model would have the name {(twice or [self.nested])[0]!r}"
            )
        return self


class FieldRule(Section):
    """What a project says of the fields of a column, or of all columns that a glob matches."""

    description: Text | None = None
    """The description, in place of the column's comment."""
    examples: tuple[str | Number | StrictFloat | Flag, ...] = ()
    """Examples of values."""
    min_length: Annotated[Number, Field(ge=0)] | None = None
    """The least number of characters, or of bytes."""
    max_length: Annotated[Number, Field(ge=0)] | None = None
    """The greatest number of characters, or of bytes."""
    pattern: Pattern | None = None
    """A regular expression, as pydantic takes it."""
    ge: Number | StrictFloat | None = None
    """The least number."""
    gt: Number | StrictFloat | None = None
    """The number that all are greater than."""
    le: Number | StrictFloat | None = None
    """The greatest number."""
    lt: Number | StrictFloat | None = None
    """The number that all are less than."""

    @model_validator(mode="after")
    def _says_something(self) -> FieldRule:
        if not self.model_fields_set:
            raise ValueError('must say something, such as { description = "What it is" }')
        return self


class Api(Section):
    """Pydantic schemas beside the models; without this table there are none."""

    path: ProjectPath
    """The file that the schemas are written to, or the folder of the package for the layouts that make one, relative to
    this file's folder."""
    layout: Literal["single", "per-schema", "per-table"] = "single"
    """How the schemas are divided into files: `single`, all in one; `per-schema` and `per-table`, a package with a
    module for each."""
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)] = (
        "base",
        "create",
        "update",
        "read",
    )
    """The schemas of each model."""
    exclude: tuple[Glob, ...] = ()
    """Globs of the columns and relationships that no Read shows, matched against `table.column` and
    `schema.table.column`."""
    names: SchemaNames = SchemaNames()
    nested: Annotated[Number, Field(ge=0, le=9)] = 0
    """How deep a Read has related objects in it: with 1 there is `BookReadNested`, with 2 `BookReadNested2` as well."""
    relationships: Annotated[tuple[Glob, ...], Field(min_length=1)] = ("*",)
    """Globs of the relationships that nested Reads follow, matched against `table.name` and `schema.table.name`."""
    link_keys: tuple[Glob, ...] = ()
    """Globs of the many-to-many lists that Create and Update take as keys: `tags` as `tag_ids`."""
    loading: Flag = False
    """Whether each nested Read has a function that returns what a query has to load for it."""

    show: tuple[Glob, ...] = ()
    """Globs of columns that look like secrets, and that Read shows all the same."""
    aliases: Literal["none", "camel"] = "none"
    """What fields are called in JSON: as in Python, or in camelCase."""
    extra: Literal["ignore", "forbid", "allow"] = "ignore"
    """What becomes of input that no field has: it is ignored, refused, or kept."""
    strict: Flag = False
    """Whether a value of another type is refused, and never converted."""
    defer_build: Flag = False
    """Whether each schema is built when it is first used, and not when its module is imported."""
    examples: Flag = False
    """Whether fields have examples, for the JSON Schema."""
    fields: Mapping[str, FieldRule] = {}
    """What you say of a column's fields: a description, examples, and limits stricter than the database's."""

    @model_validator(mode="after")
    def _fits_its_layout(self) -> Api:
        check_layout(self.path, self.layout, "app/schemas.py")
        return self

    @model_validator(mode="after")
    def _has_what_is_nested(self) -> Api:
        if self.nested and "read" not in self.variants:
            reason = 'is about Read, which variants leaves out: add "read" there'
            raise KeyRefusedError(("nested",), reason)
        if self.loading and not self.nested:
            reason = "is about nested Reads: say how deep, such as nested = 1"
            raise KeyRefusedError(("loading",), reason)
        return self
