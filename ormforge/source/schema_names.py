"""Saying another schema of a table: in `__table_args__`, or in `Table(...)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ormforge.draft.literals import string_literal
from ormforge.source.identity import assigned_value, callee, string, target_name
from ormforge.source.lines import indent_of, line_end
from ormforge.source.patches import Lines, Patch


def schema_patches(node: ast.stmt, lines: Lines, schema: str) -> Iterator[Patch | None]:
    """What makes a mapped class or a table say this schema; an empty one is not said."""
    if not isinstance(node, ast.ClassDef):
        value = assigned_value(node)
        if isinstance(value, ast.Call):
            yield _of_table(value, lines, schema)
        return
    statements = {target_name(statement): statement for statement in node.body}
    arguments = statements.get("__table_args__")
    table = assigned_value(statements["__table__"]) if "__table__" in statements else None
    if isinstance(table, ast.Call) and callee(table) == "Table":
        yield _of_table(table, lines, schema)
    elif arguments is not None:
        yield _of_arguments(assigned_value(arguments), lines, schema)
    elif schema and "__tablename__" in statements:
        yield _line_below(statements["__tablename__"], lines, schema)


def _of_table(call: ast.Call, lines: Lines, schema: str) -> Patch | None:
    said = next((item for item in call.keywords if item.arg == "schema"), None)
    if said is None:
        last = [*call.args, *(item.value for item in call.keywords)][-1]
        text = f", schema={string_literal(schema)}"
        return lines.behind(last, text) if schema else None
    if not schema:
        return _keyword_gone(said, lines)
    return lines.literal(said.value, schema) if string(said.value) != schema else None


def _keyword_gone(said: ast.keyword, lines: Lines) -> Patch | None:
    """`schema=None`: as good as nothing, and it leaves every comma and comment where it is."""
    if said.value.lineno != said.value.end_lineno or said.value.end_col_offset is None:
        return None
    row = said.value.lineno
    start = lines.column(row, said.value.col_offset)
    return Patch(row - 1, start, lines.column(row, said.value.end_col_offset), "None")


def _of_arguments(value: ast.expr | None, lines: Lines, schema: str) -> Patch | None:
    last = value.elts[-1] if isinstance(value, ast.Tuple) and value.elts else value
    if not isinstance(last, ast.Dict):
        if isinstance(value, ast.Tuple) and value.elts and schema:
            return lines.behind(value.elts[-1], f', {{"schema": {string_literal(schema)}}}')
        return None
    pairs = zip(last.keys, last.values, strict=True)
    said = next((item for key, item in pairs if string(key) == "schema"), None)
    if said is None:
        return _first_pair(last, lines, schema) if schema else None
    if not schema:
        return _keyword_gone(ast.keyword(arg="schema", value=said), lines)
    return lines.literal(said, schema) if string(said) != schema else None


def _first_pair(node: ast.Dict, lines: Lines, schema: str) -> Patch:
    place = lines.column(node.lineno, node.col_offset) + 1
    comma = ", " if node.values else ""
    return Patch(node.lineno - 1, place, place, f'"schema": {string_literal(schema)}{comma}')


def _line_below(statement: ast.stmt, lines: Lines, schema: str) -> Patch | None:
    """A line of its own, written as the end of the line that names the table."""
    row = (statement.end_lineno or statement.lineno) - 1
    line = lines.lines[row]
    end = line_end(line) or "\n"
    body = line.rstrip("\r\n")
    text = f'{end}{indent_of(line)}__table_args__ = {{"schema": {string_literal(schema)}}}'
    return Patch(row, len(body), len(body), text)
