"""Rendering: a draft becomes text, through the templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ormforge.catalog.keys import Key, helper_key
from ormforge.draft.model import Draft, DraftModel, Import
from ormforge.overlay.blocks import check_blocks
from ormforge.overlay.context import (
    CONTEXT_VERSION,
    PackageModule,
    models_module,
    schemas_module,
)
from ormforge.overlay.environment import Overlay
from ormforge.overlay.failures import telling_where
from ormforge.plan import Generated
from ormforge.schemas.model import ApiDraft


def render_models(
    overlay: Overlay, draft: Draft, header: bool = True, *, own: frozenset[str] = frozenset()
) -> Generated:
    """The models of the whole draft as one module, not yet formatted, and the key of every name it binds.

    `own` are the top-level packages of the project itself: their imports stand last. Raises TemplateError.
    """
    module = models_module(draft, header=header, own=own)
    text = render(overlay, "models.py.j2", {"module": module, "catalog": draft.catalog})
    return Generated(text=text, keys=_bound(overlay, text, dict(_draft_keys(draft))))


def render_schemas(
    overlay: Overlay, api: ApiDraft, header: bool = True, *, own: frozenset[str] = frozenset()
) -> Generated:
    """The API schemas as one module, not yet formatted, and the key of every name it binds. Raises TemplateError."""
    module = schemas_module(api, header=header, own=own)
    text = render(overlay, "schemas.py.j2", {"module": module})
    return Generated(text=text, keys=_bound(overlay, text, dict(_api_keys(api))))


def render_package(overlay: Overlay, exports: tuple[Import, ...], header: bool = True) -> Generated:
    """The `__init__` of a package of models, which hands on every name of its modules. Raises TemplateError."""
    module = PackageModule(exports=exports, header=header)
    return Generated(text=render(overlay, "package.py.j2", {"module": module}), keys={})


def render(overlay: Overlay, template: str, context: Mapping[str, object]) -> str:
    """The text that a template makes of the context, which `vars`, `config` and `context_version` are added to."""
    shared = {
        "vars": overlay.vars,
        "config": overlay.config,
        "context_version": CONTEXT_VERSION,
    }
    with telling_where(overlay, template):
        check_blocks(overlay, template)
        return overlay.environment.get_template(template).render(**shared, **context)


def _draft_keys(draft: Draft) -> Iterator[tuple[str, Key]]:
    if draft.prints_base:
        yield draft.base_name, helper_key(draft.base_name)
    for bound in (*draft.enums, *draft.helpers, *draft.items):
        yield bound.name, bound.key
    for statement in draft.statements:
        if statement.name is not None:
            yield statement.name, statement.key
    for item in draft.items:
        if isinstance(item, DraftModel):
            yield from ((f"{item.name}.{member.name}", member.key) for member in item.members)


def _api_keys(api: ApiDraft) -> Iterator[tuple[str, Key]]:
    yield api.base_name, helper_key(api.base_name)
    for helper in api.helpers:
        yield helper.name, helper.key
    for schema in api.schemas:
        yield schema.name, schema.key
        yield from ((f"{schema.name}.{field.name}", field.key) for field in schema.fields)


def _bound(overlay: Overlay, text: str, keys: Mapping[str, Key]) -> Mapping[str, Key]:
    """The keys of the names that the text binds: a user's template need not print everything.

    Text that is no Python keeps all of them; the formatter will say what is wrong with it.
    """
    if not overlay.folders:
        return MappingProxyType(dict(keys))
    try:
        names = frozenset(_bound_names(ast.parse(text).body))
    except SyntaxError:
        return MappingProxyType(dict(keys))
    return MappingProxyType({name: key for name, key in keys.items() if name in names})


def _bound_names(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield f"{owner}{statement.name}"
            yield from _bound_names(statement.body, f"{owner}{statement.name}.")
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{owner}{statement.name}"
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (f"{owner}{t.id}" for t in targets if isinstance(t, ast.Name))
