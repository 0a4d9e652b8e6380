"""What the draft has to respect of the files as they are: names that are promised, columns that people have changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog
from ormforge.config import Config, Naming
from ormforge.draft.model import Draft, Pins
from ormforge.drafting.choices import NamingFunctions
from ormforge.drafting.options import DraftOptions
from ormforge.merge import deleted_enums, observe_names
from ormforge.pipeline.plugins import planned_draft
from ormforge.pipeline.stand_ins import stand_ins
from ormforge.pipeline.versions import naming_before
from ormforge.plan import Generated
from ormforge.workspace import Workspace


def promises(
    workspace: Workspace, catalog: Catalog, options: DraftOptions, config: Config, root: Path
) -> Pins:
    """The names that stand, and the columns that have to stay where they are."""
    stands = stand_ins(workspace, catalog, options, config, root)
    base = {**workspace.base, **stands}
    pins = observe_names(base, workspace.texts, workspace.memory)
    naming = naming_before(workspace.versions, config)
    if naming is not None:
        pins = without_given(pins, naming, catalog, options, config)
    deleted = deleted_enums(workspace.base, workspace.texts, pins.names)
    pins = replace(pins, gone=deleted) if deleted else pins
    if not options.mixins:
        return pins
    return replace(pins, edited=edited_columns(base, workspace.texts))


def without_given(
    pins: Pins, naming: Naming, catalog: Catalog, options: DraftOptions, config: Config
) -> Pins:
    """The names that these rules had not given by themselves.

    Once the rules that name every class are others, what the former ones gave is no promise; what a person has chosen is.
    """
    former = drafted_with(naming, options, catalog, config)
    given = {item.key: item.name for item in (*former.items, *former.enums)}
    for model in former.models:
        given |= {relationship.key: relationship.name for relationship in model.relationships}
    kept = {key: name for key, name in pins.names.items() if given.get(key) != name}
    return replace(pins, names=MappingProxyType(kept))


def drafted_with(naming: Naming, options: DraftOptions, catalog: Catalog, config: Config) -> Draft:
    """The draft as these rules for every name make it, with no name promised and none chosen by itself."""
    return planned_draft(config, catalog, _named_by(naming, options), Pins())


def _named_by(naming: Naming, options: DraftOptions) -> DraftOptions:
    """The options with other rules for every name, and none for single ones."""
    return replace(
        options,
        singularize=naming.singularize,
        strip_prefixes=naming.strip_prefixes,
        strip_suffixes=naming.strip_suffixes,
        class_prefix=naming.class_prefix,
        class_suffix=naming.class_suffix,
        irregular=naming.irregular,
        schemas=naming.schemas,
        functions=NamingFunctions(),
        tables={},
        columns={},
        relationships={},
        enum_names={},
    )


def edited_columns(
    base: Mapping[PurePosixPath, Generated], mine: Mapping[PurePosixPath, str]
) -> frozenset[Key]:
    """The columns whose statement no longer is the generated one, comments and layout aside."""
    found: set[Key] = set()
    for path, generated in base.items():
        theirs = dict(_members(generated.text))
        ours = dict(_members(mine.get(path, "")))
        found.update(
            key
            for name, key in generated.keys.items()
            if key.startswith("column ") and name in ours and ours[name] != theirs.get(name)
        )
    return frozenset(found)


def _members(text: str) -> Iterator[tuple[str, str]]:
    """The annotated assignments of a module's classes, by qualified name; none of text that is no Python."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for statement in (s for s in tree.body if isinstance(s, ast.ClassDef)):
        for member in statement.body:
            if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
                yield f"{statement.name}.{member.target.id}", ast.dump(member)
