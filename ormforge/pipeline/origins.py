"""What a class of the project stands on: its declarative base, followed through its own bases, aliases and imports.

Nothing is run: the project's files are read as far as the names lead, and what leads out of the project is taken for
what it is called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ormforge.errors import SourceError, WorkspaceError
from ormforge.pipeline.imported import leads
from ormforge.pipeline.modules import module_name, module_of
from ormforge.source.identity import (
    assigned_value,
    callee,
    member_identity,
    sqlmodel_identity,
    table_identity,
)
from ormforge.source.reading import parse
from ormforge.source.roles import role_of
from ormforge.workspace import read_source

_STEPS = 12
_NO_BASES = frozenset({"sqlalchemy", "pydantic", "typing", "abc", "enum"})
"""Packages whose classes only go along with a declarative base of a project, or are none."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The module that binds a base, and its dotted name there; `file` is the module's, where it is known.

    `via` is a file of the models that binds it under a name of its own for the others. `sure`: it is known to be a base,
    and not only something that may be one. `exact`: it is what was named, and not what that derives from.
    """

    module: str
    name: str
    file: PurePosixPath | None = None
    via: tuple[PurePosixPath, str] | None = None
    sure: bool = True
    exact: bool = True


@dataclass(slots=True)
class Origins:
    """Finds them for the modules of the models, whose `texts` are given."""

    root: Path
    texts: Mapping[PurePosixPath, str]
    _bindings: dict[PurePosixPath, Mapping[str, ast.stmt]] = field(default_factory=dict)

    def of_bases(self, path: PurePosixPath, bases: Iterable[ast.expr]) -> Origin | None:
        """The base that a class of a module has; None where it derives from another mapped class, or from nothing known."""
        return self._above(path, bases, _STEPS)

    def of_name(self, path: PurePosixPath, name: str) -> Origin | None:
        """The base or MetaData that a dotted name of a module stands for."""
        return self._named(path, name, _STEPS)

    def _above(self, path: PurePosixPath, bases: Iterable[ast.expr], steps: int) -> Origin | None:
        named = (self._named(path, dotted_name(base), steps) for base in bases)
        found = [origin for origin in named if origin is not None]
        sure = [origin for origin in found if origin.sure]
        return next(iter((*reversed(sure), *reversed(found))), None)

    def _named(self, path: PurePosixPath, name: str, steps: int) -> Origin | None:
        bound = self.bound(path)
        known = next((part for part in beginnings(name) if part in bound), None)
        if not steps:
            return None
        if known is None:
            stars = (node for part, node in bound.items() if part.startswith("*"))
            led = (self._through_star(path, node, name, steps - 1) for node in stars)
            return next(filter(None, led), None)
        node, rest = bound[known], name[len(known) + 1 :]
        if isinstance(node, ast.Import | ast.ImportFrom):
            return self._imported(path, node, name, steps - 1)
        if isinstance(node, ast.ClassDef):
            return self._class(path, node, steps - 1)
        value = assigned_value(node)
        if isinstance(value, ast.Call):
            is_one = role_of(node) in ("base", "metadata") or _is_flask(value, rest)
            return Origin(module_of(self.root, path), name, path) if is_one else None
        found = self._named(path, f"{dotted_name(value)}.{rest}".rstrip("."), steps - 1)
        return self._handed_on(found, path, name)

    def _through_star(
        self, path: PurePosixPath, node: ast.stmt, name: str, steps: int
    ) -> Origin | None:
        """What a name is that a module has by `from ... import *`."""
        star = ast.alias(name.partition(".")[0])
        if not isinstance(node, ast.ImportFrom):
            return None
        named = ast.ImportFrom(node.module, [star], node.level)
        found = self._imported(path, named, name, steps)
        return found if found is not None and found.file is not None else None

    def _class(self, path: PurePosixPath, node: ast.ClassDef, steps: int) -> Origin | None:
        own = Origin(module_of(self.root, path), node.name, path)
        if role_of(node) == "base":
            return own
        if table_identity(node) is not None:
            return None
        above = self._above(path, node.bases, steps)
        if above is None:
            return None
        is_common = path not in self.texts and not _brings_columns(node, above)
        return own if above.sure and is_common else replace(above, exact=False)

    def _imported(
        self, path: PurePosixPath, node: ast.Import | ast.ImportFrom, name: str, steps: int
    ) -> Origin | None:
        for lead in leads(self.root, path, node, name, self.texts):
            if lead.file is None:
                return self._elsewhere(path, lead.module, lead.name)
            if not any(part in self.bound(lead.file) for part in beginnings(lead.name)):
                if lead.file in self.texts and lead.name:
                    return None
                continue
            found = self._named(lead.file, lead.name, steps)
            if lead.file in self.texts:
                return self._handed_on(found, lead.file, lead.name)
            if found is None or not found.exact:
                return found
            module = module_of(self.root, lead.file) if lead.module.startswith(".") else lead.module
            return replace(found, module=module, name=lead.name, file=lead.file)
        return None

    def _handed_on(self, found: Origin | None, path: PurePosixPath, name: str) -> Origin | None:
        """The same, with the file of the models that hands it on, where it is from elsewhere."""
        if found is None or found.file in self.texts or path not in self.texts:
            return found
        return replace(found, via=(path, name)) if found.exact else found

    def _elsewhere(self, path: PurePosixPath, module: str, name: str) -> Origin | None:
        """What is imported from no file of the project: it may be a base, unless it is known to be none."""
        if module.partition(".")[0] in _NO_BASES or not name:
            return None
        dots = len(module) - len(module.lstrip("."))
        if dots > len(path.parents):
            return None
        if dots:
            module = module_name(path.parents[dots - 1].joinpath(*module[dots:].split(".")))
        return Origin(module, name, sure=module == "sqlmodel")

    def bound(self, path: PurePosixPath) -> Mapping[str, ast.stmt]:
        """The statements of a module by the names that they bind, the last of each; empty where it cannot be read."""
        if path not in self._bindings:
            self._bindings[path] = dict(_bindings(self._body(path)))
        return self._bindings[path]

    def _body(self, path: PurePosixPath) -> list[ast.stmt]:
        try:
            text = self.texts.get(path)
            if text is None:
                source = read_source(self.root, path)
                text = "" if source is None else source.text
            return parse(text, path).body
        except (SourceError, WorkspaceError):
            return []


def dotted_name(node: ast.expr | None) -> str:
    """`db.Model` of an expression that is one; empty for any other."""
    if isinstance(node, ast.Name):
        return node.id
    above = dotted_name(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{above}.{node.attr}" if isinstance(node, ast.Attribute) and above else ""


def beginnings(name: str) -> Iterator[str]:
    """`a.b.c`, `a.b`, `a`."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def _brings_columns(node: ast.ClassDef, above: Origin) -> bool:
    """Whether a class has columns for those that derive from it, which not every table need have."""
    identity = sqlmodel_identity if above.module == "sqlmodel" else member_identity
    return any((identity(statement) or "").startswith("column:") for statement in node.body)


def _is_flask(value: ast.Call, rest: str) -> bool:
    """Whether a name leads to the base, or the MetaData, of an extension of Flask-SQLAlchemy."""
    return callee(value) == "SQLAlchemy" and rest in ("Model", "metadata", "Model.metadata")


def _bindings(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                bound = alias.asname or alias.name
                yield (bound if bound != "*" else f"*{node.lineno}"), node
        elif isinstance(node, ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            yield from (
                (target.id, node) for target in node.targets if isinstance(target, ast.Name)
            )
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node
        elif isinstance(node, ast.If | ast.Try):
            yield from _bindings([*node.body, *node.orelse, *getattr(node, "finalbody", ())])
