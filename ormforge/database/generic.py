"""The catalog of any database that SQLAlchemy reflects: SQL Server, Oracle and third-party dialects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Inspector, inspect
from sqlalchemy.engine.reflection import ObjectKind
from sqlalchemy.exc import CompileError, SQLAlchemyError
from sqlalchemy.types import NullType, TypeEngine

from ormforge.catalog.keys import table_path
from ormforge.catalog.model import (
    Catalog,
    Check,
    Column,
    ColumnType,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexElement,
    Omission,
    Option,
    PrimaryKey,
    SequenceOptions,
    Table,
    Unique,
)
from ormforge.database.request import Request
from ormforge.errors import DatabaseError

Place = tuple[str | None, str]
_SYSTEM_NAME = re.compile(r"(?:(?:PK|UQ|FK|CK|DF)__.+__[0-9A-F]{8,16}|SYS_C\d+)\Z")
"""Names with a number in them that SQL Server and Oracle give to what has none: another database has others."""


def read_generic(connection: Connection, request: Request) -> Catalog:
    """The catalog as SQLAlchemy's own reflection tells it, in bulk. Raises DatabaseError for a missing schema."""
    inspector = inspect(connection)
    schemas = _schemas(inspector, request)
    facts = [_Facts(inspector, schema) for schema in schemas]
    tables: list[Table] = []
    omissions: list[Omission] = []
    present = frozenset(place for one in facts for place in one.columns if _wanted(request, place))
    for one in facts:
        tables += [
            build_table(place, one, connection.dialect, present)
            for place in one.columns
            if place in present
        ]
        if request.views != "skip":
            views, broken = _views(inspector, one.schema, request, connection.dialect)
            tables += views
            omissions += broken
    return Catalog(
        dialect=connection.dialect.name,
        tables=tuple(sorted(tables, key=lambda t: (t.schema or "", t.name))),
        omissions=tuple(sorted(omissions, key=lambda o: (o.kind, o.path))),
    )


class _Facts:
    """What reflection tells of the tables of one schema; what a dialect cannot tell is empty."""

    def __init__(self, inspector: Inspector, schema: str | None) -> None:
        self.schema = schema
        self.columns = _asked(inspector.get_multi_columns, schema)
        self.primary_keys = _asked(inspector.get_multi_pk_constraint, schema)
        self.foreign_keys = _asked(inspector.get_multi_foreign_keys, schema)
        self.uniques = _asked(inspector.get_multi_unique_constraints, schema)
        self.checks = _asked(inspector.get_multi_check_constraints, schema)
        self.indexes = _asked(inspector.get_multi_indexes, schema)
        self.comments = _asked(inspector.get_multi_table_comment, schema)
        self.options = _asked(inspector.get_multi_table_options, schema)


def build_table(place: Place, facts: _Facts, dialect: Dialect, present: frozenset[Place]) -> Table:
    """One table of what reflection told."""
    uniques = facts.uniques.get(place) or []
    comment = facts.comments.get(place) or {}
    keys = [
        build_foreign_key(one, place[0], present) for one in facts.foreign_keys.get(place) or []
    ]
    constraints = {one["name"] for one in uniques if one.get("name")}
    return Table(
        schema=place[0],
        name=place[1],
        columns=tuple(build_column(one, dialect) for one in facts.columns[place]),
        primary_key=_primary_key(facts.primary_keys.get(place)),
        uniques=_sorted(_unique(one) for one in uniques),
        foreign_keys=_sorted(keys),
        checks=_sorted(
            Check(expression=str(one["sqltext"]), name=_name(one.get("name")))
            for one in facts.checks.get(place) or []
        ),
        indexes=_sorted(
            build_index(one)
            for one in facts.indexes.get(place) or []
            if not one.get("duplicates_constraint") and one.get("name") not in constraints
        ),
        comment=comment.get("text") or None,
        options=_options(facts.options.get(place) or {}),
    )


def build_column(reflected: Mapping[str, Any], dialect: Dialect) -> Column:
    """A reflected column; its type is what the dialect compiles it to."""
    computed, identity = reflected.get("computed"), reflected.get("identity")
    default = reflected.get("default")
    return Column(
        name=str(reflected["name"]),
        type=ColumnType(sql=type_text(reflected["type"], dialect)),
        nullable=bool(reflected.get("nullable", True)),
        default=None if default is None or computed or identity else str(default),
        generated=_generated(computed),
        identity=_identity(identity),
        autoincrement=reflected.get("autoincrement") is True and not identity,
        comment=reflected.get("comment") or None,
    )


def type_text(type_: TypeEngine[Any], dialect: Dialect) -> str:
    """The type as the dialect writes it; empty where reflection does not know it."""
    if isinstance(type_, NullType):
        return ""
    try:
        return type_.compile(dialect=dialect)
    except (CompileError, NotImplementedError):
        return str(type_)


def build_foreign_key(
    reflected: Mapping[str, Any], schema: str | None, present: frozenset[Place]
) -> ForeignKey:
    """A reflected foreign key."""
    options = reflected.get("options") or {}
    target = (reflected.get("referred_schema"), str(reflected["referred_table"]))
    if target[0] is None and target not in present and (schema, target[1]) in present:
        target = (schema, target[1])
    name = _name(reflected.get("name"))
    return ForeignKey(
        columns=tuple(reflected["constrained_columns"]),
        referred_schema=target[0],
        referred_table=target[1],
        referred_columns=tuple(reflected["referred_columns"]),
        name=name,
        name_is_default=name is None,
        on_delete=_rule(options.get("ondelete")),
        on_update=_rule(options.get("onupdate")),
        match=options.get("match"),
        deferrable=bool(options.get("deferrable")),
        initially_deferred=str(options.get("initially") or "").upper() == "DEFERRED",
        resolved=target in present,
    )


