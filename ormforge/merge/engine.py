"""The merge of all files: the user's text, what was generated last time, and what is generated now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError, SourceError
from ormforge.merge.aliases import words
from ormforge.merge.dangling import tell_dangling
from ormforge.merge.dependents import unplaceable
from ormforge.merge.files import EMPTY, Versions, is_followed
from ormforge.merge.former import remembered_former, way_back
from ormforge.merge.imports import merge_imports
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
from ormforge.merge.order import in_working_order
from ormforge.merge.pieces import Piece, join_pieces
from ormforge.merge.plain_text import leave_file, merge_file
from ormforge.merge.references import collisions, in_use, observed, renamed_suite
from ormforge.merge.relations import backrefs
from ormforge.merge.remembering import remember
from ormforge.merge.renamed_elsewhere import renamed_elsewhere, with_imports_renamed
from ormforge.merge.renames import Renames
from ormforge.merge.staying import NOTHING, replaced, staying
from ormforge.merge.suites import merge_suite
from ormforge.merge.versions import is_python, read_versions
from ormforge.plan import Archived, Generated, Kept, Memory, Note
from ormforge.source.lines import dominant_end, plain, split_lines
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Suite

_ATTRIBUTE = re.compile(r"\.\s*\w+")
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
    given = renamed_elsewhere(base, read.values(), new)
    for path, versions in read.items():
        if versions.new is not None or versions.base is not None:
            scope = replace(_scope(question, ledger, path, base, mine), renames=given)
            own = with_imports_renamed(versions, given)
            files[path] = _python(scope, own, base.get(path), mine.get(path), new.get(path))
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


def _python(
    scope: Scope,
    versions: Versions,
    base: Generated | None,
    mine: str | None,
    new: Generated | None,
) -> str | None:
    if versions.mine is None:
        return _created(versions, new)
    same = base is not None and new is not None and base.text == new.text == mine
    if same and not versions.pointed:
        return mine
    text = _merged(scope, versions, base, new, mine or "")
    if _is_unchanged(scope.question, base, new) and mine is not None and not versions.pointed:
        return mine
    return None if new is None and not text.strip() else text


def _created(versions: Versions, new: Generated | None) -> str | None:
    """The text of a file that the user does not have; none where all that it would hold stands elsewhere."""
    if versions.new is None or new is None:
        return None
    whole = read_module(new.text, versions.path, new.keys)[0]
    if len(whole.units) == len(versions.new.units):
        return versions.new.text
    if not any(unit.key is not None or is_followed(unit) for unit in versions.new.units):
        return None
    return versions.new.text


def _is_unchanged(question: Question, base: Generated | None, new: Generated | None) -> bool:
    """Whether nothing but the user's own edits can have changed: then the file stays to the byte."""
    memory = question.memory
    waiting = memory.pending or memory.archive or question.restore or question.resolve
    return base is not None and new is not None and base.text == new.text and not waiting


def _merged(
    scope: Scope, versions: Versions, base: Generated | None, new: Generated | None, mine: str
) -> str:
    own = versions.mine or EMPTY
    aliases = in_use(own, versions.base)
    if aliases and versions.base is not None:
        base_suite = renamed_suite(versions.base, Renames(aliases=aliases))
        versions = replace(versions, base=base_suite)
    after = _in_own_names(scope, versions, own, new)
    for problem in versions.problems:
        scope.note("marker", "warning", problem.message, line=problem.line)
    keeps = scope.question.on_orphan == "keep"
    known = _known_keys(scope.question.memory, base, new)
    renames, hand = observed(versions.base, own), _hand_lines(base, versions, mine)
    renames = replace(renames, names={**scope.renames.names, **renames.names})
    stays = staying(versions.base, own, after, renames) if keeps else NOTHING
    scope = replace(
        scope,
        known=known,
        open_blocks=_open_blocks(own.text, known),
        unplaceable=unplaceable(versions.base, own, after, scope.question, stays, renames),
        claimed=versions.claimed,
        hand_words=words(hand),
        hand_names=words(_ATTRIBUTE.sub("", line) for line in hand),
        renames=renames,
        backrefs=_backrefs(own) if "backref" in mine else frozenset(),
        staying=stays,
        replaced=replaced(own, after) if "# ormforge: orphan" in mine else frozenset(),
    )
    pieces = in_working_order(merge_suite(scope, versions.base, own, after))
    pieces = merge_imports(scope, versions.base, own, after, pieces)
    return _assembled(scope, pieces, own, mine)


def _assembled(scope: Scope, pieces: list[Piece], own: Suite, mine: str) -> str:
    lines = [*join_pieces(pieces, member=False, end=scope.end), *own.tail]
    text = "".join(lines)
    if text == mine:
        return mine
    try:
        read_module(text, scope.path)
    except SourceError as error:
        raise MergeError(
            f"the merged text would not be Python: {error.message}", hint="Nothing was written."
        ) from None
    if scope.renames.names or scope.ledger.gone:
        tell_dangling(scope, text, pieces)
    return text


def _hand_lines(base: Generated | None, versions: Versions, mine: str) -> list[str]:
    """The lines that nobody has generated, for this file or for where the class stood before."""
    texts = (base.text if base is not None else "", (versions.base or EMPTY).text)
    generated = {line for text in texts for line in split_lines(text)}
    return [line for line in split_lines(plain(mine)) if line not in generated]


def _names_in_use(renames: Renames, new: Generated | None) -> dict[Key, str]:
    """The user's names for what the new text calls otherwise, by key."""
    found: dict[Key, str] = {}
    for name, key in new.keys.items() if new is not None and renames.words else ():
        owner, _, last = name.rpartition(".")
        own = renames.members.get((owner, last)) if owner else renames.names.get(last)
        if own is not None:
            found[key] = own
    return found


def _in_own_names(scope: Scope, versions: Versions, own: Suite, new: Generated | None) -> Suite:
    """The new text with the user's names for classes and members, and without taking a name that the user has taken."""
    after = versions.new or EMPTY
    renames = observed(after, own, versions.base)
    scope.ledger.names.update(_names_in_use(renames, new))
    aliases = {
        **in_use(own, after),
        **collisions(versions, own, after, stays=scope.question.on_orphan == "keep"),
    }
    return renamed_suite(after, replace(renames, aliases=aliases))


def _backrefs(own: Suite) -> frozenset[tuple[str, str]]:
    return frozenset(
        found
        for unit in own.units
        if unit.kind == "class" and "backref" in unit.text
        for member in read_class(unit)[0].body.units
        for found in backrefs(member)
    )


def _known_keys(memory: Memory, base: Generated | None, new: Generated | None) -> frozenset[Key]:
    generated = {
        key for version in (base, new) if version is not None for key in version.keys.values()
    }
    return frozenset({*memory.pending, *generated, *(Key(f"header {key}") for key in generated)})


def _open_blocks(mine: str, known: Iterable[Key]) -> frozenset[Key]:
    if "# ormforge: conflict " not in mine:
        return frozenset()
    found = set(re.findall(r"^[ \t]*# ormforge: conflict (.+?)[ \t\r]*$", mine, re.MULTILINE))
    return frozenset(key for key in known if key in found)
