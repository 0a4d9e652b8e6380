"""The configuration: every key of `ormforge.toml`, its type, its default and what it means.

This is the one place where a key is added: the JSON Schema, the environment variables, `config show` and the check
for unknown keys all read it from here. A key stands here only when this version does what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, model_validator

from ormforge.config.values import (
    identifier,
    import_path,
    python_path,
    python_type,
    some_text,
    version_specifier,
)
from ormforge.secret import SecretUrl

Text = Annotated[str, AfterValidator(some_text)]
Flag = Annotated[bool, Strict()]
Glob = Text
PythonName = Annotated[str, AfterValidator(identifier)]
PythonFile = Annotated[str, AfterValidator(python_path)]
PythonType = Annotated[str, AfterValidator(python_type)]
ImportPath = Annotated[str, AfterValidator(import_path)]
Specifier = Annotated[str, AfterValidator(version_specifier)]
Variant = Literal["base", "create", "update", "read"]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Section(BaseModel):
    """A table of the configuration: frozen, with kebab-case keys, and closed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_kebab,
        populate_by_name=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )


class Database(Section):
    """Which database, and which of its tables."""

    url: SecretUrl
    """The database's URL in SQLAlchemy's form, or `env:NAME` for the variable that holds it. One with a password is
    refused here. A relative SQLite path counts from this file's folder."""
    schemas: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """The schemas to read. Default: the one that the connection uses by itself."""
    include: tuple[Glob, ...] = ("*",)
    """Globs of the tables to read, matched against `table` and `schema.table`."""
    exclude: tuple[Glob, ...] = ()
    """Globs of the tables to leave out, matched against `table` and `schema.table`."""
    views: Literal["class", "table", "skip"] = "class"
    """What a view becomes: a class where it has a key and a `Table` otherwise, always a `Table`, or nothing."""


class Output(Section):
    """The models: where they go, and how they are written."""

    path: PythonFile
    """The file that the models are written to, relative to this file's folder."""
    layout: Literal["single"] = "single"
    """How the models are divided into files: `single`, all in one."""
    style: Literal["declarative"] = "declarative"
    """What the models are: `declarative`, classes with `Mapped[...]` columns."""
    base: ImportPath | None = None
    """A declarative base to import instead of printing one, as `module:Name`."""
    column_order: Literal["table", "required-first"] = "table"
    """The order of columns in a class: the table's own, or first those an insert must give."""
    header: Flag = True
    """Whether the file starts with a line that says where it comes from."""
    ddl_events: Flag = True
    """Whether what SQLAlchemy has no construct for is added as DDL events, so that `create_all` builds it too."""
    constraint_names: Literal["default", "always"] = "default"
    """Which constraints are printed with their names: those whose name the database would not choose by itself
    (`default`), or all of them (`always`)."""


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
    irregular: Mapping[str, Text] = {}
    """Singulars and their plurals that the rules of English do not give: `person = "people"`."""
    tables: Mapping[str, PythonName] = {}
    """Class names, by table: `"public.usr" = "User"`."""
    columns: Mapping[str, PythonName] = {}
    """Attribute names, by column: `"public.usr.fname" = "first_name"`."""
    relationships: Mapping[str, RelationshipNames] = {}
    """Relationship names, by foreign key column: `"public.books.author_id" = { forward = "author" }`."""


class Custom(Section):
    """What happens to hand-written code that the database has moved away from."""

    on_conflict: Literal["mine", "theirs", "fail"] = "mine"
    """When you and the database changed the same statement: keep yours, take the generated one, or write nothing."""
    on_orphan: Literal["archive", "keep", "fail"] = "archive"
    """When the table or column of hand-written code has gone: archive the code, leave it in place, or write
    nothing."""


class Templates(Section):
    """The templates that text is rendered from."""

    overlays: tuple[Text, ...] = ()
    """Folders of templates laid over the built-in ones; the first that has a template wins."""
    vars: Mapping[str, Any] = {}
    """Values of your own, which templates read as `vars.NAME`."""


class Format(Section):
    """How generated text is formatted."""

    tool: Literal["black", "none"] = "black"
    """The formatter of generated text; hand-written text is never formatted."""


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
    """Globs of the columns that no schema shows, matched against `table.column` and `schema.table.column`."""


class Config(Section):
    """The configuration of a project, with every default filled in."""

    required_version: Specifier | None = None
    """The versions of ormforge that may run here, such as `>=0.1`."""
    database: Database
    output: Output
    naming: Naming = Naming()
    types: Mapping[str, PythonType] = {}
    """Python types, by column or glob of columns: `"*.settings" = "dict[str, Any]"`, or `module:Name` to import
    one."""
    custom: Custom = Custom()
    templates: Templates = Templates()
    format: Format = Format()
    api: Api | None = None

    @model_validator(mode="after")
    def _writes_each_file_once(self) -> Config:
        if self.api is not None and self.api.path == self.output.path:
            raise ValueError(f"api.path and output.path are the same file, {self.api.path}")
        return self
