"""The table `[api]`: pydantic schemas beside the models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ormforge.config.section import Flag, Glob, Number, PythonFile, Section
from ormforge.config.values import name_pattern, nested_pattern

Variant = Literal["base", "create", "update", "read"]
NamePattern = Annotated[str, AfterValidator(name_pattern)]
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


class Api(Section):
    """Pydantic schemas beside the models; without this table there are none."""

    path: PythonFile
    """The file that the schemas are written to, relative to this file's folder."""
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

    @model_validator(mode="after")
    def _has_what_is_nested(self) -> Api:
        if self.nested and "read" not in self.variants:
            raise ValueError('nested is about Read, which variants leaves out: add "read" there')
        if self.loading and not self.nested:
            raise ValueError("loading is about nested Reads: say how deep, such as nested = 1")
        return self
