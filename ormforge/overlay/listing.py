"""Which template, and which block of it, comes from where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ormforge.overlay.blocks import Parsed, parse
from ormforge.overlay.environment import Overlay
from ormforge.overlay.failures import telling_where

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
    names = sorted({name for folder in overlay.search_path for name in template_names(folder)})
    return tuple(source for name in names for source in _sources(overlay, name))


def template_names(folder: Path) -> Iterator[str]:
    """The names of all templates in a folder."""
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
