"""Other spellings for names that a class body hides.

A column may be called `text`, `datetime` or `list`; from then on the class body means the column. What else the body
needs under that name is imported under another one: `sa_text`, `dt`, `builtins.list`. The attribute itself keeps its
name. Annotations are looked up in the finished class from Python 3.14 on (PEP 649), and earlier after the value is
assigned, so an attribute hides a name before its own line as well.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from ormforge.draft.model import DraftColumn, DraftModel, DraftRelationship, Import, Imports

_SHORT = {"datetime": "dt"}
_TYPES = frozenset({"bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple", "type"})
"""The builtins that annotations are made of."""
_BUILTINS = Import("builtins")


def respell_model(model: DraftModel) -> DraftModel:
    """The class with every member spelled so that none of its attributes hides what another one needs.

    The statements before the columns are evaluated before there is anything to hide them.
    """
    columns = frozenset(column.name for column in model.columns)
    hidden = columns.union(relationship.name for relationship in model.relationships)
    return replace(
        model,
        columns=tuple(_respell_column(column, hidden) for column in model.columns),
        relationships=tuple(_respell_relationship(r, hidden) for r in model.relationships),
    )


def respell(
    annotation: str, value: str | None, imports: Imports, hidden: frozenset[str]
) -> tuple[str, str | None, Imports]:
    """The sources, and their imports, with everything spelled so that none of the hidden names is meant by it.

    Builtins are types in annotations; a value that seems to hold one holds the attribute (`remote_side=[id]`).
    """
    aliases = {i: _alias(i, hidden) for i in imports if i.bound in hidden}
    imported = {i.bound: alias.bound for i, alias in aliases.items()}
    module = _alias(_BUILTINS, hidden) if _BUILTINS.bound in hidden else _BUILTINS
    builtins = {n: f"{module.bound}.{n}" for n in _TYPES & hidden - imported.keys()}
    if not aliases and not builtins:
        return annotation, value, imports
    typed = respell_source(annotation, imported)
    finished = respell_source(typed, builtins)
    kept = {i for i in imports if i not in aliases}
    added = {module} if finished != typed else set()
    needed = frozenset({*kept, *aliases.values(), *added})
    return finished, None if value is None else respell_source(value, imported), needed


def _respell_column(column: DraftColumn, hidden: frozenset[str]) -> DraftColumn:
    annotation, value, imports = respell(column.annotation, column.value, column.imports, hidden)
    if imports is column.imports:
        return column
    return replace(column, annotation=annotation, value=value, imports=imports)


def _respell_relationship(
    relationship: DraftRelationship, hidden: frozenset[str]
) -> DraftRelationship:
    known = relationship
    annotation, value, imports = respell(known.annotation, known.value, known.imports, hidden)
    if imports is known.imports:
        return known
    return replace(known, annotation=annotation, value=value or known.value, imports=imports)


def _alias(import_: Import, hidden: frozenset[str]) -> Import:
    if import_.module.partition(".")[0] == "sqlalchemy" and import_.name is not None:
        alias = f"sa_{import_.name}"
    else:
        alias = _SHORT.get(import_.bound, f"{import_.bound}_")
    while alias in hidden:
        alias += "_"
    return Import(import_.module, import_.name, alias, import_.typing_only)


def respell_source(text: str, spellings: Mapping[str, str]) -> str:
    """The source with names replaced; attributes, keyword arguments and strings are left alone."""
    if not any(name in text for name in spellings):
        return text
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    parts, end = [], 0
    for number, token in enumerate(tokens):
        start, stop = (starts[row - 1] + column for row, column in (token.start, token.end))
        if token.type == tokenize.NAME and token.string in spellings and _is_free(tokens, number):
            parts += [text[end:start], spellings[token.string]]
            end = stop
    return "".join((*parts, text[end:]))


def _is_free(tokens: list[tokenize.TokenInfo], number: int) -> bool:
    before = tokens[number - 1].string if number else ""
    after = tokens[number + 1].string
    return before != "." and not (after == "=" and before in ("(", ","))
