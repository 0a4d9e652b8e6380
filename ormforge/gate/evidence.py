"""What the gate judges, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ormforge.plan import Archived, Generated, Memory

Again = Callable[
    [
        Mapping[PurePosixPath, Generated],
        Mapping[PurePosixPath, str],
        Mapping[PurePosixPath, Generated],
        Memory,
    ],
    Mapping[PurePosixPath, str | None],
]
"""The merge itself: base, mine, new and memory to the merged files."""


def is_python(path: PurePosixPath) -> bool:
    """Whether the file is Python by its name."""
    return path.suffix in (".py", ".pyi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A promise that the result breaks. `check` is the stable name of the check; `line` is a line of `path`."""

    check: str
    message: str
    path: PurePosixPath | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = (
            ""
            if self.path is None
            else f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        )
        return f"{place}{self.message} [{self.check}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The three inputs of a merge and what came out of it.

    `result` has every file that is to exist; a file that the merge does not mention stays as it is in `mine`. `before`
    and `after` are the memory on both sides of the merge. Files that are `left` as they are, since their tables have
    gone, belong to the models no longer.
    """

    base: Mapping[PurePosixPath, Generated]
    mine: Mapping[PurePosixPath, str]
    new: Mapping[PurePosixPath, Generated]
    result: Mapping[PurePosixPath, str]
    after: Memory
    before: Memory = field(default_factory=Memory)
    left: frozenset[PurePosixPath] = frozenset()

    @property
    def archived(self) -> tuple[Archived, ...]:
        """What this merge has put into the archive, also what was there already: older models may have brought it back."""
        known = set(self.before.archive)
        return tuple(
            entry for entry in self.after.archive if entry not in known or self._has_left(entry)
        )

    def _has_left(self, entry: Archived) -> bool:
        """Whether an archived text stood in its file to the letter, and a notice that it is archived stands there now."""
        mine, result = self.mine.get(entry.path, ""), self.result.get(entry.path, "")
        notice = f"# ormforge: orphan {entry.key} (archived)"
        return entry.text in mine and notice in result and notice not in mine

    def deleted_names(self) -> frozenset[str]:
        """The generated names of what was deleted by hand."""
        return frozenset(
            name
            for made in self.new.values()
            for name, key in made.keys.items()
            if key in self.after.tombstones
        )

    def changed_paths(self) -> Iterator[PurePosixPath]:
        """The files of `mine` that the merge changes."""
        return (path for path, text in sorted(self.mine.items()) if self.result.get(path) != text)
