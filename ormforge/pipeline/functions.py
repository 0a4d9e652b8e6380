"""Functions of the project's own that name things, imported from the project's folder."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ormforge.config import Naming
from ormforge.config.values import identifier
from ormforge.drafting.choices import NamingFunction, NamingFunctions
from ormforge.errors import RuleError
from ormforge.pipeline.raised import told


def naming_functions(naming: Naming, root: Path) -> NamingFunctions:
    """The functions that the configuration names. Raises RuleError for one that cannot be imported or called."""
    return NamingFunctions(
        classes=_function("class-name", naming.class_name, root),
        columns=_function("column-name", naming.column_name, root),
        relationships=_function("relationship-name", naming.relationship_name, root),
    )


def _function(key: str, path: str | None, root: Path) -> NamingFunction | None:
    if path is None:
        return None
    rule = ("naming", key)
    found = _imported(rule, path, root)

    def name(**facts: Any) -> str | None:
        try:
            answer = found(**facts)
        # It is the project's code, which may raise anything; the error says where.
        except Exception as error:
            raise RuleError(
                rule, f"{path} failed for {_shown(facts)}: {told(error, root)}"
            ) from error
        return _checked(rule, path, facts, answer)

    return name


def _checked(rule: tuple[str, str], path: str, facts: dict[str, Any], answer: Any) -> str | None:
    if answer is None:
        return None
    try:
        return identifier(answer) if isinstance(answer, str) else _refuse(answer)
    except ValueError:
        raise RuleError(
            rule,
            f"{path} returned {answer!r} for {_shown(facts)}",
            hint="It has to return a Python name, or None to leave the name to ormforge.",
        ) from None


def _refuse(answer: Any) -> str:
    raise ValueError(f"{answer!r} is no text")


def _shown(facts: dict[str, Any]) -> str:
    return ", ".join(f"{word}={value!r}" for word, value in facts.items())


def _imported(rule: tuple[str, str], path: str, root: Path) -> Callable[..., Any]:
    found = project_object(rule, path, root)
    if not callable(found):
        raise RuleError(rule, _absent(path))
    function: Callable[..., Any] = found
    return function


def project_object(rule: tuple[str | int, ...], path: str, root: Path) -> Any:
    """What the project's own module has under the name, `module:name`. Raises RuleError where it cannot be imported."""
    module_name, _, name = path.partition(":")
    try:
        with _project_modules(root):
            module = importlib.import_module(module_name)
    # Importing runs the project's code, which may raise anything.
    except Exception as error:
        raise RuleError(
            rule,
            f"{path} cannot be imported: {told(error, root)}",
            hint=f"It is looked for from {root.name or root}, as `import {module_name}` there would.",
        ) from error
    found = getattr(module, name, None)
    if found is None:
        raise RuleError(rule, _absent(path))
    return found


def _absent(path: str) -> str:
    module, _, name = path.partition(":")
    return f"{path}: the module {module} has no function {name}"


@contextmanager
def _project_modules(root: Path) -> Iterator[None]:
    """While it lasts, imports find the project's own modules first; afterwards nothing is left of it."""
    before, path, unwritten = set(sys.modules), list(sys.path), sys.dont_write_bytecode
    sys.path[:0] = [str(root), str(root / "src")]
    sys.dont_write_bytecode = True  # a run that fails leaves nothing behind
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:], sys.dont_write_bytecode = path, unwritten
        for name in set(sys.modules) - before:
            if _is_below(sys.modules[name], root):
                del sys.modules[name]


def _is_below(module: Any, root: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).resolve().is_relative_to(root.resolve())
