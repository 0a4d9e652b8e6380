"""What a run tells about itself: progress while it works, findings of `doctor`, lists of code and templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Called as (stage, done, total) while a stage works; total is None where it is not known."""


CodeKind: TypeAlias = Literal[
    "region", "method", "relationship", "attribute", "class", "function", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that `doctor` looked at: `subject` is what (`driver`, `connection`, a table), `severity` how it is.

    `message` is one sentence; `hint` what to do about it. Only an `error` keeps `generate` from working.
    """

    subject: str
    severity: Literal["ok", "info", "warning", "error"]
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomCode:
    """A piece of hand-written code in a generated file: a region, a member of a class, or a module-level statement.

    `owner` is the class it stands in, None at module level; `table` the path of that class's table, if it has one.
    """

    path: PurePosixPath
    line: int
    kind: CodeKind
    name: str
    owner: str | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCode:
    """Hand-written code that lost its place: what it was written for, in which file, why, and where it is kept.

    `name` is what `custom restore` calls it: the key, with a number where several were written for the same thing.
    """

    name: str
    key: str
    path: PurePosixPath
    why: str
    kept_in: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSource:
    """Where a template comes from: its name, the file in use, and the blocks that file defines or overrides."""

    name: str
    origin: str
    blocks: tuple[str, ...] = ()
    builtin: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanges:
    """A copy of a built-in template: its name, its file, and what has changed since in the built-in one and in the copy.

    Both are unified diffs. Where the text that was copied is not `known`, only `own` is told, from the built-in one of now.
    """

    name: str
    path: str
    shipped: str
    own: str
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing about the models and why it is so: `subject` is a key, `aspect` what of it (`name`, `type`).

    `rule` is the dotted key of the rule that decided it, None where `reason` says what did instead: a default, or, where
    `place` names a file and line, what stands there. `shaped_by` are the rules for every name that had a part in it.
    """

    subject: str
    aspect: str
    value: str
    reason: str
    rule: str | None = None
    place: str | None = None
    shaped_by: tuple[str, ...] = ()
