"""The files of `[[targets]]`: which there are, and what their templates make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.catalog.model import Table
from ormforge.config import Config, Target, UnusedRule
from ormforge.config.find import LOCAL_NAME
from ormforge.config.matching import matches
from ormforge.config.model import OWN_NAMES
from ormforge.config.source import dotted
from ormforge.config.unused import nothing
from ormforge.config.values import project_path
from ormforge.draft.model import Draft, DraftModel, DraftTable
from ormforge.drafting.names import table_paths
from ormforge.errors import OutputError, RuleError, TemplateError
from ormforge.overlay import (
    Overlay,
    TableApi,
    TargetContext,
    TargetModule,
    TargetTable,
    nearest_template,
    render_path,
    render_target,
)
from ormforge.pipeline.formatters import Tool
from ormforge.pipeline.modules import module_name
from ormforge.plan import Note
from ormforge.schemas import ApiDraft, Parameter, key_parameters
from ormforge.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFile:
    """One file of a target: its text, not yet formatted, and the tool that is to format it."""

    path: PurePosixPath
    text: str
    tool: Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one file is about; `name` is what errors call it."""

    name: str
    context: TargetContext


def render_targets(
    overlay: Overlay,
    draft: Draft,
    api: ApiDraft | None,
    config: Config,
    taken: Iterable[PurePosixPath],
) -> tuple[TargetFile, ...]:
    """Every file of every target; a text that is blank makes none.

    `taken` are the paths of the other outputs. Raises TemplateError for a template that fails, RuleError for one that is
    not there and for a path that is not below the project or is another file's.
    """
    owners = {_folded(path): "the models and API schemas" for path in taken}
    owners |= _kept(config)
    found: list[TargetFile] = []
    for number, target in enumerate(config.targets):
        _check_template(overlay, target, number)
        for part in _parts(target, draft, api, config):
            file = _rendered(overlay, target, number, part, config)
            if not file.text.strip():
                continue
            _claim(owners, file.path, number, part)
            found.append(file)
    return tuple(found)


def _kept(config: Config) -> dict[str, str]:
    """The files of the run that no template makes, each with the key that names it."""
    named = {"output.snapshot": config.output.snapshot}
    if config.changelog is not None:
        named["changelog.path"] = config.changelog.path
    return {_folded(PurePosixPath(path)): key for key, path in named.items() if path is not None}


def without_targets(workspace: Workspace, config: Config) -> Workspace:
    """The workspace without the files that targets made: no name in them is one of the models'.

    What a target prints is known by nothing of the database; what is no Python is no model, remembered or not.
    """
    models = PurePosixPath(config.output.path)
    made = {
        path
        for path, base in workspace.base.items()
        if not base.keys and not path.is_relative_to(models)
    }
    made |= {path for path in workspace.files if path.suffix not in (".py", ".pyi")}
    return replace(
        workspace,
        files={path: file for path, file in workspace.files.items() if path not in made},
        base={path: base for path, base in workspace.base.items() if path not in made},
    )


def unused_target_notes(config: Config, draft: Draft) -> tuple[Note, ...]:
    """A warning for each glob of a target that matches no table."""
    known = tuple(frozenset(_spellings(item.table, draft)) for item in draft.items)
    return tuple(
        Note(code="unused-rule", severity="warning", message=str(rule))
        for number, target in enumerate(config.targets)
        for key, globs in (("include", target.include), ("exclude", target.exclude))
        for rule in _unused(("targets", number, key), globs, known)
    )


def _unused(
    at: tuple[str | int, ...], globs: tuple[str, ...], known: tuple[frozenset[str], ...]
) -> Iterator[UnusedRule]:
    for place, glob in enumerate(globs):
        if glob != "*" and not any(matches(glob, spellings) for spellings in known):
            yield UnusedRule(key=dotted((*at, place)), reason=nothing(glob, known))


def _check_template(overlay: Overlay, target: Target, number: int) -> None:
    near = nearest_template(overlay, target.template)
    if near is not None:
        raise RuleError(("targets", number, "template"), near)


def _rendered(
    overlay: Overlay, target: Target, number: int, part: _Part, config: Config
) -> TargetFile:
    path = _path(overlay, target, number, part, config)
    is_python = path.suffix in (".py", ".pyi")
    try:
        text = render_target(overlay, target.template, part.context, python=is_python)
    except OutputError as failure:
        raise OutputError(failure.message, name=str(path), text=failure.text) from failure
    tool = target.format or (config.format.tool if is_python else "none")
    return TargetFile(path=path, text=text, tool=tool)


