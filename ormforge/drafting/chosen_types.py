"""The Python types that a project chooses for its columns."""

from __future__ import annotations

import ast
import re
import typing
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ormforge.catalog.model import Catalog, Column, Table
from ormforge.config.matching import TYPE_RULE, winning_rule
from ormforge.draft.model import Import, PythonType
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.choices import TypeChoice
from ormforge.drafting.expressions import Expression, call, helper, name
from ormforge.drafting.names import column_paths
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.types import TypeSpec
from ormforge.errors import DraftError, RuleError
from ormforge.naming import is_builtin

_KNOWN = {"Decimal": "decimal", "UUID": "uuid"} | dict.fromkeys(typing.__all__, "typing")


def chosen_type(rule: str) -> PythonType:
    """The type that a rule names: `app.types:UserPrefs`, or an annotation such as `dict[str, Any]`.

    Raises DraftError for an annotation that uses a name nobody can know where to import from.
    """
    if ":" in rule.partition("[")[0]:
        module, _, name_ = rule.rpartition(":")
        return PythonType(text=name_, imports=frozenset({Import(module, name_)}))
    tree = ast.parse(rule, mode="eval")
    imports = frozenset(i for i in _imports(tree.body, rule) if i is not None)
    return PythonType(text=ast.unparse(tree), imports=imports)


def chosen_imports(options: DraftOptions) -> frozenset[Import]:
    """What the chosen types need imported."""
    found: set[Import] = set()
    for rule, choice in options.types.items():
        python = None if choice.python is None else _python(rule, choice.python)
        found.update(() if python is None else python.imports)
        found.update(() if choice.sqlalchemy is None else _own(choice.sqlalchemy).imports)
    return frozenset(found)


def with_chosen_types(blueprint: Blueprint, catalog: Catalog, options: DraftOptions) -> Blueprint:
    """The blueprint in which the columns that a rule names have the type it chooses; what is stored stays the same."""
    if not options.types:
        return blueprint
    types, enums, inheriting = dict(blueprint.types), dict(blueprint.enums), blueprint.inheriting
    for table in catalog.tables:
        for column in table.columns:
            rule = type_rule(options.types, table, column, catalog.default_schema)
            if rule is not None:
                key = table.column_key(column.name)
                full = types[key].full
                types[key] = _chosen(rule, options.types[rule], types[key])
                if options.types[rule].python is not None:
                    enums.pop(key, None)
                if types[key].full.text != full.text:
                    inheriting -= {key}
    return replace(blueprint, types=types, enums=enums, inheriting=inheriting)


def type_rule(
    rules: Iterable[str], table: Table, column: Column, default_schema: str | None
) -> str | None:
    """The rule that a column follows: one about columns, else one about the database's types."""
    known = tuple(rules)
    about_types = tuple(rule for rule in known if rule.startswith(TYPE_RULE))
    about_columns = tuple(rule for rule in known if not rule.startswith(TYPE_RULE))
    paths = column_paths(table, (column.name,), default_schema)
    return winning_rule(about_columns, paths) or winning_rule(
        about_types, type_spellings(column, default_schema)
    )


def type_spellings(column: Column, default_schema: str | None) -> tuple[str, ...]:
    """How rules may call a column's type: `type:character varying(100)`, `type:character varying`, and a type of the
    default schema without it."""
    full = column.type.sql.lower()
    prefix = "" if default_schema is None else f"{default_schema.lower()}."
    own = full.removeprefix(prefix)
    bare = (_MODIFIER.sub("", text) for text in (full, own))
    return tuple(dict.fromkeys(f"{TYPE_RULE}{text}" for text in (full, own, *bare)))


_MODIFIER = re.compile(r"\([^()]*\)")


def _chosen(rule: str, choice: TypeChoice, spec: TypeSpec) -> TypeSpec:
    python = spec.python if choice.python is None else _python(rule, choice.python)
    full = spec.full
    if choice.sqlalchemy is not None:
        full = _own(choice.sqlalchemy)
    elif choice.pydantic:
        annotation = Expression(text=python.text, imports=python.imports)
        full = call(helper("PydanticValue"), [annotation, spec.full])
    return replace(spec, expression=full, full=full, python=python)


def _python(rule: str, python: str) -> PythonType:
    try:
        return chosen_type(python)
    except DraftError as error:
        raise RuleError(("types", rule), error.message, hint=error.hint) from None


def _own(path: str) -> Expression:
    module, _, bound = path.rpartition(":")
    return name(module, bound)


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


def _import_of(bound: str, rule: str) -> Import | None:
    if is_builtin(bound):
        return None
    if bound not in _KNOWN:
        raise DraftError(
            f"{rule!r}: nobody can know where {bound} comes from",
            hint=f'Write it as "package.module:{bound}".',
        )
    return Import(_KNOWN[bound], bound)
