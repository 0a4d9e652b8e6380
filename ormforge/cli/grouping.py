"""Many notes or findings that say the same of different things, told as one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from ormforge.plan import Note
    from ormforge.report import Finding

Told = TypeVar("Told")

_MANY: Final = 4
"""From how many on they are one."""
_NAMED: Final = 8
"""The things that such a one names before it only counts them."""


def grouped_notes(notes: Iterable[Note], *, all_names: bool = False) -> tuple[Note, ...]:
    """The notes, with those that say the same of many things as one, where the first of them stood.

    A note is `what it is about: what is said of it`, or it begins with its path; one with a line of its own, and one
    that asks for a decision, stays for itself. With `all_names` everything is named.
    """

    def same(note: Note) -> Hashable:
        about, said = _parts(note)
        if note.line is not None or not said or note.severity in ("decision", "error"):
            return None
        return note.code, note.severity, _kind(about), said, note.hint

    def joined(group: list[Note]) -> Note:
        about = _listed((_parts(note)[0] for note in group), all_names)
        message = f"{about}: {_parts(group[0])[1]}"
        return replace(group[0], message=message, key=None, path=None)

    return _grouped(notes, same, joined)


def grouped_findings(
    findings: Iterable[Finding], *, all_names: bool = False
) -> tuple[Finding, ...]:
    """The findings, with those that say the same of many subjects as one, where the first of them stood."""

    def same(one: Finding) -> Hashable:
        return one.severity, _kind(one.subject), one.message, one.hint

    def joined(group: list[Finding]) -> Finding:
        return replace(group[0], subject=_listed([one.subject for one in group], all_names))

    return _grouped(findings, same, joined)


def _parts(note: Note) -> tuple[str, str]:
    """What a note is about, and what is said of it."""
    if note.path is not None:
        path = str(note.path)
        return path, note.message.removeprefix(path).removeprefix(":").strip()
    about, _, said = note.message.partition(": ")
    return about, said


def _grouped(
    items: Iterable[Told],
    same: Callable[[Told], Hashable],
    joined: Callable[[list[Told]], Told],
) -> tuple[Told, ...]:
    """The items; those of one key, if many, are joined. None is the key of an item that stays for itself."""
    groups: dict[Hashable, list[Told]] = {}
    for number, item in enumerate(items):
        key = same(item)
        groups.setdefault(number if key is None else key, []).append(item)
    return tuple(
        item
        for group in groups.values()
        for item in (group if len(group) < _MANY else [joined(group)])
    )


def _listed(about: Iterable[str], all_names: bool) -> str:
    """Things by name: `column books.id, tags.id, ... and 3 more`."""
    texts = list(dict.fromkeys(about))
    kind = _common_words(texts)
    names = [text.removeprefix(kind) for text in texts]
    shown = names if all_names else names[:_NAMED]
    rest = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return f"{kind}{', '.join(shown)}{rest}"


def _kind(about: str) -> str:
    return about.partition(" ")[0] if " " in about else ""


def _common_words(texts: list[str]) -> str:
    """The words that all of the texts begin with, but never a whole text."""
    words: list[str] = []
    for same in zip(*(text.split(" ")[:-1] for text in texts), strict=False):
        if len(set(same)) > 1:
            break
        words.append(f"{same[0]} ")
    return "".join(words)
