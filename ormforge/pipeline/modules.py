"""What the project's own files are imported as."""

from __future__ import annotations

from pathlib import Path, PurePosixPath


def module_name(path: PurePosixPath) -> str:
    """The module that a file is imported as from the project's root; a `src` folder does not count."""
    parts = list(path.with_suffix("").parts)
    if parts[0] == "src" and len(parts) > 1:
        del parts[0]
    if parts[-1] == "__init__" and len(parts) > 1:
        del parts[-1]
    return ".".join(parts)


def module_of(root: Path, path: PurePosixPath) -> str:
    """The same; where its folder is a package, from the folder that the topmost of its packages is in."""
    folder = path.parent
    while folder.name and (root / folder / "__init__.py").is_file():
        folder = folder.parent
    return module_name(path if folder == path.parent else path.relative_to(folder))
