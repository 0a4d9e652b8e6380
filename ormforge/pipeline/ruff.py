"""ruff, run as a program: the one module that knows it.

Texts are formatted in a folder of their own, at the places where their files stand below the folder of ruff's settings, so
that settings for some paths alone find them. Where a project has no settings, those of the person's own machine do not count.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ormforge.config.toml import TomlError, read_toml
from ormforge.errors import FormatError
from ormforge.formatting import unreadable

Texts = Mapping[PurePosixPath, str]

_OWN_FILES = (".ruff.toml", "ruff.toml")


def usual_places() -> tuple[str, ...]:
    """The folders that a program is looked for in: that of this Python's own programs, then those of PATH."""
    return (sysconfig.get_path("scripts"), *os.get_exec_path())


def find_ruff(places: Sequence[str]) -> str:
    """The program, in the first folder that has it. Raises FormatError where none does."""
    found = shutil.which("ruff", path=os.pathsep.join(places))
    if found is None:
        raise FormatError(
            "there is no ruff beside this Python, and none in PATH",
            hint="Install it: pip install 'ormforge[ruff]'",
            rule=("format", "tool"),
        )
    return found


def find_settings(folder: Path) -> Path | None:
    """The file with ruff's settings for what stands in a folder, found as ruff finds it, but within the repository.

    https://docs.astral.sh/ruff/configuration/#config-file-discovery
    """
    for place in (folder, *folder.parents):
        for file in (*(place / name for name in _OWN_FILES), place / "pyproject.toml"):
            if file.is_file() and (file.name in _OWN_FILES or _configures_ruff(file)):
                return file
        if (place / ".git").exists():
            break
    return None


def ask_ruff(texts: Texts, root: Path) -> Texts:
    """What ruff makes of the texts of files below the root, each with the settings that hold there.

    Raises FormatError where there is no ruff, where it does not understand its settings, or a text is no Python.
    """
    program, root = find_ruff(usual_places()), root.resolve()
    places: dict[Path | None, list[PurePosixPath]] = {}
    for path in texts:
        places.setdefault(find_settings((root / path).parent), []).append(path)
    return {
        path: text
        for settings, paths in places.items()
        for path, text in _Run(program, root, settings).formatted(paths, texts)
    }


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of ruff for all files that share its settings."""

    program: str
    root: Path
    settings: Path | None

    def formatted(
        self, paths: Iterable[PurePosixPath], texts: Texts
    ) -> Iterator[tuple[PurePosixPath, str]]:
        """Each file with its formatted text."""
        above = self.root if self.settings is None else self.settings.parent
        with tempfile.TemporaryDirectory(prefix="ormforge") as folder:
            copies = {
                path: Path(folder, os.path.relpath(self.root / path, above)) for path in paths
            }
            for path, copy in copies.items():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(texts[path].encode("utf-8"))
            self._format(Path(folder), copies, texts)
            for path, copy in copies.items():
                yield path, copy.read_bytes().decode("utf-8")

    def _format(self, folder: Path, copies: Mapping[PurePosixPath, Path], texts: Texts) -> None:
        """Have the copies formatted in place."""
        options = ["--isolated"] if self.settings is None else ["--config", str(self.settings)]
        done = subprocess.run(  # noqa: S603 - ruff, with names of files that ormforge chose
            [
                self.program,
                "format",
                "--no-cache",
                "--quiet",
                *options,
                "--",
                *map(str, copies.values()),
            ],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("RUFF_")},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise self._failure(done.stderr.replace(f"{folder}{os.sep}", ""), texts)

    def _failure(self, said: str, texts: Texts) -> FormatError:
        """The error for a run that failed: a text that is no Python, or settings that ruff does not understand."""
        for text in texts.values():
            found = unreadable(text)
            if found is not None:
                return found
        reason = " ".join(said.partition("Cause: ")[2].split()) or said.strip()
        if self.settings is None:
            return FormatError(f"ruff failed: {reason}")
        return FormatError(f"ruff cannot format with {self.settings.name}: {reason}")


def _configures_ruff(pyproject: Path) -> bool:
    """Whether a pyproject.toml has settings for ruff; one that cannot be read has none."""
    try:
        text = pyproject.read_text(encoding="utf-8-sig")
        return "ruff" in text and "ruff" in read_toml(text).values.get("tool", {})
    except (OSError, UnicodeDecodeError, TomlError, TypeError):
        return False
