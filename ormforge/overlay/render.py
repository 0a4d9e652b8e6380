"""Rendering: a draft becomes text, through the templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.draft.model import Draft, DraftModel, Import
from ormforge.errors import OutputError
from ormforge.overlay.blocks import check_blocks
from ormforge.overlay.context import (
    CONTEXT_VERSION,
    PackageModule,
    models_module,
    schemas_module,
)
from ormforge.overlay.environment import Overlay
from ormforge.overlay.failures import telling_where
from ormforge.overlay.tracing import printed_by
from ormforge.plan import Generated
from ormforge.schemas.model import BASE_KEY, ApiDraft


def render_models(
    overlay: Overlay, draft: Draft, header: bool = True, *, own: frozenset[str] = frozenset()
) -> Generated:
    """The models of the whole draft as one module, not yet formatted, and the key of every name it binds.

    `own` are the top-level packages of the project itself: their imports stand last. Raises TemplateError.
    """
    module = models_module(draft, header=header, own=own)
    context = {"module": module, "catalog": draft.catalog}
    text, tree = python_text(overlay, "models.py.j2", context)
    return Generated(text=text, keys=_bound(tree, dict(_draft_keys(draft))))


def render_schemas(
    overlay: Overlay, api: ApiDraft, header: bool = True, *, own: frozenset[str] = frozenset()
) -> Generated:
    """The API schemas as one module, not yet formatted, and the key of every name it binds. Raises TemplateError."""
    module = schemas_module(api, header=header, own=own)
    text, tree = python_text(overlay, "schemas.py.j2", {"module": module})
    return Generated(text=text, keys=_bound(tree, dict(_api_keys(api))))


def render_package(overlay: Overlay, exports: tuple[Import, ...], header: bool = True) -> Generated:
    """The `__init__` of a package of models, which hands on every name of its modules. Raises TemplateError."""
    module = PackageModule(exports=exports, header=header)
    return Generated(text=python_text(overlay, "package.py.j2", {"module": module})[0], keys={})


def python_text(
    overlay: Overlay, template: str, context: Mapping[str, object]
) -> tuple[str, ast.Module | None]:
    """The Python that a template makes of the context, and its tree; None where only built-in templates made it.

    Raises TemplateError, OutputError for text that is no Python.
    """
    text = render(overlay, template, context)
    if not overlay.folders:
        return text, None
    try:
        return text, ast.parse(text)
    except (SyntaxError, ValueError) as failure:
        raise _no_python(overlay, template, context, text, failure) from failure


def _no_python(
    overlay: Overlay,
    template: str,
    context: Mapping[str, object],
    text: str,
    failure: SyntaxError | ValueError,
) -> OutputError:
    line = (failure.lineno if isinstance(failure, SyntaxError) else None) or 1
    column = (failure.offset if isinstance(failure, SyntaxError) else None) or 1
    lines = text.splitlines(keepends=True) or [""]
    line = min(line, len(lines))
    place = len("".join(lines[: line - 1])) + min(column - 1, max(len(lines[line - 1]) - 1, 0))
    values = {**shared_context(overlay), **context}
    made = printed_by(overlay, template, values, text, place) or template
    reason = failure.msg if isinstance(failure, SyntaxError) else failure
    shown = lines[line - 1].strip()
    return OutputError(
        f"{made}: printed what is no Python, in line {line} of its text: {reason}: {shown}",
        name=template.removesuffix(".j2"),
        text=text,
    )


def render(overlay: Overlay, template: str, context: Mapping[str, object]) -> str:
    """The text that a template makes of the context, which `vars`, `config` and `context_version` are added to."""
    with telling_where(overlay, template):
        check_blocks(overlay, template)
        return overlay.environment.get_template(template).render(
            **shared_context(overlay), **context
        )


def shared_context(overlay: Overlay) -> dict[str, object]:
    """What every template is given, whatever it makes."""
    return {
        "vars": overlay.vars,
        "config": overlay.config,
        "context_version": CONTEXT_VERSION,
    }


def _draft_keys(draft: Draft) -> Iterator[tuple[str, Key]]:
    if draft.prints_base:
        yield draft.base_name, draft.base_key
    for bound in (*draft.enums, *draft.helpers, *draft.items):
        yield bound.name, bound.key
    for statement in draft.statements:
        if statement.name is not None:
            yield statement.name, statement.key
    for item in draft.items:
        if isinstance(item, DraftModel):
            yield from ((f"{item.name}.{member.name}", member.key) for member in item.members)


def _api_keys(api: ApiDraft) -> Iterator[tuple[str, Key]]:
    if not api.base_elsewhere:
        yield api.base_name, BASE_KEY
    for helper in (*api.helpers, *api.loaders):
        yield helper.name, helper.key
    for schema in api.schemas:
        yield schema.name, schema.key
        yield from ((f"{schema.name}.{field.name}", field.key) for field in schema.fields)


def _bound(tree: ast.Module | None, keys: Mapping[str, Key]) -> Mapping[str, Key]:
    """The keys of the names that are bound: a user's template need not print everything."""
    if tree is None:
        return MappingProxyType(dict(keys))
    names = frozenset(_bound_names(tree.body))
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
