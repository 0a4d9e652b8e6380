"""There and back: models generated from a database, imported, built in an empty one, and the two catalogs compared."""

from __future__ import annotations

import sys
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

import sqlalchemy as sa
from sqlalchemy import orm

from ormforge.catalog.compare import compare_catalogs
from ormforge.catalog.model import Catalog
from ormforge.database import Request, reflect
from ormforge.drafting import DraftOptions, draft_models
from ormforge.drafting.nameless import without_nameless
from ormforge.formatting import Style, format_source
from ormforge.overlay import open_overlay, render_models

_numbers = count(1)
_NOT_BUILT = ("view", "materialized view", "foreign table")


@dataclass(frozen=True)
class RoundTrip:
    """What became of a database; `differences` are lines for people, none where the models are exact.

    A failure or a warning on the way (`import: NameError …`, `create_all: …`) is a difference too.
    """

    catalog: Catalog
    source: str
    differences: tuple[str, ...]


def round_trip(
    url: str,
    empty_url: str,
    *,
    schemas: tuple[str, ...] | None = None,
    options: DraftOptions | None = None,
    comparable: Callable[[Catalog], Catalog] = lambda catalog: catalog,
) -> RoundTrip:
    """Generate models from the database at `url`, build them at `empty_url`, and compare.

    Schemas, extensions, functions and the like, which models cannot carry, must be in the empty database already. What a
    run names as inexpressible is no difference: it is no part of the catalogs. `comparable` takes out of both catalogs
    what says nothing of a database of this kind.
    """
    read, _ = without_nameless(reflect(Request(url=url, schemas=schemas)))
    source = generated_source(read, options or DraftOptions())
    found = list(_built(source, empty_url, read))
    if not found:
        built, _ = without_nameless(reflect(Request(url=empty_url, schemas=schemas)))
        before, after = (comparable(_tables_alone(catalog)) for catalog in (read, built))
        found = [str(difference) for difference in compare_catalogs(before, after)]
    return RoundTrip(catalog=read, source=source, differences=tuple(found))


def generated_source(catalog: Catalog, options: DraftOptions) -> str:
    """The models of the catalog, rendered by the built-in templates and formatted as in any project."""
    draft = draft_models(catalog, options)
    text = render_models(open_overlay([], {}), draft, header=False).text
    return format_source(text, Style())


@contextmanager
def imported(source: str) -> Iterator[types.ModuleType]:
    """The source as a module, its mappers configured; no trace of it remains afterwards."""
    module = types.ModuleType(f"exact_{next(_numbers)}")
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, module.__name__, "exec", dont_inherit=True), vars(module))
        orm.configure_mappers()
        yield module
    finally:
        for value in vars(module).values():
            if isinstance(registry := getattr(value, "registry", None), orm.registry):
                registry.dispose()
        del sys.modules[module.__name__]


def _built(source: str, url: str, catalog: Catalog) -> Iterator[str]:
    """What fails or warns while the models are imported and built, which they are twice: that must change nothing."""
    stage = "import"
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            with imported(source) as module:
                stage = "create_all"
                _create_twice(_metadata(module), url, catalog)
        # Whatever generated code raises is the finding.
        except Exception as error:
            yield f"{stage}: {type(error).__name__}: {error}"
    yield from (f"warning: {warning.category.__name__}: {warning.message}" for warning in seen)


def _metadata(module: types.ModuleType) -> sa.MetaData:
    """The module's metadata, by whatever name its base goes."""
    bases = [getattr(value, "metadata", value) for value in vars(module).values()]
    found = [metadata for metadata in bases if isinstance(metadata, sa.MetaData)]
    return found[0] if found else sa.MetaData()


def _create_twice(metadata: sa.MetaData, url: str, catalog: Catalog) -> None:
    views = {(t.schema, t.name) for t in catalog.tables if t.kind in _NOT_BUILT}
    own = catalog.default_schema
    tables = [t for t in metadata.tables.values() if (t.schema or own, t.name) not in views]
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    try:
        metadata.create_all(engine, tables=tables)
        metadata.create_all(engine, tables=tables)
    finally:
        engine.dispose()


def _tables_alone(catalog: Catalog) -> Catalog:
    """The catalog without views and foreign tables, which `create_all` does not make."""
    tables = tuple(table for table in catalog.tables if table.kind not in _NOT_BUILT)
    return replace(catalog, tables=tables)
