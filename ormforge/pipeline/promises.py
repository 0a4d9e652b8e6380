"""What the draft has to respect of the files as they are: names that are promised, columns that people have changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.draft.model import Pins
from ormforge.drafting.options import DraftOptions
from ormforge.merge import observe_names
from ormforge.pipeline.stand_ins import stand_ins
from ormforge.plan import Generated
from ormforge.workspace import Workspace


def promises(
    workspace: Workspace, catalog: Catalog, options: DraftOptions, config: Config, root: Path
) -> Pins:
    """The names that stand, and the columns that have to stay where they are."""
    stands = stand_ins(workspace, catalog, options, config, root)
    base = {**workspace.base, **stands}
    pins = observe_names(base, workspace.texts, workspace.memory)
    if not options.mixins:
        return pins
    return replace(pins, edited=edited_columns(base, workspace.texts))


def edited_columns(
    base: Mapping[PurePosixPath, Generated], mine: Mapping[PurePosixPath, str]
) -> frozenset[Key]:
    """The columns whose statement no longer is the generated one, comments and layout aside."""
    found: set[Key] = set()
    for path, generated in base.items():
        theirs = dict(_members(generated.text))
        ours = dict(_members(mine.get(path, "")))
        found.update(
            key
            for name, key in generated.keys.items()
            if key.startswith("column ") and name in ours and ours[name] != theirs.get(name)
        )
    return frozenset(found)


def _members(text: str) -> Iterator[tuple[str, str]]:
    """The annotated assignments of a module's classes, by qualified name; none of text that is no Python."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for statement in (s for s in tree.body if isinstance(s, ast.ClassDef)):
        for member in statement.body:
            if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                yield f"{statement.name}.{member.target.id}", ast.dump(member)
