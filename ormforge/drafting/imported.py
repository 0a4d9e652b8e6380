"""What a project wants imported: bases, mixins and types of its own."""

from __future__ import annotations

from ormforge.draft.model import Import
from ormforge.drafting.chosen_types import chosen_imports
from ormforge.drafting.options import DraftOptions


def import_of(path: str) -> Import:
    """The import that brings `module:Name`; of `module:db.Model` it brings `db`."""
    module, _, name = path.rpartition(":")
    return Import(module, name.partition(".")[0])


def name_of(path: str) -> str:
    """What `module:Name` is called where it is imported."""
    return path.rpartition(":")[2]


def own_imports(options: DraftOptions) -> frozenset[Import]:
    """Everything of the project's own that the generated module may import."""
    paths = [*options.bases.values(), *(mixin.use for mixin in options.mixins)]
    return chosen_imports(options).union(map(import_of, paths))


def imported_names(options: DraftOptions) -> frozenset[str]:
    """The names that imports bind in the module, which nothing else in it may have."""
    modules = {"sa", "postgresql", "mysql", "sqlite"} if options.imports == "module" else set()
    return frozenset(needed.bound for needed in own_imports(options)) | modules
