"""`ormforge rename`: hand-written code follows a table or a column to its new name."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.project import Project

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    total NUMERIC(10, 2) NOT NULL,
    note TEXT,
    UNIQUE (total, note)
);
CREATE TABLE tags (id INTEGER PRIMARY KEY);
CREATE TABLE order_tags (
    tag_id INTEGER REFERENCES tags (id), order_id INTEGER REFERENCES orders (id),
    PRIMARY KEY (tag_id, order_id)
);
"""
TOTAL = "    total: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n"
HAND = "    total: Mapped[Decimal] = mapped_column(Numeric(10, 2), index=True)  # by hand\n"
REGION = "    # region ormforge:custom\n    limit  = 1\n    # endregion ormforge:custom\n"
METHOD = "\n    def gross(self):\n        return  self.total * 2\n"
RENAME_TABLE = "ALTER TABLE orders RENAME TO purchases;"
RENAME_BACK = "ALTER TABLE purchases RENAME TO orders;"


@pytest.fixture
def project(empty: Project) -> Project:
    """A project with hand-written code in the class of `orders`."""
    made = empty
    made.sql(SCHEMA)
    assert made.ormforge("generate").code == 0
    text = made.read("models.py")
    start = text.index("class Orders(")
    end = text.index("class Tags(")
    body = text[start:end].rstrip("\n") + "\n" + REGION + METHOD
    text = text[:start] + body.replace(TOTAL, HAND) + "\n\n" + text[end:]
    assert HAND in text
    made.write("models.py", text)
    assert made.ormforge("generate").code == 0
    return made


def generate(project: Project, code: int = 0) -> str:
    done = project.ormforge("generate")
    assert done.code == code, done.err
    assert project.ormforge("check").code in (0, 3)
    text = project.read("models.py")
    for line in (REGION + METHOD).splitlines(keepends=True):
        assert line in text
    return text


def rename(project: Project, *words: str) -> None:
    done = project.ormforge("rename", *words)
    assert done.code == 0, done.err


def test_a_table_keeps_its_class_with_everything_in_it(project: Project) -> None:
    before = project.read("models.py")
    rename(project, "table", "orders", "purchases")
    assert generate(project) == before, "before the migration nothing changes"
    project.sql(RENAME_TABLE)
    text = generate(project)
    assert 'class Orders(Base):\n    __tablename__ = "purchases"\n' in text
    assert text.count("class ") == before.count("class ")
    assert '"orders.id"' not in text
    assert HAND in text
    project.sql(RENAME_BACK)
    assert generate(project) == before, "and on the way back everything is as it was"


def test_a_column_keeps_its_attribute_with_the_edits(project: Project) -> None:
    before = project.read("models.py")
    rename(project, "column", "orders.total", "amount")
    project.sql("ALTER TABLE orders RENAME COLUMN total TO amount;")
    text = generate(project)
    assert HAND.replace("mapped_column(", 'mapped_column("amount", ') in text
    assert 'UniqueConstraint("amount", "note")' in text
    project.sql("ALTER TABLE orders RENAME COLUMN amount TO total;")
    assert generate(project) == before


def test_columns_of_an_association_table_follow(project: Project) -> None:
    text = project.read("models.py")
    edited = text.replace(
        'Column("order_id", ForeignKey("orders.id"), primary_key=True, nullable=True)',
        'Column("order_id", ForeignKey("orders.id"), primary_key=True, nullable=True, info={1: 2})',
    )
    assert edited != text
    project.write("models.py", edited)
    rename(project, "column", "order_tags.order_id", "purchase_id")
    project.sql("ALTER TABLE order_tags RENAME COLUMN order_id TO purchase_id;")
    text = generate(project)
    assert '"purchase_id", ForeignKey("orders.id"), primary_key=True' in text.replace(
        "\n        ", " "
    )
    assert "info={1: 2}" in text
    assert '"order_id"' not in text


def test_renames_in_a_row_are_followed_at_once(project: Project) -> None:
    rename(project, "table", "orders", "purchases")
    rename(project, "table", "purchases", "sales")
    rename(project, "column", "sales.total", "amount")
    rename(project, "column", "sales.amount", "gross_amount")
    project.sql(
        "ALTER TABLE orders RENAME TO sales; ALTER TABLE sales RENAME COLUMN total TO gross_amount;"
    )
    text = generate(project)
    assert 'class Orders(Base):\n    __tablename__ = "sales"\n' in text
    assert 'mapped_column("gross_amount", Numeric(10, 2), index=True)  # by hand\n' in text


