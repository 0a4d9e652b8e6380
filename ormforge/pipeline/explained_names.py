"""What makes a name: rules for every name at once, a promise of an earlier run, or the hand of a person."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog
from ormforge.config import Config, Naming
from ormforge.draft.model import Draft, Pins
from ormforge.drafting.choices import RulePath
from ormforge.drafting.options import DraftOptions
from ormforge.pipeline.promises import drafted_with
from ormforge.workspace import Workspace

_SWITCHES = {"singularize": False, "class_prefix": "", "class_suffix": ""}
_LISTS = ("strip_prefixes", "strip_suffixes")
_TABLES = ("irregular", "schemas")

Names = Mapping[Key, str]


@dataclass(frozen=True, kw_only=True)
class NameReasons:
    """Finds what made the names of one draft.

    What a rule does to a name is seen in a draft without the rule, so that no rule is told that makes no difference.
    """

    catalog: Catalog
    options: DraftOptions
    config: Config
    workspace: Workspace
    pins: Pins

    def ruled(self, key: Key) -> str | None:
        """The name that the rules for every name make, with nothing promised and nothing chosen for this one."""
        return self._with_all_rules.get(key)

    def shaping(self, key: Key) -> Iterator[RulePath]:
        """The rules for every name without which this one would be another."""
        for field, path in _keys(self.config.naming):
            if self._without(field, None).get(key) == self.ruled(key):
                continue
            entries = () if field in _SWITCHES else tuple(_entries(self.config.naming, field))
            own = [e for e in entries if self._without(field, e).get(key) != self.ruled(key)]
            yield from ((*path, entry) for entry in own)
            if not own:
                yield path

    def by_hand(self, key: Key, name: str) -> bool:
        """Whether the name stands in a file since a person wrote it there, after the last run or before the first."""
        return self.pins.names.get(key) == name and self._last.get(key) != name

    def place(self, key: Key, owner: str | None, name: str) -> str | None:
        """The file and line where the project has the name, in the class `owner` or at the top level."""
        texts, base = self.workspace.texts, self.workspace.base
        known = {path for path, generated in base.items() if key in generated.keys.values()}
        for path in sorted(texts, key=lambda path: (path not in known, path)):
            line = _line_of(texts[path], path, owner, name)
            if line is not None:
                return f"{path}:{line}"
        return None

    @cached_property
    def _last(self) -> Names:
        """The names that the last run wrote."""
        generated = {
            key: name.rpartition(".")[2]
            for file in self.workspace.base.values()
            for name, key in file.keys.items()
        }
        return {**generated, **self.workspace.memory.pins}

    @cached_property
    def _with_all_rules(self) -> Names:
        return self._names(self.config.naming)

    @cached_property
    def _known(self) -> dict[tuple[str, str | int | None], Names]:
        return {}

    def _without(self, field: str, entry: str | int | None) -> Names:
        """The names without one key of `[naming]`, or without one entry of it."""
        if (field, entry) not in self._known:
            rules = self.config.naming.model_copy(
                update={field: _left(self.config.naming, field, entry)}
            )
            self._known[field, entry] = self._names(rules)
        return self._known[field, entry]

    def _names(self, naming: Naming) -> Names:
        return names_in(drafted_with(naming, self.options, self.catalog, self.config))


def names_in(draft: Draft) -> Names:
    """The Python name of every class, table, enum, column and relationship of a draft."""
    names = {item.key: item.name for item in (*draft.items, *draft.enums)}
    for model in draft.models:
        names |= {member.key: member.name for member in model.mapped_columns}
        names |= {member.key: member.name for member in model.relationships}
    return names


def _keys(naming: Naming) -> Iterator[tuple[str, RulePath]]:
    """The keys of `[naming]` about every name that are set, as the model and as TOML calls them."""
    for field in (*_LISTS, "irregular", "singularize", "schemas", "class_prefix", "class_suffix"):
        if getattr(naming, field):
            yield field, ("naming", field.replace("_", "-"))


def _entries(naming: Naming, field: str) -> Iterator[str | int]:
    value = getattr(naming, field)
    yield from value if field in _TABLES else range(len(value))


def _left(naming: Naming, field: str, entry: str | int | None) -> object:
    """What is left of a key without one entry, or without all."""
    if field in _SWITCHES:
        return _SWITCHES[field]
    value = getattr(naming, field)
    if field in _TABLES:
        return {key: kept for key, kept in value.items() if entry not in (None, key)}
    return tuple(kept for number, kept in enumerate(value) if entry not in (None, number))


def _line_of(text: str, path: PurePosixPath, owner: str | None, name: str) -> int | None:
    """The line of the statement that binds a name; None where the text has none, or is no Python."""
    if path.suffix not in (".py", ".pyi"):
        return None
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return None
    if owner is not None:
        classes = (s for s in body if isinstance(s, ast.ClassDef) and s.name == owner)
        body = next((s.body for s in classes), [])
    return next((statement.lineno for statement in body if name in _bound(statement)), None)


def _bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
        yield statement.name
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    yield from (target.id for target in targets if isinstance(target, ast.Name))
