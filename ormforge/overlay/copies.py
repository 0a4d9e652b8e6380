"""Copies of built-in templates: what they were copied from, and what has changed on both sides since."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from ormforge.errors import TemplateError, WorkspaceError
from ormforge.overlay.builtin import PREFIX
from ormforge.overlay.environment import Overlay
from ormforge.overlay.listing import template_names
from ormforge.overlay.undefined import did_you_mean

_COPY = re.compile(r"\{# a copy of ormforge/(?P<name>.+), (?P<id>[0-9a-f]{12}) #\}\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanges:
    """What has changed since a built-in template was copied: in the built-in one, and in the copy; as unified diffs.

    `known` tells that the text that was copied is known; without it `shipped` is empty, and `own` counts from the
    built-in template as it is now.
    """

    name: str
    path: Path
    shipped: str
    own: str
    known: bool = True


def eject(overlay: Overlay, name: str, into: Path, originals: Path | None = None) -> Path:
    """The path of a copy of a built-in template, made in the folder `into` to be changed there.

    Its first line remembers what it is a copy of; that line prints nothing. The text that was copied is kept in the folder
    `originals`. Raises TemplateError where there is no such template or the file exists, WorkspaceError where it cannot be
    written.
    """
    wanted = name.removeprefix(PREFIX)
    known = tuple(template_names(overlay.builtin))
    if wanted not in known:
        raise TemplateError(
            f"there is no built-in template {name!r}{did_you_mean(wanted, known)}",
            hint=f"Built in are: {', '.join(sorted(known))}.",
        )
    source = (overlay.builtin / wanted).read_text(encoding="utf-8")
    target = into / wanted
    try:
        if originals is not None:
            _write(_original(originals, template_id(source)), source, "w")
        _write(target, f"{{# a copy of ormforge/{wanted}, {template_id(source)} #}}\n{source}", "x")
    except FileExistsError as failure:
        raise TemplateError(f"{target}: exists already", hint="Move it away first.") from failure
    except OSError as failure:
        raise WorkspaceError(f"{target}: cannot be written: {failure.strerror}") from failure
    return target


def template_changes(
    overlay: Overlay, originals: Path, name: str | None = None
) -> tuple[TemplateChanges, ...]:
    """What has changed since each copy in the overlay was made, or the copies of one built-in template alone.

    Raises TemplateError where there is no copy of that one.
    """
    found = tuple(
        each for folder in overlay.folders for each in _copies(overlay, folder, originals)
    )
    if name is None:
        return found
    wanted = name.removeprefix(PREFIX)
    chosen = tuple(each for each in found if each.name == wanted)
    if not chosen:
        names = tuple(each.name for each in found)
        raise TemplateError(
            f"there is no copy of a template {name!r}{did_you_mean(wanted, names)}",
            hint="`ormforge templates eject NAME` makes one.",
        )
    return chosen


def template_id(source: str) -> str:
    """The beginning of a hash of a template's text, by which a copy knows what it was copied from."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _copies(overlay: Overlay, folder: Path, originals: Path) -> Iterator[TemplateChanges]:
    for relative in sorted(template_names(folder)):
        path = folder / relative
        text = path.read_text(encoding="utf-8")
        begin = _COPY.match(text)
        if begin is None:
            continue
        shipped = overlay.builtin / begin["name"]
        now = shipped.read_text(encoding="utf-8") if shipped.is_file() else ""
        was = _text_of(begin["id"], now, originals)
        yield TemplateChanges(
            name=begin["name"],
            path=path,
            shipped="" if was is None else _diff(was, now, f"{PREFIX}{begin['name']}"),
            own=_diff(now if was is None else was, text[begin.end() :], str(path)),
            known=was is not None,
        )


def _text_of(identity: str, now: str, originals: Path) -> str | None:
    """The text of this id: the built-in one of today, or the one that was kept; None where it is neither."""
    if template_id(now) == identity:
        return now
    kept = _original(originals, identity)
    text = kept.read_text(encoding="utf-8") if kept.is_file() else ""
    return text if template_id(text) == identity else None


def _original(originals: Path, identity: str) -> Path:
    return originals / f"{identity}.j2"


def _diff(before: str, after: str, name: str) -> str:
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    found = unified_diff(old, new, f"{name} (as copied)", f"{name} (now)")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in found)


def _write(path: Path, text: str, mode: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8", newline="\n") as file:
        file.write(text)
