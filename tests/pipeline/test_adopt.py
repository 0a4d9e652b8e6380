"""`ormforge custom adopt`, and plain `generate`, onto files that ormforge has not written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import Project
from tests.warm import run_python

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    total NUMERIC(10, 2) NOT NULL,
    note VARCHAR(20),
    UNIQUE (total, note)
);
CREATE INDEX ix_note ON orders (note) WHERE note IS NOT NULL;
CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id));
CREATE TABLE item_tags (
    item_id INTEGER NOT NULL REFERENCES items (id), order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (item_id, order_id)
);
"""
BY_HAND = """\
#!/usr/bin/env python
# Copyright of somebody
from sqlalchemy import Column, ForeignKey, Integer, Numeric, String, Table, Text
from sqlalchemy.orm import relationship
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Money(Numeric):
    cache_ok = True


class Customer(Base):
    __tablename__ = 'customers'

    # the number
    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)
    nick = Column(String(20))

    def hello(self):
        return 'hi ' + self.name


class Order(Base):
    \"\"\"An order.\"\"\"
    __tablename__ = 'orders'

    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey('customers.id'), nullable=False)
    amount = Column('total', Money(8, 2), nullable=False)
    note = Column(String(10))  # short

    buyer = relationship('Customer', backref='orders')


class Item(Base):
    __tablename__ = 'items'

    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey('orders.id'))


t_item_tags = Table(
    'item_tags', Base.metadata,
    Column('item_id', ForeignKey('items.id'), primary_key=True),
    Column('order_id', ForeignKey('orders.id'), primary_key=True)
)


class Old(Base):
    __tablename__ = 'old'
    id = Column(Integer, primary_key=True)


def make():
    return Order()
"""


@pytest.fixture
def project(empty: Project) -> Project:
    empty.sql(SCHEMA)
    return empty


def body(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith(("from", "import"))]


def test_everything_stays_but_old_copies_of_what_the_database_says(project: Project) -> None:
    project.write("models.py", BY_HAND)
    done = project.ormforge("custom", "adopt")
    assert done.code == 0, done.err
    text = project.read("models.py")
    stale = {
        "    customer_id = Column(ForeignKey('customers.id'), nullable=False)",
        "    note = Column(String(10))  # short",
    }
    assert set(body(BY_HAND)) - set(body(text)) == stale
    assert "mapped_column(String(20))  # short\n" in text
    assert 'ForeignKey("customers.id", ondelete="CASCADE")' in text
    assert project.ormforge("check").code == 0
    archived = project.ormforge("-v", "custom", "orphans").out
    assert all(f"  | {line}\n" in archived for line in stale)


def test_the_report_tells_what_was_recognised(project: Project) -> None:
    project.write("models.py", BY_HAND)
    told = project.ormforge("custom", "adopt", "--dry-run").err
    assert "recognised 4 of 4 tables, 8 of 8 columns, 2 of 6 relationships" in told
    assert "old maps a table that is not in the database" in told
    assert "Customer.nick maps a column that is not in the database" in told
    assert "Order.amount is kept as it was written" in told
    assert "Customer.id" not in told, "what says the same is not talked about"
    assert project.read("models.py") == BY_HAND


def test_generate_does_the_same(project: Project) -> None:
    project.write("models.py", BY_HAND)
    shown = project.ormforge("custom", "adopt", "--diff")
    assert shown.code == 1
    assert project.ormforge("generate", "--diff").out == shown.out
    assert project.ormforge("generate").code == 0
    refused = project.ormforge("custom", "adopt")
    assert refused.code == 2
    assert "nothing to take over" in refused.err


def test_what_was_replaced_can_be_taken_back(project: Project) -> None:
    project.write("models.py", BY_HAND)
    assert project.ormforge("custom", "adopt").code == 0
    done = project.ormforge("custom", "restore", "orders.note")
    assert done.code == 0, done.err
    assert "    note = Column(String(10))  # short\n" in project.read("models.py")