_PATTERN = "pattern"
_CONFIGS = (*OWN_NAMES, LOCAL_NAME)
_NONE_OF = {
    "table": None,
    "schema": 'With per = "schema" there is a schema, and no table, item, model and api.',
    "run": 'With per = "run" there is no schema, table, item, model and api.',
}
"""What a person is told who asks for more than there is a file for."""


def _path(
    overlay: Overlay, target: Target, number: int, part: _Part, config: Config
) -> PurePosixPath:
    rule = ("targets", number, "path")
    try:
        said = render_path(overlay, target.path, part.context, _PATTERN)
        path = PurePosixPath(project_path(said))
    except TemplateError as failure:
        reason = re.sub(f"^{_PATTERN}(:1)?: ", "", failure.message)
        raise RuleError(rule, reason, hint=_NONE_OF[target.per]) from failure
    except ValueError as failure:
        raise RuleError(rule, f"{failure}; it was made for {part.name}") from None
    if path.name in _CONFIGS or any(path.is_relative_to(o) for o in config.templates.overlays):
        raise RuleError(rule, f"makes {path} for {part.name}, which ormforge itself reads")
    if not said.isprintable():
        raise RuleError(rule, f"makes {said!r} for {part.name}, which is no name for a file")
    return path


def _claim(owners: dict[str, str], path: PurePosixPath, number: int, part: _Part) -> None:
    """Remember whose path this is; RuleError where it is another file's. Some file systems fold case."""
    mine = f"{part.name} (target {number + 1})"
    other = owners.setdefault(_folded(path), mine)
    if other is not mine:
        raise RuleError(
            ("targets", number, "path"), f"makes {path} for {mine}, which is the file of {other}"
        )


def _folded(path: PurePosixPath) -> str:
    return str(path).casefold()


def _parts(target: Target, draft: Draft, api: ApiDraft | None, config: Config) -> Iterator[_Part]:
    """What there is a file for."""
    variants = _variants(api)
    tables = tuple(
        TargetTable(
            table=item.table,
            item=item,
            model=item if isinstance(item, DraftModel) else None,
            api=replace(variants.get(item.table.path, TableApi()), key=_key(item, draft, config)),
        )
        for item in draft.items
        if _is_wanted(target, _spellings(item.table, draft))
    )
    if target.per == "run":
        yield _Part(name="the run", context=_context(draft, config, tables))
    elif target.per == "schema":
        for schema in sorted({_schema(each.table, draft) for each in tables}):
            own = tuple(each for each in tables if _schema(each.table, draft) == schema)
            context = _context(draft, config, own, schema)
            yield _Part(name=f"the schema {schema!r}", context=context)
    else:
        for each in sorted(tables, key=lambda found: found.table.path):
            context = _context(draft, config, (each,), _schema(each.table, draft), each)
            yield _Part(name=f"the table {each.table.path}", context=context)


def _context(
    draft: Draft,
    config: Config,
    tables: tuple[TargetTable, ...],
    schema: str | None = None,
    only: TargetTable | None = None,
) -> TargetContext:
    schemas = None if config.api is None else module_name(PurePosixPath(config.api.path))
    return TargetContext(
        catalog=draft.catalog,
        draft=draft,
        target=TargetModule(models=module_name(PurePosixPath(config.output.path)), schemas=schemas),
        tables=tables,
        enums=draft.enums,
        schema=schema,
        table=None if only is None else only.table,
        item=None if only is None else only.item,
        model=None if only is None else only.model,
        api=None if only is None else only.api,
    )


def _variants(api: ApiDraft | None) -> Mapping[str, TableApi]:
    """The API schemas of each table, by its path."""
    found: dict[str, TableApi] = {}
    for schema in () if api is None else api.schemas:
        path = schema.table.path
        found[path] = found.get(path, TableApi()).with_schema(schema)
    return found


def _key(item: DraftModel | DraftTable, draft: Draft, config: Config) -> tuple[Parameter, ...]:
    if not isinstance(item, DraftModel):
        return ()
    return key_parameters(item, draft.catalog, module_name(PurePosixPath(config.output.path)))


def _schema(table: Table, draft: Draft) -> str:
    return table.schema or draft.catalog.default_schema or "main"


def _spellings(table: Table, draft: Draft) -> frozenset[str]:
    """How globs may call a table."""
    return frozenset((*table_paths(table, draft.catalog.default_schema), table.name))


def _is_wanted(target: Target, spellings: frozenset[str]) -> bool:
    included = any(matches(glob, spellings) for glob in target.include)
    return included and not any(matches(glob, spellings) for glob in target.exclude)
