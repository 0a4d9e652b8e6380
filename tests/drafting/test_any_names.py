"""Whatever tables and columns are called, the module can be imported, and every name in it is one of a kind."""

from __future__ import annotations

import keyword

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ormforge.catalog.model import Catalog, Column, ColumnType, ForeignKey, PrimaryKey, Table
from ormforge.drafting import DraftOptions, draft_models
from tests.drafting.drafted import load

_TRAPS = """
text Text list List int str Any Mapped mapped_column relationship Base metadata registry query class None datetime
enum Enum Column column table Table id self type Optional typing sqlalchemy String Integer __tablename__ __table__
__init__ _sa_registry builtins dt sa_text User user users USERS a_b a-b 1 1st Identity ForeignKey event builtins_
"""
TRAPS = _TRAPS.split()
NAMES = st.one_of(
    st.sampled_from(TRAPS),
    st.text(
        alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0."),
        min_size=1,
        max_size=8,
    ),
)
TYPES = ("integer", "text", "timestamp without time zone", "character varying(9)", "jsonb")


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    tables: list[Table] = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=5, unique=True)):
        others = draw(st.lists(NAMES.filter(lambda n: n != "id"), max_size=5, unique=True))
        keys = [
            ForeignKey(
                columns=(column,),
                referred_schema="public",
                referred_table=draw(st.sampled_from([name, *(t.name for t in tables)])),
                referred_columns=("id",),
                name=f"k{len(tables)}_{number}",
                name_is_default=False,
            )
            for number, column in enumerate(others)
            if draw(st.booleans())
        ]
        referring = {key.columns[0] for key in keys}
        columns = [Column(name="id", type=ColumnType(sql="integer"), nullable=False)]
        columns += [
            Column(
                name=column,
                type=ColumnType(
                    sql="integer" if column in referring else draw(st.sampled_from(TYPES))
                ),
                nullable=draw(st.booleans()),
                default=draw(st.sampled_from([None, "now()"])),
            )
            for column in others
        ]
        tables.append(
            Table(
                schema="public",
                name=name,
                columns=tuple(columns),
                primary_key=PrimaryKey(columns=("id",)),
                foreign_keys=tuple(keys),
            )
        )
    ordered = tuple(sorted(tables, key=lambda table: table.name))
    return Catalog(dialect="postgresql", default_schema="public", tables=ordered)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(catalogs(), st.booleans())
def test_every_catalog_can_be_imported(catalog: Catalog, singularize: bool) -> None:
    draft = draft_models(catalog, DraftOptions(singularize=singularize))
    names = [item.name for item in draft.items]
    assert len(set(names)) == len(catalog.tables)
    for model in draft.models:
        members = [*(c.name for c in model.columns), *(r.name for r in model.relationships)]
        assert len(set(members)) == len(members)
        assert all(n.isidentifier() and not keyword.iskeyword(n) for n in members)
    module = load(draft)
    try:
        for table in catalog.tables:
            mapped = module.Base.metadata.tables[table.name]
            assert [column.name for column in mapped.columns] == [c.name for c in table.columns]
    finally:
        module.Base.registry.dispose()
        sa.orm.clear_mappers()
