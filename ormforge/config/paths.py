"""Which files a configuration is about."""

from __future__ import annotations

from pathlib import PurePosixPath

from ormforge.config.model import Config


def output_paths(config: Config) -> tuple[PurePosixPath, ...]:
    """Every file that a run writes, and every folder that it writes files into, but for those of `[[targets]]`.

    Those depend on the database; once written, they are known from the state.
    """
    paths = [config.output.path] if config.api is None else [config.output.path, config.api.path]
    return tuple(PurePosixPath(path) for path in paths)
