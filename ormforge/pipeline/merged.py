"""The merge, as this project is configured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.merge import Merge, Resolution, merge
from ormforge.pipeline.formatters import statement_formatter
from ormforge.pipeline.inherited import inherited_columns
from ormforge.plan import Generated, Memory


def merge_outputs(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
    memory: Memory,
    config: Config,
    root: Path,
    *,
    restore: frozenset[Key] = frozenset(),
    resolve: Mapping[Key, Resolution] = MappingProxyType({}),
) -> Merge:
    """The new text laid into the project's own files; `restore` and `resolve` are what a person has decided.

    Raises MergeError, SourceError.
    """
    return merge(
        base,
        mine,
        new,
        memory,
        on_conflict=config.custom.on_conflict,
        on_orphan=config.custom.on_orphan,
        restore=restore,
        resolve=resolve,
        formatter=statement_formatter(config, root),
        inherited=inherited_columns(root, mine),
    )
