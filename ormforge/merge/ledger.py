"""What a merge is asked, and the record of what it decides."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.merge.names.renames import Renames
from ormforge.merge.waiting.staying import NOTHING, Staying
from ormforge.plan import Archived, Kept, Memory, Note, Severity

OnConflict = Literal["mine", "theirs", "fail"]
OnOrphan = Literal["archive", "keep", "fail"]
Resolution = Literal["mine", "theirs"]
Formatter = Callable[[str], str]
Inherited = Callable[[PurePosixPath, ast.ClassDef], frozenset[str]]
"""The database's names of the columns that a class of a file has from its bases."""


def no_columns(_path: PurePosixPath, _node: ast.ClassDef) -> frozenset[str]:
    """What a class has from its bases where nobody knows them: nothing."""
    return frozenset()


@dataclass(frozen=True, kw_only=True)
class Question:
    """What does not change during a merge: what is remembered, and what the user has chosen."""

    memory: Memory
    on_conflict: OnConflict = "mine"
    on_orphan: OnOrphan = "archive"
    restore: frozenset[Key] = frozenset()
    resolve: Mapping[Key, Resolution] = field(default_factory=dict)
    formatter: Formatter | None = None
    inherited: Inherited = no_columns


@dataclass
class Ledger:
    """Everything a merge decides beside the text: notes, and what the next run has to remember."""

    notes: list[Note] = field(default_factory=list)
    tombstones: set[Key] = field(default_factory=set)
    overrides: set[Key] = field(default_factory=set)
    pending: dict[Key, str] = field(default_factory=dict)
    bases: dict[Key, str] = field(default_factory=dict)
    archived: list[Archived] = field(default_factory=list)
    returned: list[Archived] = field(default_factory=list)
    names: dict[Key, str] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    gone: set[str] = field(default_factory=set)
    turned: set[str] = field(default_factory=set)

    def count(
        self, *, methods: int = 0, relationships: int = 0, regions: int = 0, other: int = 0
    ) -> None:
        """Add to what was kept."""
        self.kept = replace(
            self.kept,
            methods=self.kept.methods + methods,
            relationships=self.kept.relationships + relationships,
            regions=self.kept.regions + regions,
            other=self.kept.other + other,
        )


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where a suite stands: its file, the class around it (`own_class` is the user's, `own_name` and `base_name` are what the user and the baseline call it), and how its lines are
    written.

    `adopted` tells that neither the file nor a class in it was generated before, so that differences are the rule. `known` are the keys
    that a conflict block may be about, `open_blocks` those whose block stands in the file, `broken_blocks` those of the suite with more than one unit in theirs. `unplaceable` are new
    members that refer to something deleted by hand, `claimed` tables that hand-written code elsewhere defines. `hand_words` are the
    words in lines that were not generated, `hand_names` those of them that stand behind no dot, `backrefs` the members that hand-written relationships put into other classes.
    `renames` are the user's names for what the baseline calls otherwise, `staying` the orphans that are kept, `replaced`
    the tables that the user's file has in another form than is generated, `derived` the relationships between a class and one
    that it derives from by hand.
    """

    question: Question
    ledger: Ledger
    path: PurePosixPath
    end: str = "\n"
    indent: str = ""
    owner: Key | None = None
    class_name: str = ""
    own_name: str = ""
    own_class: ast.ClassDef | None = None
    base_name: str = ""
    adopted: bool = False
    known: frozenset[Key] = frozenset()
    unplaceable: frozenset[str] = frozenset()
    derived: frozenset[Key] = frozenset()
    claimed: frozenset[str] = frozenset()
    hand_words: frozenset[str] = frozenset()
    hand_names: frozenset[str] = frozenset()
    backrefs: frozenset[tuple[str, str]] = frozenset()
    renames: Renames = field(default_factory=Renames)
    staying: Staying = NOTHING
    replaced: frozenset[Key] = frozenset()
    open_blocks: frozenset[Key] = frozenset()
    broken_blocks: frozenset[Key] = frozenset()

    @property
    def member(self) -> bool:
        """Whether the suite is a class body."""
        return bool(self.class_name)

    def note(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        key: Key | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        """Tell the user something about this file."""
        self.ledger.notes.append(
            Note(
                code=code,
                severity=severity,
                message=message,
                key=key,
                path=self.path,
                line=line,
                hint=hint,
            )
        )
