"""The configuration: every key of `ormforge.toml`, its type, its default and what it means.

This is the one place where a key is added: the JSON Schema, the environment variables, `config show` and the check
for unknown keys all read it from here. A key stands here only when this version does what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Literal

from pydantic import PrivateAttr, model_validator

from ormforge.config.api import Api
from ormforge.config.changelog import Changelog
from ormforge.config.database import Database
from ormforge.config.hooks import Hooks
from ormforge.config.review import Review
from ormforge.config.rules import (
    Inheritance,
    Loading,
    Mixin,
    Naming,
    Shortcut,
    TypeRule,
    VirtualForeignKey,
)
from ormforge.config.section import (
    ClassPath,
    Columns,
    Flag,
    ImportPath,
    JsonFile,
    ProjectPath,
    Section,
    Specifier,
    Text,
)
from ormforge.config.targets import Target
from ormforge.config.usage import Usage
from ormforge.config.values import KeyRefusedError, check_layout

OWN_NAMES = ("ormforge.toml", "pyproject.toml")


class Output(Section):
    """The models: where they go, and how they are written."""

    path: ProjectPath
    """The file that the models are written to, or the folder of the package for the layouts that make one, relative to
    this file's folder."""
    layout: Literal["single", "per-schema", "per-table"] = "single"
    """How the models are divided into files: `single`, all in one; `per-schema` and `per-table`, a package with a module
    for each."""
    style: Literal["declarative", "dataclass", "sqlmodel", "tables"] = "declarative"
    """What the models are: `declarative`, classes with `Mapped[...]` columns; `dataclass`, the same as dataclasses;
    `sqlmodel`, classes of SQLModel; or `tables`, a `Table` each and no classes."""
    base: ClassPath | None = None
    """A declarative base to import instead of printing one, as `module:Name` or `module:db.Model`; for `tables`, a
    MetaData."""
    column_order: Literal["table", "required-first"] = "table"
    """The order of columns in a class: the table's own, or first those an insert must give."""
    header: Flag = True
    """Whether the file starts with a line that says where it comes from."""
    ddl_events: Flag = True
    """Whether what SQLAlchemy has no construct for is added as DDL events, so that `create_all` builds it too."""
    constraint_names: Literal["default", "always"] = "default"
    """Which constraints are printed with their names: those whose name the database would not choose by itself
    (`default`), or all of them (`always`)."""
    async_attrs: Flag = False
    """Whether the printed base is an `AsyncAttrs`, whose classes load relationships with `await`."""
    comments: Literal["both", "docstring", "comment", "none"] = "both"
    """What becomes of the database's comments: docstrings (`doc=` of a column), `comment=`, both, or nothing."""
    imports: Literal["names", "module"] = "names"
    """How SQLAlchemy's names are imported: each by itself (`String`), or with their module (`sa.String`)."""

    snapshot: JsonFile | None = None
    """A file that every run keeps the catalog in, relative to this file's folder, to be committed: what the database
    was at the last run is then known on every machine, and `--from` runs from it."""

    @model_validator(mode="after")
    def _fits_its_layout(self) -> Output:
        check_layout(self.path, self.layout, "app/models.py")
        return self

    @model_validator(mode="after")
    def _fits_its_style(self) -> Output:
        if self.async_attrs and self.style in ("sqlmodel", "tables"):
            reason = f'is for a printed base, and the style "{self.style}" prints none'
            raise KeyRefusedError(("async-attrs",), reason)
        if self.async_attrs and self.base is not None:
            reason = "is for the printed base, and output.base brings one"
            raise KeyRefusedError(("async-attrs",), reason)
        if self.column_order != "table" and self.style in ("sqlmodel", "tables"):
            reason = f'must be "table" for the style "{self.style}", whose columns are made in their order'
            raise KeyRefusedError(("column-order",), reason)
        return self


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
    filters: tuple[ImportPath, ...] = ()
    """Filters of your own for templates, each as `module:name` of a function, or of a dict of functions by name."""
    tests: tuple[ImportPath, ...] = ()
    """Tests of your own for templates, such as `{% if table is audited %}`, written as `filters` are."""


