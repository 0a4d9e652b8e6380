"""What each stage is asked for, taken from the configuration."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ormforge.config import Api, Config
from ormforge.database.request import Request
from ormforge.drafting.options import DraftOptions, RelationshipNames
from ormforge.formatting import Style, read_style
from ormforge.overlay import Overlay, open_overlay
from ormforge.schemas import ApiOptions


def reflection_request(config: Config) -> Request:
    """Which tables of which database."""
    database = config.database
    return Request(
        url=database.url.get_secret_value(),
        schemas=database.schemas,
        include=database.include,
        exclude=database.exclude,
        views=database.views,
    )


def draft_options(config: Config) -> DraftOptions:
    """How the catalog becomes models."""
    output, naming = config.output, config.naming
    return DraftOptions(
        base_import=output.base,
        singularize=naming.singularize,
        views=config.database.views,
        column_order=output.column_order,
        constraint_names=output.constraint_names,
        ddl_events=output.ddl_events,
        irregular=naming.irregular,
        strip_prefixes=naming.strip_prefixes,
        tables=naming.tables,
        columns=naming.columns,
        relationships={
            key: RelationshipNames(forward=names.forward, reverse=names.reverse)
            for key, names in naming.relationships.items()
        },
        types=config.types,
    )


def api_options(config: Config, api: Api) -> ApiOptions:
    """What the API schemas should be."""
    return ApiOptions(
        models_module=module_name(PurePosixPath(config.output.path)),
        variants=api.variants,
        exclude=api.exclude,
    )


def module_name(path: PurePosixPath) -> str:
    """The module that a file is imported as from the project's root; a `src` folder does not count."""
    parts = list(path.with_suffix("").parts)
    if parts[0] == "src" and len(parts) > 1:
        del parts[0]
    if parts[-1] == "__init__" and len(parts) > 1:
        del parts[-1]
    return ".".join(parts)


def project_overlay(config: Config, root: Path) -> Overlay:
    """The project's templates over the built-in ones. Raises TemplateError."""
    shared = config.model_dump(mode="json", by_alias=False, exclude={"database": {"url"}})
    folders = [root / folder for folder in config.templates.overlays]
    return open_overlay(folders, config.templates.vars, shared)


def project_style(root: Path) -> Style:
    """The black settings of the nearest pyproject.toml at or above the project's root."""
    for folder in (root, *root.resolve().parents):
        pyproject = folder / "pyproject.toml"
        if pyproject.is_file():
            return read_style(pyproject.read_text(encoding="utf-8"))
        if (folder / ".git").exists():
            break
    return Style()


def own_packages(config: Config, root: Path) -> frozenset[str]:
    """The top-level modules and packages of the project itself, whose imports stand last.

    Those that the run writes count before they are there, so that the first run sorts as the second does.
    """
    folders = [folder for folder in (root, root / "src") if folder.is_dir()]
    entries = [entry for folder in folders for entry in folder.iterdir()]
    packages = {entry.name for entry in entries if entry.is_dir() and entry.name.isidentifier()}
    modules = {entry.stem for entry in entries if entry.suffix == ".py" and entry.is_file()}
    written = {module_name(PurePosixPath(config.output.path)).partition(".")[0]}
    return frozenset(packages | modules | written)
