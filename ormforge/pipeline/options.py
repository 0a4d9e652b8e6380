"""What each stage is asked for, taken from the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.config import Api, Config, TypeRule
from ormforge.config import api as config_api
from ormforge.drafting import choices
from ormforge.drafting.choices import RelationshipNames, TypeChoice
from ormforge.drafting.options import DraftOptions
from ormforge.errors import RuleError
from ormforge.overlay import Overlay, open_overlay
from ormforge.pipeline.functions import naming_functions
from ormforge.pipeline.modules import module_name
from ormforge.pipeline.plugins import with_plugin_names
from ormforge.pipeline.template_functions import template_functions
from ormforge.schemas import BASE, BASE_KEY, ApiOptions, FieldRule, NamePatterns


def draft_options(config: Config, root: Path) -> DraftOptions:
    """How the catalog becomes models. Raises RuleError where a function of the project cannot be imported."""
    output, naming = config.output, config.naming
    return DraftOptions(
        style=output.style,
        base_import=output.base,
        singularize=naming.singularize,
        views=config.database.views,
        column_order=output.column_order,
        constraint_names=output.constraint_names,
        ddl_events=output.ddl_events,
        comments=output.comments,
        imports=output.imports,
        async_attrs=output.async_attrs,
        irregular=naming.irregular,
        strip_prefixes=naming.strip_prefixes,
        strip_suffixes=naming.strip_suffixes,
        class_prefix=naming.class_prefix,
        class_suffix=naming.class_suffix,
        schemas=naming.schemas,
        functions=with_plugin_names(config, naming_functions(naming, root)),
        tables=naming.tables,
        columns=naming.columns,
        relationships={
            key: RelationshipNames(forward=names.forward, reverse=names.reverse)
            for key, names in naming.relationships.items()
        },
        enum_names=naming.enums,
        enums=config.enums,
        types={key: _type_choice(rule) for key, rule in config.types.items()},
        keys=config.keys,
        virtual=tuple(_virtual(config)),
        lazy=config.lazy,
        mixins=tuple(_mixins(config)),
        bases=config.bases,
        inheritance=tuple(_inheritance(config)),
        shortcuts=tuple(_shortcuts(config)),
    )


def _type_choice(rule: TypeRule) -> TypeChoice:
    return TypeChoice(python=rule.python, sqlalchemy=rule.sqlalchemy, pydantic=rule.pydantic)


def _virtual(config: Config) -> Iterator[choices.VirtualForeignKey]:
    for number, rule in enumerate(config.relationships):
        yield choices.VirtualForeignKey(
            rule=("relationships", number),
            source=rule.from_,
            target=rule.to,
            names=RelationshipNames(forward=rule.forward, reverse=rule.reverse),
            viewonly=rule.viewonly,
        )


def _mixins(config: Config) -> Iterator[choices.Mixin]:
    for number, mixin in enumerate(config.mixins):
        yield choices.Mixin(
            rule=("mixins", number), use=mixin.use, columns=mixin.when_columns, tables=mixin.tables
        )


def _inheritance(config: Config) -> Iterator[choices.Inheritance]:
    for number, rule in enumerate(config.inheritance):
        yield choices.Inheritance(
            rule=("inheritance", number),
            table=rule.table,
            children=rule.children,
            on=rule.on,
            identity=rule.identity,
        )


def _shortcuts(config: Config) -> Iterator[choices.Shortcut]:
    for number, shortcut in enumerate(config.shortcuts):
        yield choices.Shortcut(
            rule=("shortcuts", number),
            through=shortcut.through,
            form=shortcut.as_,
            names=shortcut.names,
        )


def api_options(config: Config, api: Api, promised: Mapping[Key, str]) -> ApiOptions:
    """What the API schemas should be, under the names that are promised."""
    return ApiOptions(
        models_module=module_name(PurePosixPath(config.output.path)),
        variants=api.variants,
        exclude=api.exclude,
        names=NamePatterns(
            base=api.names.base,
            create=api.names.create,
            update=api.names.update,
            read=api.names.read,
            nested=api.names.nested,
        ),
        nested=api.nested,
        relationships=api.relationships,
        link_keys=api.link_keys,
        loading=api.loading,
        show=api.show,
        rules={path: _field_rule(rule) for path, rule in api.fields.items()},
        camel_case=api.aliases == "camel",
        extra=api.extra,
        strict=api.strict,
        defer_build=api.defer_build,
        base_name=promised.get(BASE_KEY, BASE),
        examples=api.examples,
    )


def _field_rule(rule: config_api.FieldRule) -> FieldRule:
    return FieldRule(
        description=rule.description,
        examples=rule.examples or None,
        min_length=rule.min_length,
        max_length=rule.max_length,
        pattern=rule.pattern,
        ge=_exact(rule.ge),
        gt=_exact(rule.gt),
        le=_exact(rule.le),
        lt=_exact(rule.lt),
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def project_overlay(config: Config, root: Path) -> Overlay:
    """The project's templates over the built-in ones. Raises TemplateError, RuleError."""
    shared = config.model_dump(mode="json", by_alias=False, exclude={"database": {"url"}})
    for number, folder in enumerate(config.templates.overlays):
        if not (root / folder).is_dir():
            rule = ("templates", "overlays", number)
            hint = "Create it, or take it out of the list."
            raise RuleError(rule, f"there is no folder {folder}", hint=hint)
    return open_overlay(
        [root / folder for folder in config.templates.overlays],
        config.templates.vars,
        shared,
        filters=template_functions("filters", config.templates.filters, root),
        tests=template_functions("tests", config.templates.tests, root),
    )


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