class Format(Section):
    """How generated text is formatted."""

    tool: Literal["black", "ruff", "none"] = "black"
    """The formatter of generated text, with the project's own settings; hand-written text is never formatted."""


class Config(Section):
    """The configuration of a project, with every default filled in."""

    _name: str | None = PrivateAttr(default=None)

    @property
    def name(self) -> str | None:
        """What tells it from others in one folder: the name of its file, None for `ormforge.toml` and `pyproject.toml`."""
        return self._name

    def named(self, file: str) -> Config:
        """The same, read from this file."""
        config = self.model_copy()
        config._name = None if file in OWN_NAMES else file
        return config

    required_version: Specifier | None = None
    """The versions of ormforge that may run here, such as `>=0.1`."""
    database: Database
    output: Output
    naming: Naming = Naming()
    types: Mapping[str, TypeRule] = {}
    """Python types, by column or by the database's type (`"type:citext"`): an annotation, `module:Name` to import one,
    or a table of its own."""
    enums: Mapping[str, Literal["class", "strings"]] = {}
    """Which enums become classes, and which stay strings, by type or column."""
    keys: Mapping[str, Columns] = {}
    """The columns that tell the rows of a view or table apart, where the database does not say so."""
    relationships: tuple[VirtualForeignKey, ...] = ()
    """Relationships that the database does not declare."""
    lazy: Mapping[str, Loading] = {}
    """How relationships are loaded, by relationship: `"public.authors.books" = "selectin"`; `"*"` is the default."""
    mixins: tuple[Mixin, ...] = ()
    """Mixins for the classes of some tables."""
    bases: Mapping[str, ClassPath] = {}
    """Base classes to import in place of the common one, by table."""
    inheritance: tuple[Inheritance, ...] = ()
    """Classes that are subclasses of another table's class."""
    shortcuts: tuple[Shortcut, ...] = ()
    """Many-to-many lists through tables with columns of their own."""
    custom: Custom = Custom()
    templates: Templates = Templates()
    targets: tuple[Target, ...] = ()
    """Outputs of your own: each a template, and the files that it makes."""
    format: Format = Format()
    api: Api | None = None
    hooks: Hooks = Hooks()
    plugins: tuple[Text, ...] = ()
    """Plugins to use, by name, in this order; each is installed as an entry point of the group `ormforge.plugins`."""
    review: Review = Review()
    changelog: Changelog | None = None
    usage: Usage = Usage()

    @model_validator(mode="after")
    def _writes_each_file_once(self) -> Config:
        if self.api is None:
            return self
        models, schemas = PurePosixPath(self.output.path), PurePosixPath(self.api.path)
        if models == schemas:
            raise KeyRefusedError(("api", "path"), f"is the file of output.path, {models}")
        if schemas.is_relative_to(models) or models.is_relative_to(schemas):
            reason = f"must not be in output.path, {models}, nor the other way round: {schemas}"
            raise KeyRefusedError(("api", "path"), reason)
        return self

    @model_validator(mode="after")
    def _fits_its_style(self) -> Config:
        style = self.output.style
        if self.inheritance and style == "sqlmodel":
            reason = "a table of SQLModel cannot inherit from another one"
            raise KeyRefusedError(("inheritance",), reason)
        rules = ("api", "bases", "inheritance", "lazy", "mixins", "shortcuts")
        for name in rules:
            if style == "tables" and getattr(self, name):
                reason = 'is about classes, and output.style = "tables" has none'
                raise KeyRefusedError((name,), reason)
        return self

    @model_validator(mode="after")
    def _has_templates(self) -> Config:
        if self.targets and not self.templates.overlays:
            reason = 'need a folder of templates, such as [templates] overlays = ["templates"]'
            raise KeyRefusedError(("targets",), reason)
        return self

    @model_validator(mode="after")
    def _has_one_metadata(self) -> Config:
        if self.bases and self.output.base is None:
            reason = "needs output.base, the base that these inherit from: they share its metadata"
            raise KeyRefusedError(("bases",), reason)
        return self
