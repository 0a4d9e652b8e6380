"""The files that `ormforge init` writes: each is added to, and all are written or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from ormforge.errors import WorkspaceError

IGNORED = ".gitignore"


@contextmanager
def all_or_none(*files: Path) -> Iterator[None]:
    """Puts the files back as they were where what is done meanwhile fails. Raises WorkspaceError for one that cannot be
    read."""
    before = {file: _bytes_of(file) for file in files}
    try:
        yield
    except BaseException:
        for file, content in before.items():
            if content is None:
                file.resolve().unlink(missing_ok=True)  # a link stays a link
            elif _bytes_of(file) != content:
                file.write_bytes(content)
        raise


def _bytes_of(file: Path) -> bytes | None:
    """What stands in a file; None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WorkspaceError(f"{file.name}: cannot be read: {error.strerror}") from None


def add_to_pyproject(target: Path, text: str) -> None:
    """Put the configuration at the end of pyproject.toml, whose own bytes stay as they are."""
    from ormforge.config.toml import TomlError, read_toml

    before = _bytes_of(target) or b""
    newline = "\r\n" if b"\r\n" in before else "\n"
    gap = newline if not before or before.endswith(b"\n") else newline * 2
    added = (gap if before else "") + text.replace("\n", newline)
    try:
        read_toml(before.decode("utf-8-sig") + added)
    except UnicodeDecodeError:
        raise WorkspaceError(f"{target.name}: is not UTF-8 text") from None
    except TomlError as error:
        raise WorkspaceError(
            f"{target.name}:{error.line}: [tool.ormforge] cannot be added: {error.reason}",
            hint="correct the file, or leave out --pyproject to write ormforge.toml",
        ) from None
    append(target, added)


def append(target: Path, text: str) -> None:
    """Add to a file, or start one."""
    try:
        with target.open("ab") as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise WorkspaceError(f"{target.name}: cannot be written: {error.strerror}") from None


def ignore(folder: Path, names: list[str]) -> list[str]:
    """Add the names that .gitignore does not cover yet; returns those added."""
    file = folder / IGNORED
    before = (_bytes_of(file) or b"").decode("utf-8", "replace")
    patterns = [line.strip().lstrip("/") for line in before.splitlines()]
    missing = [name for name in names if not any(fnmatchcase(name, line) for line in patterns)]
    if missing:
        start = "" if not before or before.endswith("\n") else "\n"
        append(file, start + "".join(f"{name}\n" for name in missing))
    return missing
