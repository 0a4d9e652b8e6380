"""Where code that is not ormforge's own has raised an error."""

from __future__ import annotations

import traceback
from pathlib import Path

import ormforge

_OWN = Path(ormforge.__file__).resolve().parent


def told(error: BaseException, root: Path | None = None) -> str:
    """The error in one line, with the place where it came from: `KeyError: 'x' (app/names.py:7)`.

    With a root that is the last place below it, of the project's own code; without one, the first that is not
    ormforge's.
    """
    said = f"{type(error).__name__}: {error}"
    place = _first_place(error) if root is None else _last_place(error, root.resolve())
    return said if place is None else f"{said} ({place})"


def _places(error: BaseException) -> list[tuple[Path, int | None]]:
    frames = traceback.extract_tb(error.__traceback__)
    files = [
        (Path(one.filename).resolve(), one.lineno) for one in frames if one.filename[:1] != "<"
    ]
    return [(file, line) for file, line in files if _OWN not in file.parents]


def _first_place(error: BaseException) -> str | None:
    return next((f"{file}:{line}" for file, line in _places(error)), None)


def _last_place(error: BaseException, root: Path) -> str | None:
    below = [
        f"{file.relative_to(root).as_posix()}:{line}"
        for file, line in _places(error)
        if root in file.parents and "site-packages" not in file.parts
    ]
    return below[-1] if below else None
