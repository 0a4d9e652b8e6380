"""The gate: an independent check of a merge's result, before anything is written.

It shares no code with the merge: what one of them gets wrong, the other does not get wrong in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ormforge.gate.archive import check_archive
from ormforge.gate.bindings import ModuleFacts, module_facts
from ormforge.gate.comments import check_comments
from ormforge.gate.compiles import check_compiles
from ormforge.gate.completeness import check_completeness
from ormforge.gate.conservation import check_conservation
from ormforge.gate.duplicates import check_duplicates
from ormforge.gate.evidence import Again, Evidence, Violation, is_python
from ormforge.gate.hand_written import hand_written
from ormforge.gate.idempotence import check_idempotence
from ormforge.gate.imports import check_imports
from ormforge.gate.names import check_names
from ormforge.gate.piece import parse
from ormforge.gate.placement import check_placement
from ormforge.gate.reading import differing
from ormforge.gate.references import check_references
from ormforge.gate.regions import check_regions
from ormforge.gate.texts import check_texts
from ormforge.plan import Generated, Memory

__all__ = ["Again", "Violation", "check_result"]


def check_result(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
    merged: Mapping[PurePosixPath, str | None],
    memory: Memory,
    again: Again,
    *,
    before: Memory | None = None,
    left: frozenset[PurePosixPath] = frozenset(),
) -> tuple[Violation, ...]:
    """Every promise that the result of a merge breaks; empty if it may be written.

    `merged` maps each file to its text, None for a file that is to go; files of `mine` that it leaves out stay.
    `memory` is what the merge remembers, `before` what it was given; `again` is the merge itself.
    `left` are files that stay as they are although nothing is generated for them any more.
    """
    kept = {path: text for path, text in mine.items() if path not in merged}
    evidence = Evidence(
        base=base,
        mine=mine,
        new=new,
        result={**kept, **{path: text for path, text in merged.items() if text is not None}},
        after=memory,
        before=Memory() if before is None else before,
        left=left,
    )
    modules = _modules(evidence)
    broken = tuple(check_compiles(evidence, modules))
    if broken:
        return broken
    return (*_content(evidence, modules), *check_idempotence(evidence, again))


def _content(
    evidence: Evidence, modules: Mapping[PurePosixPath, ModuleFacts]
) -> tuple[Violation, ...]:
    parts = differing(evidence)
    hand = hand_written(parts, evidence)
    return (
        *check_conservation(evidence, parts, hand),
        *check_comments(evidence, parts),
        *check_placement(parts),
        *check_names(evidence, hand, modules),
        *check_regions(evidence),
        *check_texts(evidence),
        *check_archive(evidence),
        *check_completeness(evidence, modules),
        *check_duplicates(evidence, modules),
        *check_references(evidence, modules),
        *check_imports(evidence, modules),
    )


def _modules(evidence: Evidence) -> dict[PurePosixPath, ModuleFacts]:
    """What each Python file of the result binds; one in a newer grammar than the running Python's is left out."""
    modules: dict[PurePosixPath, ModuleFacts] = {}
    for path, text in sorted(evidence.result.items()):
        if not is_python(path):
            continue
        try:
            modules[path] = module_facts(parse(text))
        except SyntaxError:
            continue
    return modules
