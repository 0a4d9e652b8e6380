"""SQLite's keywords, and the names that are none."""

from __future__ import annotations

import re

RESERVED = frozenset("""
    ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE
    CROSS DEFAULT DEFERRABLE DELETE DISTINCT DROP ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM FULL
    GROUP HAVING IN INDEX INDEXED INNER INSERT INTERSECT INTO IS ISNULL JOIN LEFT LIMIT NATURAL
    NOT NOTHING NOTNULL NULL ON OR ORDER OUTER PRIMARY REFERENCES RETURNING RIGHT SELECT SET
    TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE
    """.split())  # noqa: SIM905 - sixty words on sixty lines are no list to read
"""Keywords that SQLite takes for no name (https://sqlite.org/lang_keywords.html); the others fall back to one."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def quoted(name: str) -> str:
    """The name as it can stand in a statement, whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def plain_name(name: str) -> str:
    """The name as it can stand in a statement: in quotes only where it needs them."""
    return name if _PLAIN.fullmatch(name) and name.upper() not in RESERVED else quoted(name)
