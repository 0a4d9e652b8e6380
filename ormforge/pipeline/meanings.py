"""What a run changes that code elsewhere may depend on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.plan import Generated, Note
from ormforge.source.identity import is_relationship, string
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Suite, Unit
from ormforge.workspace import Workspace

Files = Mapping[PurePosixPath, Generated]


def meaning_notes(workspace: Workspace, new: Files) -> tuple[Note, ...]:
    """Relationships that have become one object or a list, and new classes that a hand-written `__all__` lacks."""
    notes: list[Note] = []
    for path, generated in sorted(new.items()):
        base = workspace.base.get(path)
        if base is None or base.text == generated.text or path.suffix not in (".py", ".pyi"):
            continue
        notes += _cardinality(path, base, generated)
        notes += _unlisted(path, workspace.texts.get(path, ""), base, generated)
    return tuple(notes)


def _cardinality(path: PurePosixPath, base: Generated, new: Generated) -> Iterator[Note]:
    before, after = (
        {
            member.key: (owner, member)
            for owner, member in _relationships(read_module(each.text, path, each.keys)[0])
        }
        for each in (base, new)
    )
    for key, (owner, member) in after.items():
        if key not in before or _is_list(member) == _is_list(before[key][1]):
            continue
        now, then = ("a list", "one object") if _is_list(member) else ("one object", "a list")
        yield Note(
            code="cardinality",
            severity="warning",
            message=f"{owner}.{member.names[0]} is now {now}; it was {then}",
            key=key,
            path=path,
            hint="Code that uses it has to follow.",
        )


def _relationships(suite: Suite) -> Iterator[tuple[str, Unit]]:
    for unit in suite.units:
        if unit.kind == "class" and unit.identity.startswith("table:"):
            for member in read_class(unit)[0].body.units:
                if member.key is not None and is_relationship(member.node):
                    yield unit.names[0], member


def _is_list(member: Unit) -> bool:
    annotation = member.node.annotation if isinstance(member.node, ast.AnnAssign) else None
    names = (
        {part.id for part in ast.walk(annotation) if isinstance(part, ast.Name)}
        if annotation
        else set()
    )
    return bool(names & {"list", "List", "set", "Set"})


def _unlisted(path: PurePosixPath, mine: str, base: Generated, new: Generated) -> Iterator[Note]:
    if "__all__" not in mine:
        return
    fresh = _tables(new).keys() - _tables(base).keys()
    units = [unit for unit in read_module(mine, path)[0].units if "__all__" in unit.names]
    listed = {
        string(part)
        for unit in units
        for node in unit.nodes
        for part in ast.walk(node)
        if isinstance(part, ast.expr)
    }
    missing = sorted(name for key in fresh if (name := _tables(new)[key]) not in listed)
    if units and missing:
        yield Note(
            code="unlisted",
            severity="info",
            message=f"your __all__ does not name {', '.join(missing)}, which the file now has",
            path=path,
            line=units[0].line,
        )


def _tables(generated: Generated) -> dict[Key, str]:
    return {key: name for name, key in generated.keys.items() if key.startswith("table ")}
