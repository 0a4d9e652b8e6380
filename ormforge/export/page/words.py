"""Keys, indexes and columns in words for people; SQL stays the database's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ormforge.catalog.model import (
    Column,
    Domain,
    Exclude,
    ForeignKey,
    Identity,
    Index,
    PrimaryKey,
    SequenceOptions,
    Unique,
)


def column_facts(column: Column) -> Iterator[tuple[str, str]]:
    """What there is to say about a column beside its type, each as a word and a text."""
    if column.generated is not None:
        how = "stored" if column.generated.stored else "computed on reading"
        yield "generated", f"{column.generated.expression} ({how})"
    elif column.identity is not None:
        yield "identity", _identity(column.identity)
    elif column.autoincrement:
        yield "numbered by the database", ""
    elif column.default is not None:
        yield "default", column.default
    if column.collation is not None:
        yield "collation", column.collation
    if column.charset is not None:
        yield "charset", column.charset


def key_text(key: PrimaryKey | Unique) -> str:
    """A primary key or unique constraint."""
    parts = [_names(key.columns)]
    if key.include:
        parts.append(f"include {_names(key.include)}")
    if isinstance(key, Unique) and key.nulls_not_distinct:
        parts.append("nulls not distinct")
    return " ".join([*parts, *_deferral(key)])


def foreign_key_text(key: ForeignKey) -> str:
    """What a foreign key does beyond pointing."""
    actions = (("on delete", key.on_delete), ("on update", key.on_update), ("match", key.match))
    said = [f"{word} {action.lower()}" for word, action in actions if action]
    said += ["not valid"] if key.not_valid else []
    return ", ".join([*said, *_deferral(key)])


def index_text(index: Index) -> str:
    """An index: what it is of, and how."""
    parts = [
        "unique" if index.unique else "",
        (index.kind or "").lower(),
        _names(_elements(index)),
        f"using {index.method}" if index.method not in (None, "btree", "BTREE") else "",
        f"include {_names(index.include)}" if index.include else "",
        "nulls not distinct" if index.nulls_not_distinct else "",
        (
            f"with {_names(f'{name} = {value}' for name, value in index.options)}"
            if index.options
            else ""
        ),
        f"tablespace {index.tablespace}" if index.tablespace else "",
        f"where {index.where}" if index.where else "",
    ]
    return " ".join(part for part in parts if part)


def _elements(index: Index) -> Iterator[str]:
    """What the index is of, with key prefixes and operator classes."""
    lengths, classes = dict(index.lengths), dict(index.operator_classes)
    for element in index.elements:
        column = element.column or ""
        text = column if element.plain else element.sql
        text += f"({lengths[column]})" if column in lengths else ""
        told = column not in classes or text.endswith(classes[column])
        yield text if told else f"{text} {classes[column]}"


def exclude_text(exclude: Exclude) -> str:
    """An exclusion constraint."""
    elements = ", ".join(f"{what} with {operator}" for what, operator in exclude.elements)
    where = [f"where {exclude.where}"] if exclude.where else []
    return " ".join([f"using {exclude.method} ({elements})", *where, *_deferral(exclude)])


def domain_text(domain: Domain) -> str:
    """A domain: its base type, and what it adds."""
    parts = [domain.type.sql, "" if domain.nullable else "not null"]
    parts += [f"default {domain.default}"] if domain.default is not None else []
    parts += [f"collate {domain.collation}"] if domain.collation is not None else []
    parts += [f"check ({check.expression})" for check in domain.checks]
    return " ".join(part for part in parts if part)


def sequence_text(options: SequenceOptions) -> str:
    """What a sequence says that is not the default."""
    said = (
        ("as", options.data_type),
        ("start", options.start),
        ("increment", options.increment),
        ("minimum", options.minimum),
        ("maximum", options.maximum),
        ("cache", options.cache),
    )
    words = [f"{word} {value}" for word, value in said if value is not None]
    return ", ".join([*words, *(["cycle"] if options.cycle else [])])


def _identity(identity: Identity) -> str:
    options = sequence_text(identity.options)
    return ("always" if identity.always else "by default") + (f", {options}" if options else "")


def _deferral(key: PrimaryKey | Unique | ForeignKey | Exclude) -> list[str]:
    if not key.deferrable:
        return []
    return ["deferrable, initially deferred" if key.initially_deferred else "deferrable"]


def _names(names: Iterable[str]) -> str:
    return f"({', '.join(names)})"
