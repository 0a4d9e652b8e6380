"""What SQLite's stored statements say and its PRAGMAs do not.

The parser follows the grammar of https://sqlite.org/lang_createtable.html, with what SQLite accepts besides: no comma
between table constraints, a constraint name that no constraint follows, strings as names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ormforge.database.sqlite.clauses import (
    CheckClause,
    ColumnClauses,
    ForeignKeyClause,
    IndexClauses,
    KeyClause,
    KeyPart,
    TableClauses,
)
from ormforge.database.sqlite.lexer import (
    Token,
    bracket_end,
    fold,
    split_at_commas,
    text_between,
    tokenize,
)

_TABLE_CLAUSES = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})
_COLUMN_CLAUSES = frozenset(
    {
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "DEFERRABLE",
        "GENERATED",
        "AS",
    }
)
_SORT_WORDS = frozenset({"ASC", "DESC"})


def parse_table(sql: str) -> TableClauses:
    """What a CREATE TABLE says beyond names and types."""
    tokens = tokenize(sql)
    clauses = TableClauses()
    opening = next((i for i, t in enumerate(tokens) if t.text == "("), None)
    if opening is not None:
        body = tokens[opening + 1 : bracket_end(tokens, opening)]
        for part in split_at_commas(body):
            _Definition(sql, part, clauses).parse()
    return clauses


def parse_index(sql: str) -> IndexClauses:
    """What a CREATE INDEX says of its elements and its condition."""
    tokens = tokenize(sql)
    opening = next(i for i, t in enumerate(tokens) if t.text == "(")
    closing = bracket_end(tokens, opening)
    elements = tuple(tuple(part) for part in split_at_commas(tokens[opening + 1 : closing]))
    where = tokens[closing + 2 :]
    return IndexClauses(
        elements=elements,
        texts=tuple(text_between(sql, element) for element in elements),
        where=text_between(sql, where) or None,
    )


def view_query(sql: str) -> str:
    """The query of a CREATE VIEW: all that follows its AS."""
    tokens = tokenize(sql)
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.keyword == "AS" and index > 2:
            return sql[tokens[index + 1].start :].rstrip().rstrip(";").rstrip()
    return sql


def without_sort_word(element: Sequence[Token]) -> Sequence[Token]:
    """An element of a key or index without the ASC or DESC at its end."""
    return element[:-1] if len(element) > 1 and element[-1].keyword in _SORT_WORDS else element


def _key_part(element: Sequence[Token]) -> KeyPart:
    bare = without_sort_word(element)
    collated = len(bare) > 2 and bare[-2].keyword == "COLLATE"
    return KeyPart(column=element[0].name, collation=bare[-1].name if collated else None)


_MOMENTS = frozenset({"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"})


def _is_constant(tokens: Sequence[Token]) -> bool:
    """Whether this is a string, a number or the present moment, which needs no brackets as a default.

    Alembic's batch operations put CURRENT_TIMESTAMP into brackets when they copy a table.
    """
    unsigned = tokens[1:] if len(tokens) == 2 and tokens[0].text in ("+", "-") else tokens
    if len(unsigned) != 1:
        return False
    return unsigned[0].kind in ("string", "number") or unsigned[0].keyword in _MOMENTS


class _Definition:
    """A cursor over one definition of a table's body, which adds what it finds to the table's clauses."""

    def __init__(self, sql: str, tokens: Sequence[Token], clauses: TableClauses) -> None:
        self.sql = sql
        self.tokens = tokens
        self.clauses = clauses
        self.at = 0
        self.column: ColumnClauses | None = None
        self.column_name = ""
        self.constraint_name: str | None = None

    def parse(self) -> None:
        """Read the definition to its end."""
        if self.peek() not in _TABLE_CLAUSES and self.at < len(self.tokens):
            self.read_column_head()
        while self.at < len(self.tokens):
            self.read_clause()

    # -- the cursor

    def peek(self) -> str:
        """The keyword under the cursor; empty if there is none."""
        return self.tokens[self.at].keyword if self.at < len(self.tokens) else ""

    def ahead(self, *words: str) -> bool:
        """Whether these keywords stand under the cursor."""
        if self.peek() != words[0]:
            return False
        found = self.tokens[self.at : self.at + len(words)]
        return tuple(token.keyword for token in found) == words

    def accept(self, *words: str) -> bool:
        """Whether these keywords stand under the cursor; steps over them if so."""
        found = self.ahead(*words)
        if found:
            self.at += len(words)
        return found

    def take(self) -> Token | None:
        """The token under the cursor, stepped over; None at the end."""
        if self.at >= len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def take_name(self) -> str:
        """The name under the cursor, stepped over; empty at the end."""
        token = self.take()
        return "" if token is None else token.name

    def take_bracket(self) -> Sequence[Token]:
        """The tokens within the bracket under the cursor, stepped over; nothing if none opens here."""
        if self.at >= len(self.tokens) or self.tokens[self.at].text != "(":
            return ()
        end = bracket_end(self.tokens, self.at)
        inside = self.tokens[self.at + 1 : end]
        self.at = end + 1
        return inside

    def take_names(self) -> tuple[str, ...]:
        """The names in the bracket under the cursor."""
        inside = self.take_bracket()
        return tuple(part[0].name for part in split_at_commas(inside) if part) if inside else ()

    # -- definitions

    def read_column_head(self) -> None:
        self.column_name = self.take_name()
        self.column = self.clauses.columns.setdefault(fold(self.column_name), ColumnClauses())
        while self.at < len(self.tokens) and self.peek() not in _COLUMN_CLAUSES:
            self.at += 1

    def read_clause(self) -> None:
        name = self.constraint_name
        if self.accept("CONSTRAINT"):
            self.constraint_name = self.take_name()
            return
        self.constraint_name = None
        if self.accept("PRIMARY", "KEY"):
            self.read_key(name, primary=True)
        elif self.accept("UNIQUE"):
            self.read_key(name, primary=False)
        elif self.accept("CHECK"):
            self.read_check(name)
        elif self.accept("FOREIGN", "KEY"):
            columns = self.take_names()
            self.accept("REFERENCES")
            self.read_reference(name, columns)
        elif self.accept("REFERENCES"):
            self.read_reference(name, (self.column_name,))
        else:
            self.read_column_clause()

    def read_key(self, name: str | None, *, primary: bool) -> None:
        if self.column is None:
            inside = self.take_bracket()
            descending, autoincrement = (
                False,
                bool(inside) and inside[-1].keyword == "AUTOINCREMENT",
            )
            elements = split_at_commas(inside[:-1] if autoincrement else inside)
            parts = [_key_part(element) for element in elements if element]
        else:
            parts, autoincrement = [KeyPart(column=self.column_name)], False
            descending = self.accept("DESC")
            self.accept("ASC")
        on_conflict = self.take_conflict()
        self.clauses.keys.append(
            KeyClause(
                primary=primary,
                parts=tuple(parts),
                name=name,
                on_conflict=on_conflict,
                autoincrement=autoincrement or self.accept("AUTOINCREMENT"),
                descending=descending,
            )
        )

    def read_check(self, name: str | None) -> None:
        expression = text_between(self.sql, self.take_bracket())
        check = CheckClause(expression=expression, name=name, on_conflict=self.take_conflict())
        self.clauses.checks.append(check)

    def read_reference(self, name: str | None, columns: tuple[str, ...]) -> None:
        table = self.take_name()
        referred = self.take_names()
        rules: dict[str, str] = {}
        while self.at < len(self.tokens):
            if self.accept("ON"):
                event = self.take_name().upper()
                rules[event] = self.take_action()
            elif self.accept("MATCH"):
                rules["MATCH"] = self.take_name().upper()
            else:
                break
        deferrable, deferred = self.take_deferrable()
        self.clauses.foreign_keys.append(
            ForeignKeyClause(
                columns=columns,
                referred_table=table,
                referred_columns=referred,
                name=name,
                on_delete=rules.get("DELETE"),
                on_update=rules.get("UPDATE"),
                match=rules.get("MATCH"),
                deferrable=deferrable,
                initially_deferred=deferred,
            )
        )

    def defer_last_reference(self) -> None:
        deferrable, deferred = self.take_deferrable()
        if self.clauses.foreign_keys:
            last = self.clauses.foreign_keys.pop()
            changed = replace(last, deferrable=deferrable, initially_deferred=deferred)
            self.clauses.foreign_keys.append(changed)

    def read_column_clause(self) -> None:
        column = self.column
        if column is None:
            self.at += 1
        elif self.accept("NOT", "NULL"):
            column.on_conflict_not_null = self.take_conflict()
        elif self.accept("NULL"):
            self.take_conflict()
        elif self.peek() == "DEFERRABLE" or self.ahead("NOT", "DEFERRABLE"):
            self.defer_last_reference()
        elif self.accept("DEFAULT"):
            column.default = self.take_default()
        elif self.accept("COLLATE"):
            column.collation = self.take_name()
        elif self.accept("AS"):
            column.generated = text_between(self.sql, self.take_bracket())
        else:
            self.at += 1

    # -- pieces of clauses

    def take_conflict(self) -> str | None:
        """What ON CONFLICT says; None where it says the default or is not there."""
        if not self.accept("ON", "CONFLICT"):
            return None
        resolution = self.take_name().upper()
        return None if resolution == "ABORT" else resolution

    def take_action(self) -> str:
        words = self.take_name().upper()
        return f"{words} {self.take_name().upper()}" if words in {"SET", "NO"} else words

    def take_deferrable(self) -> tuple[bool, bool]:
        """Whether the clause is DEFERRABLE, and whether INITIALLY DEFERRED."""
        negated = self.accept("NOT", "DEFERRABLE")
        if not negated and not self.accept("DEFERRABLE"):
            return False, False
        deferred = self.accept("INITIALLY") and self.take_name().upper() == "DEFERRED"
        return not negated, deferred and not negated

    def take_default(self) -> str:
        """The default as it has to be written: an expression in its brackets, anything else without."""
        start = self.at
        if inside := self.take_bracket():
            text = text_between(self.sql, inside)
            return text if _is_constant(inside) else f"({text})"
        token = self.take()
        if token is not None and token.text in ("+", "-"):
            self.take()
        return text_between(self.sql, self.tokens[start : self.at])
