"""The section `[hooks]`: the project's own commands around a run."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from ormforge.config.section import Flag, Section
from ormforge.config.values import command

Command = Annotated[str, AfterValidator(command)]


class Hooks(Section):
    """Commands that `ormforge generate` runs in this file's folder, without a shell."""

    before: tuple[Command, ...] = ()
    """Commands to run before the database is read, such as `alembic upgrade head`; the first that fails stops the
    run."""
    after: tuple[Command, ...] = ()
    """Commands to run after files were written, such as `pytest -q`."""
    rollback_on_failure: Flag = False
    """Whether a command of `after` that fails has every file put back as it was before the run."""
