"""What a project chooses: names, types, base, views, order."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog, Column, ColumnType, PrimaryKey, Table
from ormforge.draft.model import DraftTable, Import, Pins
from ormforge.drafting import DraftOptions, RelationshipNames, draft_models
from ormforge.drafting.choices import Comments, Inheritance, Shortcut, TypeChoice
from ormforge.errors import RuleError
from tests.drafting.drafted import draft_schema, load, read_schema, source_of

PEOPLE = "CREATE TABLE usr (id INTEGER PRIMARY KEY, fname TEXT NOT NULL, prefs JSON, note TEXT);"


def test_without_singular_names_the_tables_words_are_kept(tmp_path: Path) -> None:
    draft = draft_schema("CREATE TABLE authors (id INTEGER PRIMARY KEY);", tmp_path, DraftOptions())
    assert draft.models[0].name == "Authors"


def test_a_prefix_stays_where_another_table_has_the_name_without_it(tmp_path: Path) -> None:
    """Whichever comes first; nothing is numbered."""
    tables = ("a_books", "books", "b_books", "b_tags")
    schema = "".join(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY);" for name in tables)
    options = DraftOptions(singularize=True, strip_prefixes=("a_", "b_"))
    models = draft_schema(schema, tmp_path, options).models
    assert {model.table.name: model.name for model in models} == {
        "a_books": "ABook",
        "books": "Book",
        "b_books": "BBook",
        "b_tags": "Tag",
    }


@pytest.mark.parametrize("pattern", ["usr", "us?", "*"])
def test_chosen_class_names(pattern: str, tmp_path: Path) -> None:
    draft = draft_schema(PEOPLE, tmp_path, DraftOptions(tables={pattern: "User"}))
    assert draft.models[0].name == "User"


def test_an_exact_rule_wins_over_a_glob_and_the_first_glob_over_the_next() -> None:
    def table(name: str) -> Table:
        column = Column(name="id", type=ColumnType(sql="integer"), nullable=False)
        key = PrimaryKey(columns=("id",))
        return Table(schema="app", name=name, columns=(column,), primary_key=key)

    catalog = Catalog(
        dialect="postgresql", default_schema="public", tables=(table("ab"), table("ac"))
    )
    options = DraftOptions(tables={"app.a*": "First", "app.ac": "Exact", "app.ab?": "Never"})
    assert [model.name for model in draft_models(catalog, options).models] == ["First", "Exact"]


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        (DraftOptions(tables={"usr": "Account"}), ("naming", "tables", "usr")),
        (DraftOptions(tables={"*": "Same"}), ("naming", "tables", "*")),
        (DraftOptions(columns={"usr.fname": "note"}), ("naming", "columns", "usr.fname")),
        (DraftOptions(columns={"usr.*": "same"}), ("naming", "columns", "usr.*")),
    ],
)
def test_a_name_that_something_else_has_is_refused(
    options: DraftOptions, rule: tuple[str, ...], tmp_path: Path
) -> None:
    schema = f"CREATE TABLE account (id INTEGER PRIMARY KEY); {PEOPLE}"
    with pytest.raises(RuleError) as caught:
        draft_schema(schema, tmp_path, options)
    assert caught.value.rule == rule


def test_two_names_can_be_exchanged(tmp_path: Path) -> None:
    schema = f"CREATE TABLE account (id INTEGER PRIMARY KEY); {PEOPLE}"
    options = DraftOptions(
        tables={"usr": "Account", "account": "Usr"},
        columns={"usr.fname": "note", "usr.note": "fname"},
    )
    draft = draft_schema(schema, tmp_path, options)
    assert [model.name for model in draft.models] == ["Usr", "Account"]
    load(draft)


@pytest.mark.parametrize(
    "options",
    [
        DraftOptions(tables={"usr": "Text"}),
        DraftOptions(tables={"usr": "Base"}),
        DraftOptions(columns={"usr.fname": "metadata"}),
        DraftOptions(relationships={"usr.id": RelationshipNames(forward="registry")}),
    ],
)
def test_a_chosen_name_that_cannot_work_is_an_error(options: DraftOptions, tmp_path: Path) -> None:
    schema = PEOPLE.replace("PRIMARY KEY", "PRIMARY KEY REFERENCES a (id)")
    with pytest.raises(RuleError, match="names usr"):
        draft_schema(f"CREATE TABLE a (id INTEGER PRIMARY KEY); {schema}", tmp_path, options)


def test_a_rule_wins_over_a_promise(tmp_path: Path) -> None:
    catalog = read_schema(PEOPLE, tmp_path)
    (usr,) = catalog.tables
    pins = Pins(names={usr.key: "Usr", usr.column_key("fname"): "fname"})
    options = DraftOptions(tables={"usr": "User"}, columns={"usr.fname": "first_name"})
    (model,) = draft_models(catalog, options, pins).models
    assert (model.name, model.columns[1].name) == ("User", "first_name")


def test_chosen_column_names(tmp_path: Path) -> None:
    draft = draft_schema(PEOPLE, tmp_path, DraftOptions(columns={"usr.fname": "first_name"}))
    column = draft.models[0].columns[1]
    assert (column.name, column.value) == ("first_name", 'mapped_column("fname", Text)')
    load(draft)


@pytest.mark.parametrize(
    ("rule", "annotation", "imports"),
    [
        ("dict[str, Any]", "Mapped[dict[str, Any] | None]", {Import("typing", "Any")}),
        ("app.types:Prefs", "Mapped[Prefs | None]", {Import("app.types", "Prefs")}),
        ("datetime.date", "Mapped[datetime.date | None]", {Import("datetime")}),
        ("list[Decimal]", "Mapped[list[Decimal] | None]", {Import("decimal", "Decimal")}),
    ],
)
def test_chosen_types(rule: str, annotation: str, imports: set[Import], tmp_path: Path) -> None:
    draft = draft_schema(PEOPLE, tmp_path, DraftOptions(types={"*.prefs": TypeChoice(python=rule)}))
    column = draft.models[0].columns[2]
    assert (column.annotation, column.value) == (annotation, "mapped_column(JSON)")
    assert imports < column.imports


def test_a_chosen_type_leaves_the_database_type_as_it_is(tmp_path: Path) -> None:
    types = {"usr.id": TypeChoice(python="float"), "usr.note": TypeChoice(python="str")}
    draft = draft_schema(PEOPLE, tmp_path, DraftOptions(types=types))
    module = load(draft)
    assert isinstance(module.Usr.__table__.c.id.type, sa.Integer)
    assert isinstance(module.Usr.__table__.c.note.type, sa.Text)


def test_a_type_from_nowhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="Prefs") as caught:
        draft_schema(PEOPLE, tmp_path, DraftOptions(types={"*": TypeChoice(python="Prefs")}))
    assert caught.value.rule == ("types", "*")


def test_an_imported_base(tmp_path: Path) -> None:
    draft = draft_schema(PEOPLE, tmp_path, DraftOptions(base_import="app.db:Model"))
    assert draft.base_import == Import("app.db", "Model")
    assert draft.models[0].bases == ("Model",)
    assert "DeclarativeBase" not in source_of(draft)


def test_a_table_called_like_the_base(tmp_path: Path) -> None:
    schema = "CREATE TABLE model (id INTEGER PRIMARY KEY);"
    draft = draft_schema(schema, tmp_path, DraftOptions(base_import="app.db:Model"))
    assert draft.models[0].name == "Model2"


def test_required_columns_first(tmp_path: Path) -> None:
    schema = "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT NOT NULL, z TEXT NOT NULL DEFAULT '');"
    draft = draft_schema(schema, tmp_path, DraftOptions(column_order="required-first"))
    assert [column.name for column in draft.models[0].columns] == ["y", "id", "x", "z"]
    load(draft)


def test_what_an_insert_must_give(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE b (id INTEGER PRIMARY KEY);"
        "CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES b (id), y TEXT NOT NULL,"
        " z TEXT NOT NULL DEFAULT '', g TEXT NOT NULL AS (y || z));"
    )
    columns = {column.name: column for column in draft_schema(schema, tmp_path).models[0].columns}
    assert [name for name, column in columns.items() if column.required] == ["y"]
    assert [name for name, column in columns.items() if column.primary_key] == ["id"]
    assert [name for name, column in columns.items() if column.foreign_key] == ["b_id"]


def view(key: PrimaryKey | None) -> Catalog:
    column = Column(name="id", type=ColumnType(sql="integer"), nullable=True)
    shown = Table(schema="public", name="sales", kind="view", columns=(column,), primary_key=key)
    return Catalog(dialect="postgresql", default_schema="public", tables=(shown,))


def test_a_view_with_a_key_is_a_class_that_create_all_leaves_alone() -> None:
    draft = draft_models(view(PrimaryKey(columns=("id",))), DraftOptions())
    module = load(draft)
    assert module.Sales.__table__.metadata is module.unmanaged_metadata
    assert not module.Base.metadata.tables


def test_a_view_without_a_key_is_a_table() -> None:
    (item,) = draft_models(view(None), DraftOptions()).items
    assert isinstance(item, DraftTable)
    assert item.metadata == "unmanaged_metadata"


def test_views_as_tables_or_not_at_all() -> None:
    keyed = view(PrimaryKey(columns=("id",)))
    assert isinstance(draft_models(keyed, DraftOptions(views="table")).items[0], DraftTable)
    assert draft_models(keyed, DraftOptions(views="skip")).items == ()


def test_comments_become_docstrings(tmp_path: Path) -> None:
    column = Column(name="id", type=ColumnType(sql="integer"), nullable=False)
    table = Table(
        schema="public",
        name="a",
        columns=(column,),
        primary_key=PrimaryKey(columns=("id",)),
        comment='Say """hi"""\n\\ and \u202e stay.\n',
    )
    draft = draft_models(
        Catalog(dialect="postgresql", default_schema="public", tables=(table,)), DraftOptions()
    )
    module = load(draft)
    assert module.A.__doc__ == (table.comment or "").strip()
    assert module.A.__table__.comment == table.comment


@pytest.mark.parametrize(
    ("comments", "docstring", "stored", "doc"),
    [
        ("both", True, True, False),
        ("docstring", True, False, True),
        ("comment", False, True, False),
        ("none", False, False, False),
    ],
)
def test_where_comments_go(comments: Comments, docstring: bool, stored: bool, doc: bool) -> None:
    column = Column(name="id", type=ColumnType(sql="integer"), nullable=False, comment="The key.")
    table = Table(
        schema="public",
        name="a",
        columns=(column,),
        primary_key=PrimaryKey(columns=("id",)),
        comment="A table.",
    )
    catalog = Catalog(dialect="postgresql", default_schema="public", tables=(table,))
    module = load(draft_models(catalog, DraftOptions(comments=comments)))
    mapped = module.A.__table__
    assert (module.A.__doc__ == "A table.") is docstring
    assert (mapped.comment, mapped.c.id.comment) == (
        ("A table.", "The key.") if stored else (None, None)
    )
    assert mapped.c.id.doc == ("The key." if doc else None)


def test_what_a_schema_is_called_in_class_names() -> None:
    column = Column(name="id", type=ColumnType(sql="integer"), nullable=False)
    tables = tuple(
        Table(schema=s, name="a", columns=(column,), primary_key=PrimaryKey(columns=("id",)))
        for s in ("legacy_crm", "public")
    )
    catalog = Catalog(dialect="postgresql", default_schema="public", tables=tables)
    draft = draft_models(catalog, DraftOptions(schemas={"legacy_crm": "crm"}))
    assert [model.name for model in draft.models] == ["CrmA", "A"]


def test_a_schema_of_its_own_imports_and_hidden_names(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE a (id INTEGER PRIMARY KEY, text TEXT DEFAULT 'x', t VARCHAR(9));"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, sa TEXT);"
    )
    draft = draft_schema(schema, tmp_path, DraftOptions(imports="module"))
    source = source_of(draft)
    assert "import sqlalchemy as sa" in source
    assert "text: Mapped[str | None] = mapped_column(sa.Text, server_default=" in source
    assert "sa: Mapped[str | None] = mapped_column(Text)" in source
    load(draft)


MANY = """
CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a (id));
CREATE TABLE ab (a_id INTEGER REFERENCES a (id), b_id INTEGER REFERENCES b (id), n INTEGER, PRIMARY KEY (a_id, b_id));
"""
PROXY = Shortcut(rule=("shortcuts", 0), through="ab", form="proxy")
CHILD = Inheritance(rule=("inheritance", 0), table="a", children={"b": ""})


@pytest.mark.parametrize(
    "options",
    [
        DraftOptions(style="sqlmodel", shortcuts=(PROXY,)),
        DraftOptions(style="sqlmodel", inheritance=(CHILD,)),
    ],
)
def test_what_sqlmodel_cannot_do_is_refused(options: DraftOptions, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="SQLModel"):
        draft_schema(MANY, tmp_path, options)


def test_without_classes_rules_about_them_do_nothing(tmp_path: Path) -> None:
    options = DraftOptions(style="tables", shortcuts=(PROXY,), inheritance=(CHILD,))
    draft = draft_schema(MANY, tmp_path, options)
    assert all(isinstance(item, DraftTable) for item in draft.items)


def test_dataclasses_take_no_shortcuts_as_arguments(tmp_path: Path) -> None:
    for form in ("viewonly", "proxy"):
        shortcut = Shortcut(rule=("shortcuts", 0), through="ab", form=form)
        options = DraftOptions(style="dataclass", singularize=True, shortcuts=(shortcut,))
        module = load(draft_schema(MANY, tmp_path, options))
        assert module.A().id is None
        with pytest.raises(TypeError):
            module.A(bs=[])
