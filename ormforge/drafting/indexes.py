"""Indexes."""

from __future__ import annotations

from dataclasses import replace

from ormforge.catalog.model import Index, IndexElement, Table
from ormforge.drafting.constraints import dialect_options, string_dictionary
from ormforge.drafting.expressions import (
    SQLALCHEMY,
    Expression,
    call,
    combine,
    dictionary,
    literal,
    name,
)
from ormforge.drafting.plain_wording import plain_wording
from ormforge.drafting.sql_text import text_argument


def index_element(index: Index, table: Table, dialect: str) -> Expression:
    """`Index("ix_books_title_lower", text("lower(title)"))`."""
    index = _in_plain_words(index, table, dialect)
    in_dict = _has_plain_classes(index)
    elements = [literal(index.name)]
    elements += [_element(element, in_dict, dialect) for element in index.elements]
    named = {"unique": literal(True)} if index.unique else {}
    named |= _postgresql(index, in_dict) if dialect == "postgresql" else {}
    named |= _mysql(index, dialect) if dialect in ("mysql", "mariadb") else {}
    if dialect == "sqlite" and index.where is not None:
        named["sqlite_where"] = text_argument(index.where)
    return call(name(SQLALCHEMY, "Index"), elements, named)


def _in_plain_words(index: Index, table: Table, dialect: str) -> Index:
    where = None if index.where is None else plain_wording(index.where, table, dialect)
    elements = tuple(
        replace(element, sql=plain_wording(element.sql, table, dialect))
        for element in index.elements
    )
    return replace(index, elements=elements, where=where)


def _element(element: IndexElement, in_dict: bool, dialect: str) -> Expression:
    if element.column is not None and (element.plain or in_dict):
        return literal(element.column)
    if element.column is not None and dialect != "postgresql" and _is_only_descending(element):
        # SQLAlchemy's reflection leaves DESC out: alembic, which goes by the column, must be able to see it.
        column = call(name(SQLALCHEMY, "column"), [literal(element.column)])
        return combine([column], lambda texts: f"{texts[0]}.desc()")
    return text_argument(element.sql)


def _is_only_descending(element: IndexElement) -> bool:
    """Whether the element is its column and DESC, without a collation or a prefix length."""
    sql, _, order = element.sql.rpartition(" ")
    quotes = {"`": "`", '"': '"', "[": "]"}.get(sql[:1])
    bare = sql[1:-1].replace(f"{quotes}{quotes}", quotes) if quotes else sql
    return order.upper() == "DESC" and bare == element.column


def _has_plain_classes(index: Index) -> bool:
    """Whether `postgresql_ops` says all about the index's elements: each a column, in plain order and collation."""
    classes = dict(index.operator_classes)
    return bool(classes) and all(
        element.column is not None
        and (
            element.plain
            or (
                element.column in classes
                and element.sql.endswith(f" {classes[element.column]}")
                and element.sql.count(" ")
                == 1 + element.column.count(" ") + classes[element.column].count(" ")
            )
        )
        for element in index.elements
    )


def _postgresql(index: Index, in_dict: bool) -> dict[str, Expression]:
    named: dict[str, Expression] = {}
    if index.method is not None:
        named["postgresql_using"] = literal(index.method)
    if in_dict:
        named["postgresql_ops"] = string_dictionary(index.operator_classes)
    if index.include:
        named["postgresql_include"] = literal(list(index.include))
    if index.nulls_not_distinct:
        named["postgresql_nulls_not_distinct"] = literal(True)
    if index.where is not None:
        named["postgresql_where"] = text_argument(index.where)
    if index.options:
        named["postgresql_with"] = string_dictionary(index.options)
    if index.tablespace is not None:
        named["postgresql_tablespace"] = literal(index.tablespace)
    return named


def _mysql(index: Index, dialect: str) -> dict[str, Expression]:
    named: dict[str, Expression] = {}
    if index.kind is not None:
        named["mysql_prefix"] = literal(index.kind)
    if index.method is not None:
        named["mysql_using"] = literal(index.method.lower())
    if index.lengths:
        named["mysql_length"] = dictionary({c: literal(size) for c, size in index.lengths})
    if dialect == "mariadb":
        named |= {word.replace("mysql_", "mariadb_", 1): e for word, e in named.items()}
    return named | dialect_options(index.options, dialect)
