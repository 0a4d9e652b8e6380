"""What the generated modules bind, before a run and after it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The generated modules by their full dotted paths, what they bound, and what of it is gone.

    `modules` begin with the folders above the project, so that an import from any of these folders is recognised.
    `gone` has classes and other module-level names (`Book`) and members of classes (`Book.title`), each with the name
    that stands for the same thing now, or None. `present` are the members that some class still has.
    """

    modules: frozenset[tuple[str, ...]] = frozenset()
    names: frozenset[str] = frozenset()
    gone: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    present: frozenset[str] = frozenset()

    @property
    def classes(self) -> frozenset[str]:
        """The classes that are gone, or have lost a member."""
        return frozenset(name.partition(".")[0] for name in self.gone)

    @property
    def words(self) -> frozenset[str]:
        """The names that have gone, as they stand in source text."""
        return frozenset(name.rpartition(".")[2] for name in self.gone)

    def is_module(self, path: tuple[str, ...]) -> bool:
        """Whether an absolute import of this path means a generated module."""
        return bool(path) and any(module[-len(path) :] == path for module in self.modules)


def models_of(
    modules: Iterable[tuple[str, ...]],
    before: Iterable[str],
    after: Iterable[str],
    renamed: Mapping[str, str],
) -> Models:
    """What has gone between the texts of the generated modules; `renamed` are names whose meaning has another now."""
    old = {name for text in before for name in bound_names(text)}
    new = {name for text in after for name in bound_names(text)}
    gone = {
        name: renamed.get(name)
        for name in old - new
        if not name.rpartition(".")[2].startswith("__")
    }
    inside = {
        name: now
        for name, now in gone.items()
        if name.partition(".")[0] not in gone or "." not in name
    }
    return Models(
        modules=frozenset(modules),
        names=frozenset(name for name in old | new if "." not in name),
        gone=inside,
        present=frozenset(name.partition(".")[2] for name in new if "." in name),
    )


def bound_names(text: str) -> Iterator[str]:
    """What the text binds in the module and in its classes; nothing for text that is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for statement in tree.body:
        yield from _bound(statement)
        if isinstance(statement, ast.ClassDef):
            for member in statement.body:
                yield from (f"{statement.name}.{name}" for name in _bound(member))


def _bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield statement.name
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id
    elif isinstance(statement, ast.Assign):
        yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
