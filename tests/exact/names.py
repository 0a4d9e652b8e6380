"""Names that a database takes and Python, SQL or a template could stumble over."""

from __future__ import annotations

from hypothesis import strategies as st

PLAIN = ("a", "b", "c", "d", "id", "name", "parent_id", "kind", "Group_Name", "x1")
HOSTILE = (
    "order",
    "select",
    "table",
    "Group",
    "default",
    "class",
    "def",
    "None",
    "async",
    "match",
    "metadata",
    "registry",
    "query",
    "Base",
    "Mapped",
    "mapped_column",
    "text",
    "list",
    "str",
    "int",
    "type",
    "datetime",
    "Any",
    "enum",
    "self",
    "__tablename__",
    "__init__",
    "__x",
    "_",
    "_x",
    "1st",
    "a b",
    "a-b",
    "a.b",
    "x'y",
    'x"y',
    "x`y",
    "[xy",
    "50%",
    "%s",
    "%(y)s",
    "a:b",
    ":z",
    "a\\b",
    "back\\",
    "{{ z }}",
    "${jndi}",
    "#",
    "a;b",
    "a,b",
    "(a)",
    "é",
    "ß",
    "İ",
    "straße",
    "名前",
    "😀",
    "Ünï côde",
    "two\nlines",
    "tab\there",
    '"""',
    "CamelCase",
    "UPPER",
    "x" * 60,
)


def names() -> st.SearchStrategy[str]:
    """A name: a plain one more often than not."""
    return st.one_of(
        st.sampled_from(PLAIN), st.sampled_from(PLAIN), st.sampled_from((*PLAIN, *HOSTILE))
    )


TEXTS = (
    "",
    "x",
    "draft",
    "in print",
    "it's",
    'say "x"',
    "50%",
    "%s %(y)s",
    "a:b",
    ":x",
    "a :b",
    "a::b",
    "back\\slash",
    "\\",
    "\\'",
    "two\nlines",
    "tab\t",
    "{{ z }}",
    "{% y %}",
    "${jndi}",
    "#",
    "-- x",
    "/* x */",
    "é 名 😀",
    '"""',
    "'''",
    "NULL",
    "CURRENT_TIMESTAMP",
    "0",
    "-1.5",
    "2020-01-01",
    "now()",
    " lead",
    "trail ",
    "(x)",
    "`x`",
)
"""Strings that stand in defaults, checks and comments."""


def texts() -> st.SearchStrategy[str]:
    """A string of a default, a check, a comment."""
    return st.sampled_from(TEXTS)
