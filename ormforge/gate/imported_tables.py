"""Imports of mapped classes and tables, known by the tables: their modules and they themselves may be called otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from ormforge.gate.bindings import database_name, module_facts
from ormforge.gate.evidence import is_python
from ormforge.gate.moved_imports import imported_from
from ormforge.gate.piece import Piece, parse

Texts = Mapping[PurePosixPath, str]


def imported_tables(pieces: Iterable[Piece], texts: Texts) -> dict[Piece, str]:
    """The imports among the pieces that bring a mapped class or a table of one of the texts, each with its table."""
    known: dict[PurePosixPath, Mapping[str, str]] = {}
    found: dict[Piece, str] = {}
    for piece in pieces:
        node = piece.node
        if piece.kind != "import" or not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if (alias.asname or alias.name) not in piece.names:
                continue
            file = _file(node, piece.path, texts)
            if file is not None:
                tables = known.setdefault(file, _tables(texts[file]))
                if alias.name in tables:
                    how = piece.norm.partition("from")[0]
                    found[piece] = f"{how}{tables[alias.name]} {alias.asname is not None}"
    return found


def _file(node: ast.ImportFrom, path: PurePosixPath, texts: Texts) -> PurePosixPath | None:
    """The file among the texts that an import is from."""
    if node.level:
        module = next(imported_from(node, path))[0]
        files = (module.with_suffix(".py") if module.name else module, module / "__init__.py")
        return next((file for file in files if file in texts), None)
    ending = f"/{(node.module or '').replace('.', '/')}"
    for file in texts:
        place = file.parent if file.name == "__init__.py" else file.with_suffix("")
        if is_python(file) and f"/{place}".endswith(ending):
            return file
    return None


def _tables(text: str) -> Mapping[str, str]:
    """The tables of a module's classes and variables, by their names."""
    try:
        facts = module_facts(parse(text))
    except SyntaxError:  # in a newer grammar than the running Python's
        return {}
    found = {each.name: each.table for each in facts.classes if each.table is not None}
    for node in facts.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            table = database_name(node)
            if table is not None:
                found[node.targets[0].id] = table
    return found
