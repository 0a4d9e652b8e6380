"""The declarative base that the project's own classes have, where the configuration names none.

A file that is taken over, or that a person has changed since, may have its base from elsewhere. What is generated then
stands on that one: classes of two bases could not refer to each other.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.drafting.options import DraftOptions
from ormforge.pipeline.modules import module_of
from ormforge.pipeline.options import draft_options
from ormforge.pipeline.origins import Origin, Origins, dotted_name
from ormforge.pipeline.targets import without_targets
from ormforge.plan import Note
from ormforge.source.identity import assigned_value
from ormforge.source.partition import read_module
from ormforge.source.roles import is_base
from ormforge.source.unit import is_table
from ormforge.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OwnBase:
    """A base of the project's own, by its dotted name.

    `module` is where it is imported from: empty where the models' one file binds it itself, None where the module does
    that in which a package has its base.
    """

    module: str | None
    name: str

    @property
    def path(self) -> str:
        """What `[output] base` says of it."""
        return f"{self.module}:{self.name}"


def project_options(workspace: Workspace, config: Config, root: Path) -> DraftOptions:
    """How the catalog becomes models, on the base that the project's classes have. Raises RuleError."""
    options, own = draft_options(config, root), own_base(workspace, config, root)
    if own is None:
        return options
    if own.module is None:
        return replace(options, base_name=own.name)
    return replace(options, base_import=own.path)


def own_base(workspace: Workspace, config: Config, root: Path) -> OwnBase | None:
    """The base that the classes of the models have, where it is neither printed nor configured."""
    models = without_targets(workspace, config)
    texts = {path: text for path, text in models.texts.items() if path.suffix == ".py"}
    if config.output.base is not None or _is_as_printed(models, texts):
        return None
    gone = {path: made.text for path, made in models.base.items() if path not in texts}
    origins = Origins(root, {**gone, **texts})
    every = [origin for path in sorted(texts) for origin in _origins(origins, path, config)]
    found = [origin for origin in every if origin.file not in gone]
    if not found or any(_stands_there(origin, texts) for origin in found):
        return None
    most = Counter(found).most_common(1)[0][0]
    if most.module == "sqlmodel":
        return None
    place = PurePosixPath(config.output.path)
    file, name = most.via or (most.file, most.name)
    if file == place / "base.py" and "." not in name:
        return OwnBase(None, name)
    if file == place:
        return OwnBase("", name)
    if file == place.with_suffix(
        ".py"
    ):  # of the layout before: what stands beside the classes goes to the base
        return OwnBase(f"{module_of(root, file)}.base", name)
    return OwnBase(most.module if most.via is None else module_of(root, most.via[0]), name)


def base_notes(options: DraftOptions, config: Config) -> Iterator[Note]:
    """That what is generated stands on the project's own base, and how to say so in the configuration."""
    if config.output.base is None and options.base_import is not None and options.brings_base:
        module, _, name = options.base_import.partition(":")
        yield Note(
            code="own-base",
            severity="info",
            message=f"the models stand on {name} of {module}, and so does what is added",
            hint=f'Write base = "{options.base_import}" into [output].',
        )


def _is_as_printed(models: Workspace, texts: Mapping[PurePosixPath, str]) -> bool:
    """Whether no file has changed since a run that has printed a base."""
    bases = models.base
    if any(path not in bases or bases[path].text != text for path, text in texts.items()):
        return False
    return any(is_base(key) for made in bases.values() for key in made.keys.values())


def _origins(origins: Origins, path: PurePosixPath, config: Config) -> Iterator[Origin]:
    """What the classes of a module stand on, or its tables where there are only such."""
    for unit in read_module(origins.texts[path], path)[0].units:
        node = unit.node
        found = None
        if is_table(unit) and isinstance(node, ast.ClassDef):
            found = origins.of_bases(path, node.bases)
        elif is_table(unit) and node is not None:
            found = _of_table(origins, path, node, config)
        if found is not None:
            yield found


def _of_table(
    origins: Origins, path: PurePosixPath, node: ast.stmt, config: Config
) -> Origin | None:
    value = assigned_value(node)
    given = value.args[1:2] if isinstance(value, ast.Call) else []
    name = dotted_name(given[0]) if given else ""
    base = name.removesuffix(".metadata")
    if config.output.style != "tables":
        return origins.of_name(path, base) if base != name else None
    found = origins.of_name(path, base)
    return found and replace(found, name=found.name + name[len(base) :])


def _stands_there(origin: Origin, texts: Mapping[PurePosixPath, str]) -> bool:
    """Whether a base stands in the models themselves, and is known there by what it is made of."""
    return origin.file in texts and "." not in origin.name
