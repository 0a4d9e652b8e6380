"""The names that stand for others: of classes and tables, columns and relationships that a person has renamed, and of
imports whose own name a person's code binds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from ormforge.gate.bindings import ClassFacts, database_name, module_facts, table_of
from ormforge.gate.evidence import Evidence, is_python
from ormforge.gate.piece import Piece, parse

_WORD = re.compile(r"\w+")
_IMPORT = re.compile(r"((?:checked )?from '.*' import (\w+)) as None")
_TELLING = frozenset({"foreign_keys", "remote_side", "primaryjoin", "secondary", "secondaryjoin"})
_FOUNDATIONS = frozenset({"DeclarativeBase", "BaseModel"})
_NAME = re.compile(r"\bid='(\w+)'")


def renamed_words(evidence: Evidence) -> Mapping[str, str]:
    """Generated names, each with the one that the user's files have for the same thing."""
    generated = {path: made.text for path, made in evidence.base.items() if is_python(path)}
    own = {path: text for path, text in evidence.mine.items() if is_python(path)}
    return dict(_pairs(_named(generated.values()), _named(own.values())))


def with_names(norm: str, words: Mapping[str, str], *, strings: bool) -> str:
    """A statement's meaning with the names exchanged, in strings too or only where they are names."""
    imported = _IMPORT.fullmatch(norm)
    if imported is not None:
        return f"{imported[1]} as {words.get(imported[2])}"
    if not strings:
        return _NAME.sub(lambda found: f"id='{words.get(found[1], found[1])}'", norm)
    return _WORD.sub(lambda found: words.get(found[0], found[0]), norm)


def is_renamed_column(mine: Piece, base: Piece) -> bool:
    """Whether a person has given a generated column another attribute, and nothing else."""
    if mine.column is None or not mine.stands_with(base):
        return False
    if mine.column not in (base.column, *base.names):
        return False
    said = _unnamed(mine.node)
    return said is not None and said == _unnamed(base.node)


def _unnamed(node: ast.stmt | None) -> str | None:
    """A column without its attribute's name and without its own, which is said where the two differ."""
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.value, ast.Call | None):
        return None
    call = node.value
    said: list[ast.expr | ast.keyword] = [] if call is None else [*call.args, *call.keywords]
    if said and isinstance(said[0], ast.Constant) and isinstance(said[0].value, str):
        del said[0]
    return " ".join(map(ast.dump, (node.annotation, *said)))


_Named = dict[tuple[str, str], str]


def _pairs(generated: _Named, own: _Named) -> Iterator[tuple[str, str]]:
    for thing, name in generated.items():
        other = own.get(thing)
        if other is not None and other != name:
            yield name, other


def _named(texts: Iterable[str]) -> _Named:
    """What each class, table, column and relationship is called, by table and by what tells it from the others."""
    found: _Named = {}
    for text in texts:
        try:
            module = module_facts(parse(text))
        except SyntaxError:
            continue
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom):
                found.update(_imported(node))
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found.setdefault((f"table {database_name(node)}", ""), node.targets[0].id)
        for facts in module.classes:
            if facts.table is not None:
                found[f"table {facts.table}", ""] = facts.name
                found.update(_members(facts))
            for base in facts.node.bases:
                if isinstance(base, ast.Name) and base.id in _FOUNDATIONS:
                    found.setdefault(("what others stand on", base.id), facts.name)
    return found


def _imported(node: ast.ImportFrom) -> Iterator[tuple[tuple[str, str], str]]:
    for alias in node.names:
        if alias.asname in (None, f"{alias.name}_"):
            yield (
                f"import {'.' * node.level}{node.module}",
                alias.name,
            ), alias.asname or alias.name


def _members(facts: ClassFacts) -> Iterator[tuple[tuple[str, str], str]]:
    place = f"table {table_of(facts.node)}"
    for node in facts.node.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            yield (place, f"column {database_name(node) or name}"), name
            yield (place, _telling(node)), name


def _telling(node: ast.AnnAssign) -> str:
    """What tells a relationship from the others of its class, whatever it and the other side are called."""
    if not isinstance(node.value, ast.Call):
        return f"column {node.target.id}" if isinstance(node.target, ast.Name) else "none"
    said = [ast.dump(item) for item in node.value.keywords if item.arg in _TELLING]
    return f"{ast.dump(node.annotation)} {sorted(said)}"