def test_a_file_of_sqlacodegen_v2_becomes_exact(project: Project) -> None:
    written = subprocess.run(
        [str(Path(sys.executable).with_name("sqlacodegen_v2")), project.url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    method = "\n    def hello(self):\n        return  'hi ' + self.name\n"
    start = written.index("class Customers(")
    place = written.index("\n\n\n", start)
    project.write("models.py", written[:place] + "\n" + method.rstrip("\n") + written[place:])
    done = project.ormforge("custom", "adopt")
    assert done.code == 0, done.err
    assert "recognised 4 of 4 tables" in done.err
    assert method in project.read("models.py")
    assert project.ormforge("check").code == 0
    verified = project.ormforge("verify")
    errors = [line for line in verified.err.splitlines() if line.startswith("error")]
    assert all("alembic" in line for line in errors), verified.err


def test_a_table_below_its_use_is_referred_to_late(project: Project) -> None:
    project.write("models.py", BY_HAND)
    assert project.ormforge("generate").code == 0
    text = project.read("models.py")
    assert "secondary=lambda: t_item_tags" in text
    start, end = text.index("t_item_tags = Table("), text.index("class Old(")
    moved = text[:start] + text[end:]
    place = moved.index("class Customer(")
    project.write("models.py", moved[:place] + text[start:end] + moved[place:])
    assert project.ormforge("generate").code == 0
    assert "secondary=t_item_tags" in project.read("models.py")


def test_without_a_file_there_is_nothing_to_take_over(project: Project) -> None:
    done = project.ormforge("custom", "adopt")
    assert done.code == 2
    assert "models.py is not there" in done.err


def test_a_table_that_links_one_class_to_itself_is_referred_to_late(empty: Project) -> None:
    """Its joins name columns of the class, which a lambda does not see."""
    empty.sql(
        "CREATE TABLE nodes (id INTEGER PRIMARY KEY);"
        "CREATE TABLE links (a INTEGER NOT NULL REFERENCES nodes (id),"
        " b INTEGER NOT NULL REFERENCES nodes (id), PRIMARY KEY (a, b));"
    )
    assert empty.ormforge("generate").code == 0
    text = empty.read("models.py")
    assert "primaryjoin=" in text
    start, end = text.index("links = Table("), text.index("class Nodes(")
    empty.write("models.py", text[:start] + text[end:] + "\n\n" + text[start:end].rstrip() + "\n")
    done = empty.ormforge("generate")
    assert done.code == 0, done.err
    text = empty.read("models.py")
    assert "primaryjoin=lambda: Nodes.id == links.c." in text
    assert empty.ormforge("check").code == 0
    assert "ok       mappers" in empty.ormforge("verify").err


SELF_REFERENCE = """\
from typing import Optional

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Parts(Base):
    __tablename__ = 'parts'

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    whole_id: Mapped[Optional[int]] = mapped_column(ForeignKey('parts.id'))
    twin_id: Mapped[Optional[int]] = mapped_column(ForeignKey('parts.id'), unique=True)

    twin: Mapped[Optional['Parts']] = relationship('Parts', remote_side=[id], foreign_keys=[twin_id], back_populates='twin_reverse')
    twin_reverse: Mapped[Optional['Parts']] = relationship('Parts', uselist=False, remote_side=[twin_id], foreign_keys=[twin_id], back_populates='twin')
    whole: Mapped[Optional['Parts']] = relationship('Parts', remote_side=[id], foreign_keys=[whole_id], back_populates='whole_reverse')
    whole_reverse: Mapped[list['Parts']] = relationship('Parts', remote_side=[whole_id], foreign_keys=[whole_id], back_populates='whole')
"""


def test_both_sides_of_a_self_reference_of_sqlacodegen_are_recognised(empty: Project) -> None:
    empty.sql(
        "create table parts (id integer primary key, whole_id integer references parts (id),"
        " twin_id integer unique references parts (id))"
    )
    empty.write("models.py", SELF_REFERENCE)
    done = empty.ormforge("custom", "adopt")
    assert done.code == 0, done.err
    assert "4 of 4 relationships" in done.err
    assert empty.read("models.py").count("relationship(") == 4


def test_imports_above_the_first_stand_directly_on_it(empty: Project) -> None:
    assert empty.ormforge("generate").code == 0
    empty.sql("create table parts (id integer primary key, made date, price numeric(8, 2))")
    assert empty.ormforge("generate").code == 0
    assert "Numeric\nfrom sqlalchemy.orm import" in empty.read("models.py")


BACKREF_UNDER_ANOTHER_NAME = """\
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import backref, declarative_base, relationship

Base = declarative_base()


class Order(Base):
    __tablename__ = 'orders'
    id = Column(Integer, primary_key=True)


class Item(Base):
    __tablename__ = 'items'
    id = Column(Integer, primary_key=True)
    order_id = Column(ForeignKey('orders.id'), nullable=False)
    order = relationship('Order', backref=backref('lines', lazy=True))
"""


def test_a_backref_is_the_other_side_whatever_it_is_called(empty: Project) -> None:
    empty.sql(
        "create table orders (id integer primary key);"
        "create table items (id integer primary key, order_id integer not null references orders (id))"
    )
    empty.write("models.py", BACKREF_UNDER_ANOTHER_NAME)
    done = empty.ormforge("custom", "adopt")
    assert done.code == 0, done.err
    assert "2 of 2 relationships" in done.err
    assert empty.read("models.py").count("relationship(") == 1
    assert empty.ormforge("check").code == 0


OF_SQLACODEGEN = """\
from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, Numeric, String, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass


metadata = Base.metadata


class Customers(Base):
    __tablename__ = 'customers'

    name: Mapped[str] = mapped_column(String(50), nullable=False)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    notes: Mapped[Optional[str]] = mapped_column(Text)

    orders: Mapped[list['Orders']] = relationship('Orders', back_populates='customer')


class Tags(Base):
    __tablename__ = 'tags'

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text, nullable=False)

    order: Mapped[list['Orders']] = relationship('Orders', secondary='order_tags', back_populates='tag')


class Orders(Base):
    __tablename__ = 'orders'

    customer_id: Mapped[int] = mapped_column(ForeignKey('customers.id'), nullable=False)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    count: Mapped[int] = mapped_column(Integer, nullable=False)

    customer: Mapped['Customers'] = relationship('Customers', back_populates='orders')
    tag: Mapped[list['Tags']] = relationship('Tags', secondary='order_tags', back_populates='order')


t_order_tags = Table(
    'order_tags', metadata,
    Column('order_id', ForeignKey('orders.id'), primary_key=True, nullable=False),
    Column('tag_id', ForeignKey('tags.id'), primary_key=True, nullable=False)
)
"""


def test_what_only_says_the_database_in_other_words_is_never_asked_about(empty: Project) -> None:
    empty.sql(
        "create table customers (id integer primary key, name varchar(50) not null, notes text);"
        "create table tags (id integer primary key, name text not null);"
        "create table orders (id integer primary key, count integer not null,"
        " customer_id integer not null references customers (id));"
        "create table order_tags (order_id integer not null references orders (id),"
        " tag_id integer not null references tags (id), primary key (order_id, tag_id))"
    )
    empty.write("models.py", OF_SQLACODEGEN)
    done = empty.ormforge("generate")
    assert (done.code, "is kept as" in done.err, "before it was" in done.err) == (0, False, False)
    kept = empty.read("models.py")
    assert kept.partition("\n\n\n")[2].rstrip() == OF_SQLACODEGEN.partition("\n\n\n")[2].rstrip()
    empty.sql(
        "drop table order_tags; drop table tags; drop table orders;"
        "create table orders (id integer primary key, count bigint,"
        " customer_id integer references customers (id)); alter table customers drop column notes"
    )
    done = empty.ormforge("generate")
    assert done.code == 0, done.err
    text = empty.read("models.py")
    assert "count: Mapped[int | None] = mapped_column(BigInteger)" in text
    assert not [name for name in ("notes", "Tags", "order_tags") if name in text]
    assert "# ormforge: orphan" not in text
    assert "customer: Mapped[\"Customers | None\"] = relationship('Customers'," in text
    empty.sql(
        "alter table customers add column notes text; create table tags (id integer primary key, name text not null)"
    )
    assert empty.ormforge("generate").code == 0
    assert "notes: Mapped[Optional[str]] = mapped_column(Text)" in empty.read("models.py")


LINK_OF_SQLMODEL = """\
from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, Table, Text
from sqlmodel import Field, Relationship, SQLModel


class Posts(SQLModel, table=True):
    id: Optional[int] = Field(default=None, sa_column=Column('id', Integer, primary_key=True))

    tag: list['Tags'] = Relationship(back_populates='post', sa_relationship_kwargs={'secondary': 'post_tags'})


class Tags(SQLModel, table=True):
    id: Optional[int] = Field(default=None, sa_column=Column('id', Integer, primary_key=True))

    post: list['Posts'] = Relationship(back_populates='tag', sa_relationship_kwargs={'secondary': 'post_tags'})


t_post_tags = Table(
    'post_tags', SQLModel.metadata,
    Column('post_id', ForeignKey('posts.id'), primary_key=True),
    Column('tag_id', ForeignKey('tags.id'), primary_key=True)
)
"""


def test_a_link_table_of_sqlacodegens_sqlmodels_is_recognised(empty: Project) -> None:
    empty.sql(
        "create table posts (id integer primary key); create table tags (id integer primary key);"
        "create table post_tags (post_id integer not null references posts (id),"
        " tag_id integer not null references tags (id), primary key (post_id, tag_id))"
    )
    config = empty.read("ormforge.toml")
    empty.write("ormforge.toml", f'{config}style = "sqlmodel"\n')
    empty.write("models.py", LINK_OF_SQLMODEL)
    done = empty.ormforge("custom", "adopt")
    assert done.code == 0, done.err
    assert empty.read("models.py").count("Relationship(") == 2
    assert empty.ormforge("check").code == 0


DOTTED = """\
import sqlalchemy as db
from sqlalchemy import orm

Base = orm.declarative_base()


class Order(Base):
    __tablename__ = 'orders'
    id = db.Column(db.Integer, primary_key=True)
    note = db.Column(db.Text)
    label = db.Column(db.String(LENGTH := 20))
"""


def test_what_is_said_by_the_names_of_a_module_goes_without_a_question(empty: Project) -> None:
    empty.sql("create table orders (id integer primary key, note text, label varchar(20))")
    empty.write("models.py", DOTTED)
    assert empty.ormforge("generate").code == 0
    empty.sql("alter table orders drop column note")
    done = empty.ormforge("generate")
    assert (done.code, "note" in empty.read("models.py")) == (0, False), done.err
    empty.sql("alter table orders drop column label")
    assert empty.ormforge("generate").code == 3


JOINED_INHERITANCE = """\
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Employee(Base):
    __tablename__ = 'employees'
    id = Column(Integer, primary_key=True)
    boss_id = Column(ForeignKey('employees.id'))
    boss = relationship('Employee', remote_side=[id])


class Manager(Employee):
    __tablename__ = 'managers'
    id = Column(ForeignKey('employees.id'), primary_key=True)
    mentor_id = Column(ForeignKey('employees.id'))

    __mapper_args__ = {'inherit_condition': id == Employee.id}


class Director(Manager):
    __tablename__ = 'directors'
    id = Column(ForeignKey('managers.id'), primary_key=True)
"""


def test_a_class_that_derives_from_another_has_no_relationship_to_it(empty: Project) -> None:
    empty.sql(
        "create table employees (id integer primary key, boss_id integer references employees (id));"
        "create table managers (id integer primary key references employees (id),"
        " mentor_id integer references employees (id));"
        "create table directors (id integer primary key references managers (id))"
    )
    empty.write("models.py", JOINED_INHERITANCE)
    done = empty.ormforge("custom", "adopt")
    assert done.code == 0, done.err
    assert "Manager.employee is not added: the one class derives from the other" in done.err
    text = empty.read("models.py")
    assert "mentor: Mapped" in text
    assert 'relationship(back_populates="manager' not in text
    assert 'relationship(back_populates="director' not in text
    empty.sql(
        "create table desks (id integer primary key, owner_id integer references managers (id))"
    )
    done = empty.ormforge("generate")
    assert (done.code, "is not added" in done.err, "deleted" in done.err) == (0, False, False)
    assert "desks: Mapped[list" in empty.read("models.py")
    assert empty.ormforge("check").code == 0
    mapped = "import models, sqlalchemy.orm as o; o.configure_mappers()"
    done = run_python("-c", mapped, cwd=empty.root)
    assert done.returncode == 0, done.stderr


ELSEWHERE = """\
from sqlalchemy import Column, Integer

{top}


class Order({base}):
    __tablename__ = 'orders'
    id = Column(Integer, primary_key=True)
"""


def test_a_declarative_base_is_known_under_any_name(empty: Project) -> None:
    empty.sql(
        "create table orders (id integer primary key); create table more (id integer primary key)"
    )
    top = "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Model(DeclarativeBase):\n    pass"
    empty.write("models.py", ELSEWHERE.format(top=top, base="Model"))
    done = empty.ormforge("custom", "adopt")
    assert done.code == 0
    assert "warning" not in done.err
    assert "class More(Model):" in empty.read("models.py")
    assert "Base(" not in empty.read("models.py")


def test_a_printed_base_may_be_renamed(empty: Project) -> None:
    empty.sql("create table orders (id integer primary key)")
    assert empty.ormforge("generate").code == 0
    text = re.sub(r"\bBase\b", "Model", empty.read("models.py"))
    empty.write("models.py", text)
    empty.sql("create table more (id integer primary key)")
    done = empty.ormforge("generate")
    assert done.code == 0, done.err
    assert "class More(Model):" in empty.read("models.py")


def test_domains_as_sqlacodegen_writes_them_are_old_copies(tmp_path: Path, pg_url: str) -> None:
    project = Project(tmp_path, pg_url)
    project.sql(
        "CREATE DOMAIN code AS text CHECK (length(value) = 3);"
        "CREATE TABLE a (id int PRIMARY KEY, zip text, b code, name text);"
        "ALTER TABLE a ALTER zip SET STORAGE PLAIN, ALTER name SET STORAGE PLAIN"
    )
    config = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
    project.write("ormforge.toml", config)
    project.write(
        "models.py",
        "from sqlalchemy import Integer, Text, text\n"
        "from sqlalchemy.dialects.postgresql import DOMAIN\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\n"
        "class Base(DeclarativeBase):\n    pass\n\n\n"
        'class A(Base):\n    __tablename__ = "a"\n\n'
        "    id: Mapped[int] = mapped_column(Integer, primary_key=True)\n"
        "    name: Mapped[str | None] = mapped_column(Text)\n"
        "    b: Mapped[str | None] = mapped_column(DOMAIN('code', Text(), constraint_name='code_check', not_null=False,"
        " check=text('length(VALUE) = 3'), create_type=False, schema=None, metadata=MetaData()))\n"
        "    zip: Mapped[str | None] = mapped_column(Text)\n",
    )
    done = project.ormforge("generate")
    assert done.code == 0, done.err
    assert "is kept as it was written" not in done.err
    verified = project.ormforge("verify")
    assert verified.code == 0, verified.err


DATACLASS = """\
from sqlalchemy import String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class A(Base):
    __tablename__ = "a"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(10), server_default=text("'x'"))
    name: Mapped[str] = mapped_column(Text, nullable=False)
"""


@pytest.mark.parametrize(
    ("default", "header"), [("x", "class A(Base):"), ("y", "class A(Base, kw_only=True):")]
)
def test_fields_of_a_dataclass_stay_in_a_working_order(
    empty: Project, default: str, header: str
) -> None:
    empty.sql(
        f"CREATE TABLE a (id INTEGER PRIMARY KEY, kind VARCHAR(10) NOT NULL DEFAULT '{default}', name TEXT NOT NULL)"
    )
    config = empty.read("ormforge.toml")
    empty.write("ormforge.toml", f'{config}style = "dataclass"\n')
    empty.write("models.py", DATACLASS)
    done = empty.ormforge("generate")
    assert done.code == 0, done.err
    text = empty.read("models.py")
    assert header in text
    assert ("A takes keywords only now" in done.err) == ("kw_only" in header)
    assert text.endswith(DATACLASS) == (default == "x"), "a literal in SQL says what a string does"
    assert run_python("-c", "import models", cwd=empty.root).returncode == 0
    assert empty.ormforge("check").code == 0


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("class A(Base):  # as in f():", "class A(Base, kw_only=True):  # as in f():"),
        (
            "class A(\n    Base,  # the only one\n):",
            "class A(\n    Base,  # the only one\n    kw_only=True,\n):",
        ),
        (
            "class A(\n    Base,\n):",
            "class A(\n    Base, kw_only=True,\n):",
        ),
    ],
)
def test_all_else_of_the_header_of_a_dataclass_stays(
    empty: Project, header: str, after: str
) -> None:
    empty.sql(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, kind VARCHAR(10) NOT NULL DEFAULT 'y', name TEXT NOT NULL)"
    )
    config = empty.read("ormforge.toml")
    empty.write("ormforge.toml", f'{config}style = "dataclass"\n')
    empty.write("models.py", DATACLASS.replace("class A(Base):", header))
    done = empty.ormforge("generate")
    assert done.code == 0, done.err
    assert f"{after}\n" in empty.read("models.py")
    assert run_python("-c", "import models", cwd=empty.root).returncode == 0
