"""Relationships of a person's own that a changed foreign key leaves without one way to join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.catalog.keys import table_path
from ormforge.catalog.model import Catalog
from ormforge.plan import Generated, Note
from ormforge.usage import Unjoined, unjoined_relationships

Files = Mapping[PurePosixPath, Generated]


def join_notes(
    before: Catalog | None,
    after: Catalog,
    new: Files,
    merged: Mapping[PurePosixPath, str | None],
) -> tuple[Note, ...]:
    """A warning for each hand-written relationship between tables that had one foreign key, and have none or several now.

    SQLAlchemy configures no mapper at all as long as one relationship cannot be joined.
    """
    changed = _changed(before, after) if before is not None else {}
    if not changed:
        return ()
    names = _class_names(new)
    pairs = {
        frozenset((one, other)): count
        for (local, remote), count in changed.items()
        for one in names.get(local, ())
        for other in names.get(remote, ())
    }
    return tuple(
        _note(path, found)
        for path, text in sorted(merged.items())
        if text is not None and path.suffix == ".py"
        for found in unjoined_relationships(text, new[path].text if path in new else "", pairs)
    )


def _changed(before: Catalog, after: Catalog) -> dict[tuple[str, str], int]:
    """The pairs of tables that were joined by one foreign key, each with how many there are now, unless still one."""
    old, new = Counter(_pairs(before)), Counter(_pairs(after))
    there = {table.path for table in after.tables}
    return {
        pair: new[pair]
        for pair, count in old.items()
        if count == 1 and new[pair] != 1 and there.issuperset(pair)
    }


def _pairs(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The two tables of each foreign key, in an order that is the same for both directions."""
    for table in catalog.tables:
        for key in table.foreign_keys:
            one, other = sorted((table.path, table_path(key.referred_schema, key.referred_table)))
            yield one, other


def _class_names(new: Files) -> dict[str, list[str]]:
    """The classes of each table, by its path."""
    found: dict[str, list[str]] = {}
    for generated in new.values():
        for name, key in generated.keys.items():
            if key.startswith("table ") and "." not in name:
                found.setdefault(key.removeprefix("table "), []).append(name)
    return found


def _note(path: PurePosixPath, found: Unjoined) -> Note:
    if found.foreign_keys:
        message = f"there are {found.foreign_keys} foreign keys between it and {found.to} now"
        hint = "Say which one it follows: relationship(foreign_keys=...)."
    else:
        message = f"there is no foreign key between it and {found.to} any more"
        hint = "Say how to join (primaryjoin=... with foreign_keys=...), or take it out."
    return Note(
        code="join",
        severity="warning",
        message=f"{found.name} cannot be joined: {message}",
        path=path,
        line=found.line,
        hint=hint,
    )
