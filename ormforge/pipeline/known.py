"""The keys that a project knows, found by what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from ormforge.catalog.keys import Key
from ormforge.catalog.renames import path_parts, split_key
from ormforge.errors import UsageError
from ormforge.plan import Generated
from ormforge.workspace import Workspace


def known_names(keys: Iterable[Key], workspace: Workspace) -> Mapping[str, frozenset[Key]]:
    """Every way to say one of the keys: itself, its path with and without schema, its Python name."""
    wanted = frozenset(keys)
    found: dict[str, set[Key]] = {}
    for key in wanted:
        for name in _ways(key):
            found.setdefault(name, set()).add(key)
    for name, key in _python_names(workspace.base.values()):
        if key in wanted:
            found.setdefault(name, set()).add(key)
    return {name: frozenset(meant) for name, meant in found.items()}


def find_key(said: str, keys: Iterable[Key], workspace: Workspace, what: str) -> Key:
    """The key that is meant. Raises UsageError, with the nearest names, where it is none or not one alone."""
    names = known_names(keys, workspace)
    meant = names.get(said) or names.get(" ".join(said.split()))
    if meant is None:
        raise UsageError(f"{said}: there is no such {what}", hint=_near(said, names, what))
    if len(meant) > 1:
        raise UsageError(
            f"{said}: more than one {what} is called so",
            hint=f"Say one of: {', '.join(repr(str(key)) for key in sorted(meant))}",
        )
    return next(iter(meant))


def _ways(key: Key) -> Iterator[str]:
    kind, path = split_key(key)
    yield key
    if kind not in ("table", "column", "attribute", "enum"):
        yield path
        return
    parts = path_parts(path)
    least = 1 if kind == "table" else 2
    for start in range(len(parts) - least + 1):
        yield ".".join(parts[start:])


def _python_names(base: Iterable[Generated]) -> Iterator[tuple[str, Key]]:
    for generated in base:
        yield from generated.keys.items()


def _near(said: str, names: Mapping[str, frozenset[Key]], what: str) -> str:
    near = get_close_matches(said, names, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {', '.join(near)}?"
    if not names:
        return f"There is no {what} at all."
    return f"There are {len({key for keys in names.values() for key in keys})}."
