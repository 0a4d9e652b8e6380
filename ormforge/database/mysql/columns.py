"""A column of MariaDB or MySQL, from its row of information_schema."""

from __future__ import annotations

import re

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Column, ColumnType, Generated, Statement
from ormforge.database.mysql.rows import Row, Server
from ormforge.database.mysql.sql_text import (
    literal,
    quoted,
    unescaped,
    without_database,
    without_outer_brackets,
)

_COMPRESSED = re.compile(r"\s*/\*M?!\d+ (COMPRESSED\b.*?)\*/")
_ON_UPDATE = re.compile(r"\bon update (\S+)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\Z")
_NOW = re.compile(r"(?:current_timestamp|now|localtime(?:stamp)?)(?:\(\d*\))?\Z", re.IGNORECASE)
_JSON_VALID = re.compile(r"json_valid\(`((?:[^`]|``)*)`\)\Z", re.IGNORECASE)
_NUMERIC = frozenset(
    [
        "tinyint",
        "smallint",
        "mediumint",
        "int",
        "bigint",
        "decimal",
        "float",
        "double",
        "bit",
        "year",
    ]
)
_TEMPORAL = frozenset(["timestamp", "datetime"])


def build_column(
    row: Row,
    server: Server,
    *,
    table_collation: str | None,
    json: bool = False,
    reference_system: int | None = None,
    numbered_outside_key: bool = False,
) -> Column:
    """The column. What no SQLAlchemy construct can say becomes part of its type's text.

    `json`: its checks make it an alias of JSON. `numbered_outside_key`: AUTO_INCREMENT that the primary key does not
    carry.
    """
    extra = str(row["extra"] or "")
    generated = _generated(row, server, extra)
    default, on_update = _default_and_update(row, server, extra)
    modifiers = [
        *filter(None, [_row_period(row)]),
        *([f"REF_SYSTEM_ID={reference_system}"] if reference_system else []),
        *([f"SRID {row['srs_id']}"] if row.get("srs_id") is not None else []),  # MySQL's word
        *(["AUTO_INCREMENT"] if numbered_outside_key else []),
        *_modifiers(extra, generated is not None),
        *on_update,
    ]
    collation, charset = (None, None) if json else _collation(row, table_collation)
    sql = "json" if json else _COMPRESSED.sub(r" \1", str(row["column_type"]))
    if modifiers or "COMPRESSED" in sql:
        sql = " ".join([sql, *_collation_words(charset, collation), *modifiers])
        collation = charset = None
    return Column(
        name=str(row["column_name"]),
        type=ColumnType(sql=sql),
        nullable=row["is_nullable"] == "YES",
        default=None if generated else default,
        generated=generated,
        autoincrement="auto_increment" in extra.lower(),
        collation=collation,
        charset=charset,
        comment=row["column_comment"] or None,
    )


def _default_and_update(row: Row, server: Server, extra: str) -> tuple[str | None, list[str]]:
    """The default with its ON UPDATE; that stands by itself where there is no default that could carry it."""
    default, update = default_text(row, server), _ON_UPDATE.search(extra)
    if update is None:
        return default, []
    words = f"ON UPDATE {update.group(1)}"
    if default is None and row["is_nullable"] == "NO":
        return None, [words]
    return f"{default or 'NULL'} {words}", []


def hide_generated(column: Column, row: Row, table: str, path: str) -> Statement | None:
    """The statement that hides a generated column: INVISIBLE has to follow the expression, where nothing can be put."""
    if column.generated is None or "INVISIBLE" not in str(row["extra"]).upper():
        return None
    stored = "STORED" if column.generated.stored else "VIRTUAL"
    comment = [] if column.comment is None else [f"COMMENT {literal(column.comment)}"]
    words = [
        f"ALTER TABLE {table} MODIFY {quoted(column.name)} {column.type.sql}",
        *_collation_words(column.charset, column.collation),
        f"GENERATED ALWAYS AS ({column.generated.expression}) {stored}",
        *(["NOT NULL"] if not column.nullable else []),
        "INVISIBLE",
        *comment,
    ]
    about = f"invisible column {path}.{path_part(column.name)}"
    return Statement(sql=" ".join(words), about=about)


def default_text(row: Row, server: Server) -> str | None:
    """The default as SQL; None where there is none, or NULL.

    MariaDB 10.2.7 and later give SQL. MySQL gives the bare text of a constant, and marks an expression with
    DEFAULT_GENERATED (https://dev.mysql.com/doc/refman/8.0/en/information-schema-columns-table.html).
    """
    value = row["column_default"]
    if value is None:
        return None
    text = str(value)
    if server.quotes_defaults:
        return None if text == "NULL" else without_database(text, str(row["table_schema"]))
    if "DEFAULT_GENERATED" in str(row["extra"] or "").upper() and not _NOW.match(text):
        return f"({without_outer_brackets(unescaped(text))})"
    return _constant(text, str(row["data_type"]).lower())


def json_columns(checks: list[Row], columns: list[Row]) -> frozenset[str]:
    """The columns that are MariaDB's alias of JSON: a longtext in utf8mb4_bin with the one check that JSON adds."""
    named = {
        match.group(1).replace("``", "`")
        for check in checks
        if check.get("level") == "Column"
        and (match := _JSON_VALID.match(str(check["check_clause"])))
        and match.group(1).replace("``", "`") == check["constraint_name"]
    }
    return frozenset(
        str(row["column_name"])
        for row in columns
        if row["column_name"] in named
        and row["column_type"] == "longtext"
        and row["collation_name"] == "utf8mb4_bin"
    )


def charset_of(collation: str) -> str:
    """The character set of a collation, which is the first part of its name."""
    return collation.partition("_")[0]


def is_row_period(row: Row) -> bool:
    """Whether the column holds the start or end of a row's life under system versioning."""
    return _row_period(row) is not None


def _constant(text: str, data_type: str) -> str:
    if data_type in _TEMPORAL and _NOW.match(text):
        return text
    if data_type == "bit" or (data_type.endswith("binary") and text.startswith("0x")):
        return text
    if data_type in _NUMERIC and _NUMBER.match(text):
        return text
    return literal(text)


def _generated(row: Row, server: Server, extra: str) -> Generated | None:
    expression = row.get("generation_expression")
    if not expression or _row_period(row):
        return None
    text = unescaped(str(expression)) if server.escapes_expressions else str(expression)
    virtual = "VIRTUAL" in extra.upper()
    return Generated(
        expression=without_database(without_outer_brackets(text), str(row["table_schema"])),
        stored=not virtual,
    )


def _row_period(row: Row) -> str | None:
    expression = row.get("generation_expression")
    if expression not in ("ROW START", "ROW END"):
        return None
    return f"GENERATED ALWAYS AS {expression}"


def _modifiers(extra: str, generated: bool) -> list[str]:
    words = extra.upper()
    found = ["INVISIBLE"] if "INVISIBLE" in words and not generated else []
    return found + (["WITHOUT SYSTEM VERSIONING"] if "WITHOUT SYSTEM VERSIONING" in words else [])


def _collation(row: Row, table_collation: str | None) -> tuple[str | None, str | None]:
    """The collation and the character set where they are not the table's."""
    collation, charset = row["collation_name"], row["character_set_name"]
    if collation is None or collation == table_collation:
        return None, None
    same_charset = table_collation is not None and charset_of(table_collation) == charset
    return str(collation), None if same_charset else str(charset)


def _collation_words(charset: str | None, collation: str | None) -> list[str]:
    words = [] if charset is None else [f"CHARACTER SET {charset}"]
    return words + ([] if collation is None else [f"COLLATE {collation}"])