def test_deletions_by_hand_follow(project: Project) -> None:
    text = project.read("models.py")
    project.write(
        "models.py", text.replace("    note: Mapped[str | None] = mapped_column(Text)\n", "")
    )
    generate(project)
    rename(project, "column", "orders.note", "remark")
    rename(project, "table", "orders", "purchases")
    project.sql(RENAME_TABLE + "ALTER TABLE purchases RENAME COLUMN note TO remark;")
    assert "remark:" not in generate(project)


def test_an_open_conflict_follows(project: Project) -> None:
    project.write("models.py", project.read("models.py").replace("Numeric(10, 2)", "Numeric(8, 2)"))
    project.sql(
        "CREATE TABLE n AS SELECT 1; DROP TABLE n; PRAGMA writable_schema = on;"
        "UPDATE sqlite_master SET sql = replace(sql, 'NUMERIC(10, 2)', 'NUMERIC(12, 2)');"
    )
    assert "# ormforge: conflict column orders.total\n" in generate(project, 3)
    rename(project, "column", "orders.total", "amount")
    project.sql("ALTER TABLE orders RENAME COLUMN total TO amount;")
    text = generate(project, 3)
    assert text.count("# ormforge: conflict ") == 1
    assert "# ormforge: conflict column orders.amount\n" in text
    assert 'mapped_column("amount", Numeric(8, 2), index=True)  # by hand\n' in text


def test_code_that_was_archived_because_nobody_knew_comes_back(project: Project) -> None:
    project.sql(RENAME_TABLE)
    done = project.ormforge("generate")
    assert done.code == 3
    assert "ormforge rename table orders purchases" in done.err
    assert "def gross" not in project.read("models.py")
    rename(project, "table", "orders", "purchases")
    text = generate(project)
    assert 'class Orders(Base):\n    __tablename__ = "purchases"\n' in text
    assert HAND in text
    assert "Purchases" not in text
    assert "orphan" not in text
    assert not list((project.root / ".ormforge/orphans").rglob("*.txt"))


def test_an_archived_column_comes_back(project: Project) -> None:
    project.sql("ALTER TABLE orders RENAME COLUMN total TO amount;")
    done = project.ormforge("generate")
    assert done.code == 3
    assert "ormforge rename column orders.total amount" in done.err
    rename(project, "column", "orders.total", "amount")
    text = generate(project)
    assert HAND.replace("mapped_column(", 'mapped_column("amount", ') in text
    assert "    amount:" not in text
    assert "orphan" not in text


def test_archived_code_stays_where_the_new_class_was_edited(project: Project) -> None:
    project.sql(RENAME_TABLE)
    assert project.ormforge("generate").code == 3
    text = project.read("models.py")
    own = '    __tablename__ = "purchases"\n\n    fresh = True\n'
    project.write("models.py", text.replace('    __tablename__ = "purchases"\n', own))
    rename(project, "table", "orders", "purchases")
    done = project.ormforge("generate")
    assert done.code == 3
    assert "table purchases has been edited" in done.err
    assert own in project.read("models.py")
    (archived,) = (project.root / ".ormforge/orphans").rglob("*.txt")
    assert METHOD.strip() in archived.read_text()


def test_a_class_written_for_the_old_name_of_a_table_is_left_alone(project: Project) -> None:
    """The table has long been renamed, and a new one is to get the old name."""
    rename(project, "table", "orders", "purchases")
    project.sql(RENAME_TABLE)
    own = '\n\nclass NewOrders(Base):\n    __tablename__ = "orders"\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
    project.write("models.py", generate(project) + own)
    assert own in generate(project)
    project.sql("CREATE TABLE orders (id INTEGER PRIMARY KEY);")
    text = generate(project)
    assert own in text
    assert text.count('__tablename__ = "orders"') == 1


def test_only_likely_renames_are_suggested(project: Project) -> None:
    project.sql("ALTER TABLE tags ADD COLUMN label TEXT; CREATE TABLE unlike (a TEXT, b TEXT);")
    assert "a rename?" not in project.ormforge("generate").err
    project.sql("DROP TABLE unlike; CREATE TABLE other (c TEXT, d TEXT);")
    assert "a rename?" not in project.ormforge("generate").err
    project.sql("ALTER TABLE customers RENAME TO clients; ALTER TABLE tags RENAME label TO name;")
    told = project.ormforge("generate").err
    assert "If so: ormforge rename table customers clients\n" in told
    assert "If so: ormforge rename column tags.label name\n" in told
    assert told.count("a rename?") == 2


