"""The section `[database]`: where the catalog comes from, and which of its tables are wanted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ormforge.config.hooks import Command
from ormforge.config.section import Glob, Section, Text
from ormforge.config.values import KeyRefusedError, built_dialect, secret_reference
from ormforge.secret import SecretUrl

PasswordReference = Annotated[str, AfterValidator(secret_reference)]
BuiltDialect = Annotated[str, AfterValidator(built_dialect)]


class Database(Section):
    """Which database, and which of its tables."""

    url: SecretUrl | None = None
    """The database's URL in SQLAlchemy's form, `env:NAME` for the variable that holds it, or `keyring:SERVICE/USER`. One
    with a password is refused here. A relative SQLite path counts from this file's folder."""
    password: PasswordReference | None = None
    """Where the password is kept that goes into the URL: `env:NAME`, or `keyring:SERVICE/USER`. It may hold any
    character, and is not encoded."""
    ddl: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """SQL files that build the database, instead of a `url`: they are run in a database that exists for the run alone.
    Needs `dialect`."""
    migrations: Command | None = None
    """The command that builds the database, instead of a `url`: it is run on an empty database that exists for the run
    alone, with the URL of that database in `DATABASE_URL` and in place of `{url}`. Needs `dialect`."""
    dialect: BuiltDialect | None = None
    """What `ddl` and `migrations` are written for: `sqlite` or `postgresql`, with a driver behind a plus if need be."""
    schemas: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """The schemas to read. Default: the one that the connection uses by itself."""
    include: tuple[Glob, ...] = ("*",)
    """Globs of the tables to read, matched against `table` and `schema.table`."""
    exclude: tuple[Glob, ...] = ()
    """Globs of the tables to leave out, matched against `table` and `schema.table`."""
    views: Literal["class", "table", "skip"] = "class"
    """What a view becomes: a class where it has a key and a `Table` otherwise, always a `Table`, or nothing."""

    @model_validator(mode="after")
    def _is_one_database(self) -> Database:
        given = [name for name in ("url", "ddl", "migrations") if getattr(self, name) is not None]
        if len(given) > 1:
            reason = f"is one database more, beside database.{given[0]}: leave one of the two out"
            raise KeyRefusedError((given[1],), reason)
        if given and given != ["url"] and self.dialect is None:
            reason = 'needs dialect = "postgresql" or "sqlite" beside it'
            raise KeyRefusedError((given[0],), reason)
        if self.password is not None and given != ["url"]:
            raise KeyRefusedError(("password",), "is for a url, which is not given")
        if given == ["url"] and self.dialect is not None:
            reason = "is for ddl and migrations; a url says it itself"
            raise KeyRefusedError(("dialect",), reason)
        return self
