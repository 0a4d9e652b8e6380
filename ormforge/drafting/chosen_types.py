"""The Python types that a project chooses for its columns."""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from dataclasses import replace

from ormforge.catalog.model import Catalog
from ormforge.draft.model import Import, PythonType
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.names import chosen, column_paths
from ormforge.drafting.options import DraftOptions
from ormforge.errors import DraftError
from ormforge.naming import is_builtin

_KNOWN = {"Decimal": "decimal", "UUID": "uuid"} | dict.fromkeys(typing.__all__, "typing")


def chosen_type(rule: str) -> PythonType:
    """The type that a rule names: `app.types:UserPrefs`, or an annotation such as `dict[str, Any]`.

    Raises DraftError for an annotation that uses a name nobody can know where to import from.
    """
    if ":" in rule.partition("[")[0]:
        module, _, name = rule.rpartition(":")
        return PythonType(text=name, imports=frozenset({Import(module, name)}))
    tree = ast.parse(rule, mode="eval")
    imports = frozenset(i for i in _imports(tree.body, rule) if i is not None)
    return PythonType(text=ast.unparse(tree), imports=imports)


def chosen_type_names(options: DraftOptions) -> frozenset[str]:
    """The names that the chosen types bind in the module."""
    types = map(chosen_type, options.types.values())
    return frozenset(needed.bound for type_ in types for needed in type_.imports)


def with_chosen_types(blueprint: Blueprint, catalog: Catalog, options: DraftOptions) -> Blueprint:
    """The blueprint in which the columns that a rule names have the type it chooses; what is stored stays the same."""
    if not options.types:
        return blueprint
    types, enums = dict(blueprint.types), dict(blueprint.enums)
    for table in catalog.tables:
        for column in table.columns:
            paths = column_paths(table, (column.name,), catalog.default_schema)
            rule = chosen(options.types, paths)
            if rule is not None:
                key = table.column_key(column.name)
                spec = types[key]
                types[key] = replace(spec, expression=spec.full, python=chosen_type(rule))
                enums.pop(key, None)
    return replace(blueprint, types=types, enums=enums)


def _imports(node: ast.expr, rule: str) -> Iterator[Import | None]:
    """What an annotation needs imported; strings in it (of a Literal) are left alone."""
    if isinstance(node, ast.Attribute):
        yield Import(ast.unparse(node.value))
    elif isinstance(node, ast.Name):
        yield _import_of(node.id, rule)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _imports(child, rule)


def _import_of(name: str, rule: str) -> Import | None:
    if is_builtin(name):
        return None
    if name not in _KNOWN:
        raise DraftError(
            f"[types] {rule!r}: nobody can know where {name} comes from",
            hint=f'Write it as "package.module:{name}".',
        )
    return Import(_KNOWN[name], name)