def test_undo_forgets(project: Project) -> None:
    rename(project, "table", "orders", "purchases")
    rename(project, "table", "orders", "purchases", "--undo")
    assert project.ormforge("rename", "list").out == ""
    project.sql(RENAME_TABLE)
    assert project.ormforge("generate").code == 3
    again = project.ormforge("rename", "table", "orders", "purchases", "--undo")
    assert again.code == 2
    assert "no such recorded table rename" in again.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["table", "ordrs", "x"], "Did you mean orders"),
        (["table", "orders", "tags"], "table tags exists already"),
        (["table", "orders", "orders"], "are the same table"),
        (["table", "orders", "a.b"], "not a table's name"),
        (["column", "orders.totl", "x"], "Did you mean orders.total"),
        (["column", "orders.total", "note"], "column orders.note exists already"),
        (["column", "orders.total", "tags.total"], "a column stays in its table"),
        (["column", "orders", "x"], "no such column"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    project: Project, words: list[str], message: str
) -> None:
    before = (project.root / ".ormforge/lock.json").read_bytes()
    done = project.ormforge("rename", *words)
    assert done.code == 2
    assert message in done.err
    assert (project.root / ".ormforge/lock.json").read_bytes() == before


def test_the_records_are_listed(project: Project) -> None:
    assert "No rename" in project.ormforge("rename", "list").err
    rename(project, "table", "orders", "purchases")
    rename(project, "column", "purchases.total", "amount")
    assert project.ormforge("rename", "list").out == (
        "table orders -> purchases\ncolumn purchases.total -> purchases.amount\n"
    )
    listed = json.loads(project.ormforge("--output-format", "json", "rename", "list").out)
    assert listed["renames"][0] == {"kind": "table", "old": "orders", "new": "purchases"}
    again = project.ormforge("rename", "table", "orders", "purchases")
    assert again.code == 0
    assert "already" in again.err


def test_a_table_goes_to_another_schema_and_back(pg_url: str, empty: Project) -> None:
    project = replace(empty, url=pg_url)
    project.sql(
        "CREATE SCHEMA sales; CREATE TABLE public.orders (id int PRIMARY KEY, total int NOT NULL);"
        "CREATE TABLE public.items (id int PRIMARY KEY, order_id int REFERENCES public.orders);"
    )
    config = project.read("ormforge.toml").replace(
        "[output]", 'schemas = ["public", "sales"]\n[output]'
    )
    project.write("ormforge.toml", config)
    assert project.ormforge("generate").code == 0
    text = project.read("models.py").rstrip("\n") + "\n" + METHOD
    text = text.replace('"orders"\n', '"orders"\n' + REGION)
    project.write("models.py", text)
    before = generate(project)
    rename(project, "table", "public.orders", "sales.purchases")
    rename(project, "column", "sales.purchases.total", "amount")
    assert generate(project) == before
    project.sql(
        "ALTER TABLE public.orders SET SCHEMA sales; ALTER TABLE sales.orders RENAME TO purchases;"
        "ALTER TABLE sales.purchases RENAME total TO amount;"
    )
    after = generate(project)
    assert '"schema": "sales"' in after
    assert 'class Orders(Base):\n    __tablename__ = "purchases"\n' in after
    assert 'ForeignKey("sales.purchases.id")' in after
    assert project.ormforge("verify").code == 0
    project.sql(
        "ALTER TABLE sales.purchases SET SCHEMA public; ALTER TABLE public.purchases RENAME TO orders;"
        "ALTER TABLE public.orders RENAME amount TO total;"
    )
    assert generate(project) == before


def test_schemas_of_the_api_follow(empty: Project) -> None:
    empty.write("ormforge.toml", empty.read("ormforge.toml") + '[api]\npath = "schemas.py"\n')
    empty.sql(SCHEMA)
    assert empty.ormforge("generate").code == 0
    text = empty.read("schemas.py")
    start = text.index("class OrdersBase(")
    place = text.index("\n\n\n", start)
    own = "\n\n    def short(self) -> str:\n        return  str(self.total)"
    empty.write("schemas.py", text[:place] + own + text[place:])
    assert empty.ormforge("generate").code == 0
    before = empty.read("schemas.py")
    rename(empty, "table", "orders", "purchases")
    rename(empty, "column", "orders.total", "amount")
    empty.sql(RENAME_TABLE + "ALTER TABLE purchases RENAME total TO amount;")
    assert empty.ormforge("generate").code == 0
    after = empty.read("schemas.py")
    assert own in after
    assert after.count("class ") == before.count("class ")
