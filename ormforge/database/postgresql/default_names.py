"""The names PostgreSQL chooses by itself for constraints, their indexes, and the sequences of serial columns.

After makeObjectName, ChooseIndexNameAddition and ChooseConstraintName of its source (indexcmds.c, tablecmds.c,
pg_constraint.c): table, columns and a label joined with underscores, the longer of the first two cut until all fits.
"""

from __future__ import annotations

from collections.abc import Iterable

_LIMIT = 63
"""Bytes in a name: NAMEDATALEN of every packaged server, less the terminator."""


def default_name(table: str, columns: Iterable[str], label: str) -> str:
    """The name the server would try first, for a database in UTF-8: `books_author_id_fkey`.

    A primary key is named without its columns: give none.
    """
    first, second = table.encode(), _joined(columns).encode()
    room = _LIMIT - len(label.encode()) - 1 - (1 if second else 0)
    one, two = len(first), len(second)
    while one + two > room:
        if one > two:
            one -= 1
        else:
            two -= 1
    parts = [_clip(first, one), _clip(second, two), label]
    return "_".join(part for part in parts if part)


def _joined(columns: Iterable[str]) -> str:
    """The columns in one text, which stops growing where it is longer than a name can be."""
    text = ""
    for column in _distinct(columns):
        text += f"_{column}" if text else column
        if len(text.encode()) > _LIMIT:
            break
    return text


def _distinct(columns: Iterable[str]) -> list[str]:
    """The columns, each repeated one with the first free number behind it."""
    names: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in names:
            number += 1
            name = f"{_clip(column.encode(), _LIMIT - len(str(number)))}{number}"
        names.append(name)
    return names


def _clip(name: bytes, length: int) -> str:
    """At most `length` bytes of the name, cut where a character begins."""
    return name[:length].decode(errors="ignore")
