"""What sqlacodegen_v2 prints by itself, and what ormforge makes of the same schema.

Each case shows the raw behaviour first, so that a release that repairs it by itself is noticed.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import types
import warnings
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers

from ormforge.draft.model import Draft
from ormforge.drafting import raw_draft
from ormforge.errors import DraftError
from tests.drafting.drafted import draft_schema, load, relationships, source_of


class Both:
    """One schema, drafted raw and repaired."""

    def __init__(self, schema: str, folder: Path) -> None:
        self.path = folder / "raw.db"
        connection = sqlite3.connect(self.path)
        connection.executescript(schema)
        connection.close()
        self.draft: Draft = draft_schema(schema, folder)

    @property
    def raw(self) -> str:
        return raw_draft(sa.create_engine(f"sqlite:///{self.path}", poolclass=sa.NullPool))

    def load_raw(self) -> types.ModuleType:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return run_raw(self.raw)
        except (sa.exc.SQLAlchemyError, NameError, TypeError):
            sa.orm.clear_mappers()  # what is left of it would fail every other module
            raise


def run_raw(source: str) -> types.ModuleType:
    """The module of this source, its mappers configured."""
    module = types.ModuleType("raw_module")
    sys.modules[module.__name__] = module
    exec(compile(source, "raw_module", "exec"), vars(module))
    configure_mappers()
    return module


A = "CREATE TABLE a (id INTEGER PRIMARY KEY);"


def test_a_key_that_is_a_foreign_key_is_no_inheritance(tmp_path: Path) -> None:
    both = Both(
        f"{A} CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a (id), other INTEGER REFERENCES a (id), n TEXT);",
        tmp_path,
    )
    assert "class B(A):" in both.raw
    with pytest.raises(sa.exc.AmbiguousForeignKeysError):
        both.load_raw()
    assert [model.bases for model in both.draft.models] == [("Base",), ("Base",)]
    load(both.draft)


def test_a_self_reference_by_the_key_does_not_end_the_import(tmp_path: Path) -> None:
    both = Both(
        "CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER, UNIQUE (id, x));"
        "CREATE TABLE c (id INTEGER PRIMARY KEY REFERENCES d (id));"
        "CREATE TABLE d (id INTEGER PRIMARY KEY REFERENCES c (id));",
        tmp_path,
    )
    with pytest.raises(NameError):
        both.load_raw()
    load(both.draft)


def test_many_to_many_is_a_list(tmp_path: Path) -> None:
    both = Both(
        f"{A} CREATE TABLE b (id INTEGER PRIMARY KEY);"
        "CREATE TABLE ab (a_id INTEGER NOT NULL REFERENCES a (id), b_id INTEGER NOT NULL REFERENCES b (id),"
        " PRIMARY KEY (a_id, b_id));",
        tmp_path,
    )
    assert "b: Mapped['B'] = relationship('B', secondary='ab'" in both.raw
    assert both.load_raw().A.b.property.uselist is False
    assert load(both.draft).A.bs.property.uselist is True


def test_a_unique_index_makes_one_to_one(tmp_path: Path) -> None:
    both = Both(
        f"{A} CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));"
        "CREATE UNIQUE INDEX one ON b (a_id);",
        tmp_path,
    )
    assert "b: Mapped[List['B']]" in both.raw
    assert relationships(both.draft)["A.b"].startswith('Mapped["B | None"]')


def test_names_are_never_numbered_or_underscored(tmp_path: Path) -> None:
    both = Both(
        f"{A} CREATE TABLE b (id INTEGER PRIMARY KEY, x_id INTEGER REFERENCES a (id), y_id INTEGER REFERENCES a (id));",
        tmp_path,
    )
    assert re.search(r"\bb_: Mapped", both.raw)
    assert {"A.bs_as_x", "A.bs_as_y"} < relationships(both.draft).keys()
    assert not [n for n in relationships(both.draft) if n.endswith("_") or n[-1].isdigit()]


def test_columns_are_typed_and_in_the_order_of_the_table(tmp_path: Path) -> None:
    both = Both("CREATE TABLE b (id INTEGER PRIMARY KEY, x TEXT, y TEXT NOT NULL);", tmp_path)
    assert both.raw.index("y = mapped_column(Text, nullable=False)") < both.raw.index("x = ")
    assert "x: Mapped[str | None] = mapped_column(Text)\n    y: Mapped[str]" in source_of(
        both.draft
    )


def test_a_class_does_not_hide_what_the_module_imports(tmp_path: Path) -> None:
    both = Both(
        "CREATE TABLE [list] (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, list_id INTEGER REFERENCES [list] (id));"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES b (id));",
        tmp_path,
    )
    with pytest.raises((TypeError, sa.exc.ArgumentError)):
        both.load_raw()
    assert {model.name for model in both.draft.models} == {"List", "B", "C"}
    load(both.draft)


@pytest.mark.parametrize(
    "table", ["base", "column", "enum", "table", "text", "exception", "mapped"]
)
def test_tables_called_like_python_or_sqlalchemy(table: str, tmp_path: Path) -> None:
    draft = draft_schema(f"CREATE TABLE [{table}] (id INTEGER PRIMARY KEY);", tmp_path)
    assert [model.name for model in draft.models] == [f"{table.capitalize()}Row"]
    load(draft)


def test_a_column_with_a_blank_name(tmp_path: Path) -> None:
    both = Both('CREATE TABLE b (id INTEGER PRIMARY KEY, " " TEXT, "\t" TEXT);', tmp_path)
    with pytest.raises(DraftError, match="AssertionError"):
        _ = both.raw
    (model,) = both.draft.models
    assert [column.name for column in model.columns] == ["id", "column", "column_2"]
    load(both.draft)


def test_a_column_without_a_name_is_left_out_and_told(tmp_path: Path) -> None:
    draft = draft_schema(
        'CREATE TABLE b (id INTEGER PRIMARY KEY, "" TEXT UNIQUE); CREATE INDEX i ON b ("", id);',
        tmp_path,
    )
    assert [omission.kind for omission in draft.omissions] == ["column"]
    load(draft)


@pytest.mark.parametrize(
    ("column", "attribute"),
    [
        ("metadata", "metadata_"),
        ("registry", "registry_"),
        ("query", "query_"),
        ("class", "class_"),
        ("None", "None_"),
        ("__tablename__", "tablename"),
        ("__x", "x"),
        ("_sa_instance_state", "instance_state"),
        ("1st", "column_1st"),
        ("a b", "a_b"),
        ("relationship", "relationship_"),
    ],
)
def test_columns_called_like_something_reserved(
    column: str, attribute: str, tmp_path: Path
) -> None:
    draft = draft_schema(f"CREATE TABLE b (id INTEGER PRIMARY KEY, [{column}] TEXT);", tmp_path)
    (model,) = draft.models
    assert model.columns[1].name == attribute
    module = load(draft)
    assert module.B.__table__.c[column] is module.B.__mapper__.columns[attribute]


def test_overlapping_keys_do_not_warn(tmp_path: Path) -> None:
    both = Both(
        "CREATE TABLE p (k INTEGER, n INTEGER, PRIMARY KEY (k, n)); CREATE TABLE t (id INTEGER PRIMARY KEY);"
        "CREATE TABLE q (id INTEGER PRIMARY KEY, k INTEGER REFERENCES t (id), n INTEGER,"
        " FOREIGN KEY (k, n) REFERENCES p (k, n));",
        tmp_path,
    )
    with pytest.warns(sa.exc.SAWarning, match="will copy column"):
        run_raw(both.raw)
    load(both.draft)


def test_the_version_table_of_a_migration_tool_is_the_projects_to_exclude(tmp_path: Path) -> None:
    both = Both("CREATE TABLE alembic_version (n TEXT PRIMARY KEY);", tmp_path)
    assert "alembic" not in both.raw
    assert [item.name for item in both.draft.items] == ["AlembicVersion"]


def test_raw_failures_are_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER REFERENCES gone (id));"
    )
    connection.close()
    with pytest.raises(DraftError, match="sqlacodegen_v2"):
        raw_draft(sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool))
