"""The rules of a configuration: tables and lists whose entries speak of tables, columns, types and relationships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ormforge.config.section import (
    ClassPath,
    Flag,
    Glob,
    ImportPath,
    PythonName,
    PythonType,
    Section,
    Text,
)
from ormforge.config.values import KeyRefusedError

Loading = Literal["select", "immediate", "joined", "subquery", "selectin", "raise", "raise_on_sql"]


class RelationshipNames(Section):
    """The names of the two sides of a foreign key."""

    forward: PythonName | None = None
    """The relationship of the class that holds the foreign key."""
    reverse: PythonName | None = None
    """The relationship of the class that the foreign key points to."""

    @model_validator(mode="after")
    def _names_something(self) -> RelationshipNames:
        if self.forward is None and self.reverse is None:
            raise ValueError('must name forward, reverse or both: { forward = "author" }')
        return self


class Naming(Section):
    """How Python names are made from the database's."""

    singularize: Flag = False
    """Whether a class is named in the singular: `books` becomes `Book`."""
    strip_prefixes: tuple[Text, ...] = ()
    """Prefixes that are taken off table names before a class is named."""
    strip_suffixes: tuple[Text, ...] = ()
    """Suffixes that are taken off table names before a class is named."""
    class_prefix: str = ""
    """What every class name begins with."""
    class_suffix: str = ""
    """What every class name ends with: `Model` makes `BookModel`."""
    irregular: Mapping[str, Text] = {}
    """Singulars and their plurals that the rules of English do not give: `person = "people"`."""
    schemas: Mapping[str, PythonName] = {}
    """What a schema is called in the names of classes: `"legacy_crm" = "crm"`."""
    class_name: ImportPath | None = None
    """A function of your own that names classes, as `module:name`."""
    column_name: ImportPath | None = None
    """A function of your own that names the attributes of columns."""
    relationship_name: ImportPath | None = None
    """A function of your own that names relationships."""
    tables: Mapping[str, PythonName] = {}
    """Class names, by table: `"public.usr" = "User"`."""
    columns: Mapping[str, PythonName] = {}
    """Attribute names, by column: `"public.usr.fname" = "first_name"`."""
    relationships: Mapping[str, RelationshipNames] = {}
    """Relationship names, by foreign key column: `"public.books.author_id" = { forward = "author" }`."""
    enums: Mapping[str, PythonName] = {}
    """Names of enum classes, by type or column: `"public.book_state" = "State"`."""

    @model_validator(mode="after")
    def _makes_names(self) -> Naming:
        for key, part in (("class-prefix", self.class_prefix), ("class-suffix", self.class_suffix)):
            if not f"X{part}".isidentifier() or not f"{part}X".isidentifier():
                reason = f"must be part of a Python name, which {part!r} is not"
                raise KeyRefusedError((key,), reason)
        return self


class TypeRule(Section):
    """What a column is in Python, and how its value gets there."""

    python: PythonType | None = None
    """The Python type, as an annotation or as `module:Name`."""
    sqlalchemy: ImportPath | None = None
    """A SQLAlchemy type of your own, as `module:Name`, in place of the database's."""
    pydantic: Flag = False
    """Whether pydantic makes the Python type of the stored JSON and back again."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"python": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """The schema of the table, or of a text that stands for `python` alone."""
        table = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string"}, table]}

    @model_validator(mode="after")
    def _says_something(self) -> TypeRule:
        if self.pydantic and (self.python is None or self.sqlalchemy is not None):
            raise ValueError("pydantic = true needs python, and goes without sqlalchemy")
        if self.python is None and self.sqlalchemy is None:
            raise ValueError('must give python, sqlalchemy or both: { python = "app.types:Prefs" }')
        return self


class VirtualForeignKey(Section):
    """A relationship that the database does not declare."""

    from_: Text = Field(alias="from")
    """The column, or glob of columns, that points to another table; several are joined by commas."""
    to: Text
    """The column pointed to; several are joined by commas."""
    forward: PythonName | None = None
    """The name of the relationship of the class that points."""
    reverse: PythonName | None = None
    """The name of the relationship of the class pointed to."""
    viewonly: Flag = False
    """Whether the relationships only read, and never write the column."""


class Mixin(Section):
    """A mixin for the classes of some tables."""

    use: ClassPath
    """The mixin, as `module:Name`."""
    when_columns: tuple[Text, ...] = ()
    """Only tables that have all of these columns; they come from the mixin, and are left out of the class."""
    tables: tuple[Glob, ...] = ("*",)
    """Globs of the tables."""

    @model_validator(mode="after")
    def _chooses(self) -> Mixin:
        if not self.when_columns and self.tables == ("*",):
            raise ValueError("must choose its classes by when-columns, tables or both")
        return self


class Inheritance(Section):
    """Joined-table inheritance: the classes of some tables are subclasses of another table's class."""

    table: Text
    """The table of the parent class."""
    children: Annotated[Mapping[str, str], Field(min_length=1)]
    """The tables of the subclasses, each with its polymorphic identity; `""` where there is none."""
    on: Text | None = None
    """The column of the parent that tells what a row is."""
    identity: Text | None = None
    """What the column holds for a row that is no subclass's."""

    @model_validator(mode="after")
    def _tells_apart(self) -> Inheritance:
        told = [self.identity, *self.children.values()]
        if self.on is None and any(told):
            raise ValueError("identities need on, the column that holds them")
        if self.on is not None and not all(self.children.values()):
            reason = "with on, every child needs the identity that the column holds for it"
            raise KeyRefusedError(("children",), reason)
        return self


class Shortcut(Section):
    """A many-to-many list that goes through a table with columns of its own."""

    through: Text
    """The table between the two others."""
    as_: Literal["viewonly", "proxy"] = Field(default="viewonly", alias="as")
    """A relationship that only reads, or an association proxy, which can add as well."""
    names: Mapping[str, PythonName] = {}
    """The names of the lists, by the table whose class has them."""
