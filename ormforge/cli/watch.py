"""Running a command again whenever what it is made from changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation
from ormforge.errors import OrmforgeError, UsageError

if TYPE_CHECKING:
    from types import ModuleType

Stamps = Mapping[Path, tuple[int, int]]
"""Files with their time of change and size."""

_SETTLING = 300
"""Milliseconds without a change after which a burst of changes is over."""
_LOOKING = 1000
"""Milliseconds after which is looked again, for what no event has told."""


def watch(invocation: Invocation, snapshot: Path | None) -> None:
    """Run the command line without `--watch` now, and again after each change, until it is interrupted.

    Each run is a process of its own, so that nothing of one reaches the next, and an error ends one run alone.
    Raises UsageError without the extra, KeyboardInterrupt at Ctrl-C.
    """
    watchfiles = _watchfiles()
    words = [word for word in invocation.arguments if word != "--watch"]
    sources, data = _sources(invocation, snapshot)
    now: Stamps = _stamps((*sources, *data))
    while True:
        subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", "ormforge", *words],
            cwd=invocation.folder,
            env=dict(invocation.environ),
            check=False,
        )
        # What the run itself has done to a database, as its hooks do, is no reason for another; nor is what the
        # configuration has come to name meanwhile.
        known = (*sources, *data)
        sources, data = _sources(invocation, snapshot)
        new = [source for source in sources if source not in known]
        before = {**now, **_stamps((*new, *data))}
        invocation.say(f"Watching {len(before)} files; Ctrl-C ends it")
        while (now := _stamps((*sources, *data))) == before:
            _wait(watchfiles, (*sources, *data))
        if changed := _changed(before, now):
            invocation.say(f"\nChanged: {', '.join(sorted(changed))}")


def _watchfiles() -> ModuleType:
    try:
        import watchfiles
    except ModuleNotFoundError:
        raise UsageError(
            "--watch needs a package that is not installed",
            hint="Install it with: pip install 'ormforge[watch]'",
        ) from None
    return watchfiles


def _sources(
    invocation: Invocation, snapshot: Path | None
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What to watch, and the files of a database; where the configuration is broken for now, that alone.

    The run itself tells what is wrong with it.
    """
    from ormforge.config import read_config
    from ormforge.config.load import resolved
    from ormforge.pipeline.watched import database_files, watched_sources

    try:
        loaded = read_config(
            invocation.folder, invocation.config_file, invocation.profile, {}, invocation.environ
        )
        loaded = loaded if snapshot is not None else resolved(loaded)
    except OrmforgeError:
        return _configurations(invocation.folder, invocation.config_file), ()
    own = _configurations(loaded.root, loaded.file)
    file = None if snapshot is None else invocation.folder / snapshot
    data = () if snapshot is not None else tuple(database_files(loaded.config))
    return (*own, *watched_sources(loaded.config, loaded.root, file)), data


def _configurations(root: Path, file: Path | None) -> tuple[Path, ...]:
    names = ("ormforge.toml", "ormforge.local.toml", "pyproject.toml", ".env")
    named = () if file is None else (root / file,)
    return (*named, *(root / name for name in names))


def _stamps(sources: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    from ormforge.pipeline.watched import files_of

    found: dict[Path, tuple[int, int]] = {}
    for file in files_of(sources):
        try:
            status = file.stat()
        except OSError:
            continue
        found[file] = status.st_mtime_ns, status.st_size
    return found


def _changed(before: Stamps, now: Stamps) -> set[str]:
    return {file.name for file, _ in {*before.items()} ^ {*now.items()}}


def _wait(watchfiles: ModuleType, sources: Iterable[Path]) -> None:
    """Wait until something changes beside or below the sources, or for a while."""
    folders = {
        folder for source in sources for folder in (source, source.parent) if folder.is_dir()
    }
    changes = watchfiles.watch(
        *folders,
        recursive=False,
        watch_filter=None,
        step=_SETTLING,
        debounce=10 * _SETTLING,
        rust_timeout=_LOOKING,
        yield_on_timeout=True,
    )
    next(changes)
    changes.close()
