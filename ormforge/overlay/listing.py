"""Which template, and which block of it, comes from where; and built-in templates copied to be changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ormforge.errors import TemplateError, WorkspaceError
from ormforge.overlay.blocks import Parsed, parse
from ormforge.overlay.builtin import PREFIX
from ormforge.overlay.environment import Overlay
from ormforge.overlay.failures import telling_where
from ormforge.overlay.undefined import did_you_mean

_SUFFIX = ".j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSource:
    """The file that a template, or one block of it (None: all that is in no block), is taken from."""

    template: str
    block: str | None
    path: Path
    builtin: bool


def list_templates(overlay: Overlay) -> tuple[TemplateSource, ...]:
    """Every template and each of its blocks with the file that gives it, sorted by name. Raises TemplateError."""
    names = sorted({name for folder in overlay.search_path for name in _names(folder)})
    return tuple(source for name in names for source in _sources(overlay, name))


def eject(overlay: Overlay, name: str, into: Path) -> Path:
    """The path of a copy of a built-in template, made in the folder `into` to be changed there.

    Its first line remembers what it is a copy of; that line prints nothing. Raises TemplateError where there is no such
    template or the file exists, WorkspaceError where it cannot be written.
    """
    wanted = name.removeprefix(PREFIX)
    known = tuple(_names(overlay.builtin))
    if wanted not in known:
        raise TemplateError(
            f"there is no built-in template {name!r}{did_you_mean(wanted, known)}",
            hint=f"Built in are: {', '.join(sorted(known))}.",
        )
    source = (overlay.builtin / wanted).read_text(encoding="utf-8")
    target = into / wanted
    try:
        into.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(f"{{# a copy of ormforge/{wanted}, {template_id(source)} #}}\n{source}")
    except FileExistsError as failure:
        raise TemplateError(f"{target}: exists already", hint="Move it away first.") from failure
    except OSError as failure:
        raise WorkspaceError(f"{target}: cannot be written: {failure.strerror}") from failure
    return target


def template_id(source: str) -> str:
    """The beginning of a hash of a template's text, by which a copy knows what it was copied from."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob(f"*{_SUFFIX}"):
        yield PurePosixPath(path.relative_to(folder)).as_posix()


def _sources(overlay: Overlay, name: str) -> Iterator[TemplateSource]:
    with telling_where(overlay, name):
        chain = tuple(_chain(overlay, name))
    yield _source(overlay, name, None, chain[-1])
    for block in sorted({block for parsed in chain for block in parsed.blocks}):
        yield _source(overlay, name, block, next(p for p in chain if block in p.blocks))


def _chain(overlay: Overlay, name: str) -> Iterator[Parsed]:
    """The template and all it extends, itself first."""
    seen: set[str] = set()
    following: str | None = name
    while following is not None and following not in seen:
        seen.add(following)
        parsed = parse(overlay, following)
        yield parsed
        following = parsed.parent


def _source(overlay: Overlay, name: str, block: str | None, parsed: Parsed) -> TemplateSource:
    builtin = parsed.path.is_relative_to(overlay.builtin)
    return TemplateSource(template=name, block=block, path=parsed.path, builtin=builtin)
