"""The merge of all files: the user's text, what was generated last time, and what is generated now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.merge.files.reading import is_python, read_versions
from ormforge.merge.former import remembered_former, way_back
from ormforge.merge.ledger import (
    Formatter,
    Inherited,
    Ledger,
    OnConflict,
    OnOrphan,
    Question,
    Resolution,
    Scope,
    no_columns,
)
from ormforge.merge.module import Texts, merged_module, prepared
from ormforge.merge.names.renamed_elsewhere import (
    renamed_elsewhere,
    renamed_helpers,
    with_imports_renamed,
    with_new_renamed,
)
from ormforge.merge.remembering import remember
from ormforge.merge.text.plain_text import leave_file, merge_file
from ormforge.merge.waiting.dependents import unplaceable
from ormforge.merge.waiting.derived import derived
from ormforge.plan import Archived, Generated, Kept, Memory, Note
from ormforge.source.lines import dominant_end, plain

_STAMP = re.compile(r"^# ormforge: base [0-9a-f]{12}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What a merge comes to.

    `files` maps every path to its text, None where the file is to go. `memory` is what the next merge has to be
    given. Texts have the line ends of the user's file.
    """

    files: Mapping[PurePosixPath, str | None]
    memory: Memory
    notes: tuple[Note, ...] = ()
    kept: Kept = field(default_factory=Kept)


def merge(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
    memory: Memory,
    *,
    on_conflict: OnConflict = "mine",
    on_orphan: OnOrphan = "archive",
    formatter: Formatter | None = None,
    restore: frozenset[Key] = frozenset(),
    resolve: Mapping[Key, Resolution] = MappingProxyType({}),
    inherited: Inherited = no_columns,
) -> Merge:
    """The user's files with everything that has changed since the baseline, and nothing of theirs lost.

    A file that the user does not have, or that is blank, is the new text; one without a baseline is merged with more conflicts. `restore`
    names deleted members to be put back, `resolve` how to decide conflicts. `formatter` formats a piece of source;
    it is given generated statements only; `inherited` tells the columns that a class has from its bases. Raises SourceError where a file of the user's is no Python, and MergeError
    where `on_conflict` or `on_orphan` forbid to go on.
    """
    mine = {path: text for path, text in mine.items() if path in base or text.strip()}
    question = Question(
        memory=memory,
        on_conflict=on_conflict,
        on_orphan=on_orphan,
        restore=restore,
        resolve=resolve,
        formatter=formatter,
        inherited=inherited,
    )
    back = None if restore or resolve else way_back(memory, mine, new)
    if back is not None:
        # What is generated now is what was generated when the files stood so.
        found = _merge(
            replace(question, memory=back.memory), {**base, **new}, {**mine, **back.texts}, new
        )
        if all(found.files[path] == text for path, text in back.texts.items()):
            returned = [_return_note(item) for item in back.returned if item.why == "orphan"]
            return replace(found, notes=(*returned, *found.notes))
    found = _merge(question, base, mine, new)
    former = remembered_former(base, mine, new, memory, found.memory, found.files)
    return replace(found, memory=replace(found.memory, former=former))


def _return_note(item: Archived) -> Note:
    message = f"{item.key} is back, with the code written for it"
    return Note(code="returned", severity="info", message=message, key=item.key, path=item.path)


def _merge(
    question: Question,
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
) -> Merge:
    ledger = Ledger()
    files: dict[PurePosixPath, str | None] = {}
    read = read_versions(base, mine, new, question.memory.archive)
    helpers = renamed_helpers(read.values())
    given = renamed_elsewhere(base, read.values(), new)
    given = replace(given, names={**given.names, **helpers.names})
    keys = {name: key for made in new.values() for name, key in made.keys.items()}
    ledger.names.update({keys[old]: own for old, own in helpers.names.items() if old in keys})
    modules = []
    for path, versions in read.items():
        if versions.new is not None or versions.base is not None:
            scope = replace(_scope(question, ledger, path, base, mine), renames=given)
            own = with_imports_renamed(with_new_renamed(versions, helpers, read), given, read)
            texts = Texts(base.get(path), mine.get(path), new.get(path))
            modules.append(prepared(scope, own, texts))
    parts = [module.part for module in modules if module.part is not None]
    held, joined = unplaceable(parts, question), derived(parts)
    for module in modules:
        files[module.versions.path] = merged_module(module, held, joined)
    for path in sorted({*base, *new}):
        if not is_python(path) and (path in new or path in mine):
            scope = _scope(question, ledger, path, base, mine)
            files[path] = _text(scope, base.get(path), mine.get(path), new.get(path))
    return Merge(
        files=files,
        memory=remember(question, ledger, new),
        notes=tuple(ledger.notes),
        kept=ledger.kept,
    )


def _scope(
    question: Question,
    ledger: Ledger,
    path: PurePosixPath,
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
) -> Scope:
    text = mine.get(path, "")
    adopted = path not in base and _STAMP.search(plain(text)) is None
    return Scope(
        question=question, ledger=ledger, path=path, end=dominant_end(text), adopted=adopted
    )


def _text(
    scope: Scope, base: Generated | None, mine: str | None, new: Generated | None
) -> str | None:
    """A file that is no Python."""
    before = base.text if base is not None else None
    if new is None:
        return None if mine is None else leave_file(scope, before, mine)
    if mine is None:
        return merge_file(scope, new.text, new.text, new.text)
    return merge_file(scope, before, mine, new.text)