def build_index(reflected: Mapping[str, Any]) -> Index:
    """A reflected index."""
    columns: Sequence[str | None] = reflected["column_names"]
    texts: Sequence[str | None] = reflected.get("expressions") or columns
    sorting = reflected.get("column_sorting") or {}
    options = reflected.get("dialect_options") or {}
    return Index(
        name=str(reflected["name"]),
        elements=tuple(
            _element(column, text, sorting) for column, text in zip(columns, texts, strict=True)
        ),
        unique=bool(reflected.get("unique")),
        where=next((str(v) for k, v in options.items() if k.endswith("_where") and v), None),
        include=tuple(reflected.get("include_columns") or ()),
        options=tuple(one for one in _options(options) if not one[0].endswith("_where")),
    )


def _element(
    column: str | None, text: str | None, sorting: Mapping[str, Sequence[str]]
) -> IndexElement:
    name = column if column is not None else text or ""
    words = [word.upper().replace("_", " ") for word in sorting.get(name, ())]
    return IndexElement(
        sql=" ".join([name, *words]), column=column, plain=column is not None and not words
    )


def _schemas(inspector: Inspector, request: Request) -> tuple[str | None, ...]:
    """The schemas asked for; None stands for the connection's own."""
    if request.schemas is None:
        return (None,)
    known = inspector.get_schema_names()
    for schema in request.schemas:
        if schema not in known:
            raise DatabaseError(
                f"there is no schema {schema!r} in this database",
                hint=f"Its schemas are: {', '.join(sorted(known))}.",
            )
    own = inspector.default_schema_name
    return tuple(dict.fromkeys(None if s == own else s for s in request.schemas))


def _asked(ask: Callable[..., Any], schema: str | None) -> dict[Place, Any]:
    try:
        return dict(ask(schema=schema, kind=ObjectKind.TABLE))
    except NotImplementedError:
        return {}


def _wanted(request: Request, place: Place) -> bool:
    return request.wants(*place)


def _views(
    inspector: Inspector, schema: str | None, request: Request, dialect: Dialect
) -> tuple[list[Table], list[Omission]]:
    """The views one by one, so that a broken one costs only itself."""
    found: list[Table] = []
    broken: list[Omission] = []
    for name in sorted(_view_names(inspector, schema)):
        if not request.wants(schema, name):
            continue
        try:
            columns = inspector.get_columns(name, schema=schema)
            definition = _definition(inspector, name, schema)
        except SQLAlchemyError as error:
            reason = f"its columns cannot be read: {' '.join(str(error).split())}"
            broken.append(Omission(kind="view", path=table_path(schema, name), reason=reason))
            continue
        found.append(
            Table(
                schema=schema,
                name=name,
                kind="view",
                columns=tuple(build_column(one, dialect) for one in columns),
                definition=definition,
            )
        )
    return found, broken


def _view_names(inspector: Inspector, schema: str | None) -> Iterator[str]:
    try:
        yield from inspector.get_view_names(schema=schema)
    except NotImplementedError:
        return


def _definition(inspector: Inspector, name: str, schema: str | None) -> str | None:
    try:
        return inspector.get_view_definition(name, schema=schema) or None
    except NotImplementedError:
        return None


def _primary_key(reflected: Mapping[str, Any] | None) -> PrimaryKey | None:
    if not reflected or not reflected["constrained_columns"]:
        return None
    name = _name(reflected.get("name"))
    return PrimaryKey(
        columns=tuple(reflected["constrained_columns"]),
        name=name,
        name_is_default=name is None,
        options=_options(reflected.get("dialect_options") or {}),
        comment=reflected.get("comment") or None,
    )


def _unique(reflected: Mapping[str, Any]) -> Unique:
    name = _name(reflected.get("name"))
    return Unique(
        columns=tuple(reflected["column_names"]),
        name=name,
        name_is_default=name is None,
        options=_options(reflected.get("dialect_options") or {}),
        comment=reflected.get("comment") or None,
    )


def _generated(computed: Mapping[str, Any] | None) -> Generated | None:
    if not computed:
        return None
    return Generated(expression=str(computed["sqltext"]), stored=bool(computed.get("persisted")))


def _identity(identity: Mapping[str, Any] | None) -> Identity | None:
    if not identity:
        return None
    options = SequenceOptions(
        start=_unless(identity.get("start"), 1),
        increment=_unless(identity.get("increment"), 1),
        minimum=identity.get("minvalue"),
        maximum=identity.get("maxvalue"),
        cache=identity.get("cache"),
        cycle=bool(identity.get("cycle")),
    )
    return Identity(always=bool(identity.get("always")), options=options)


def _unless(value: Any, default: int) -> int | None:
    return None if value is None or value == default else int(value)


def _name(name: Any) -> str | None:
    return None if name is None or _SYSTEM_NAME.match(name) else str(name)


def _rule(rule: str | None) -> str | None:
    return None if rule is None or rule.upper() == "NO ACTION" else rule.upper()


def _options(options: Mapping[str, Any]) -> tuple[Option, ...]:
    """The options that one value says; lists repeat what is told elsewhere, such as the included columns."""
    said = {name: value for name, value in options.items() if isinstance(value, str | int | float)}
    return tuple(sorted((name, str(value)) for name, value in said.items() if value))


def _sorted(objects: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(objects, key=lambda one: (getattr(one, "name", None) or "", repr(one))))
