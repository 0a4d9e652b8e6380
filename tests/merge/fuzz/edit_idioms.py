"""What people use SQLAlchemy for in models, beside plain members: hybrids, validators, listeners, inheritance."""

from __future__ import annotations

import ast
import re

from tests.merge.fuzz.page import Edit, Page, Spot


def _imported(page: Page, text: str | None, line: str) -> str | None:
    """The text with an import ahead of the first one of SQLAlchemy."""
    if text is None or re.search(rf"^{re.escape(line)}\s*$", text, flags=re.M):
        return text
    if not re.search(r"^from sqlalchemy", text, flags=re.M):
        return None
    return re.sub(
        r"^from sqlalchemy", f"{line}{page.end}from sqlalchemy", text, count=1, flags=re.M
    )


def _at_class_end(page: Page, spot: Spot, body: list[str]) -> str | None:
    """The text with lines behind the last member of a class, at the member's indent."""
    last = next((item for item in reversed(list(page.spots())) if item.owner is spot.node), None)
    if last is None or page.lines[last.stop - 1].rstrip(" \t\r\n").endswith("\\"):
        return None
    step = "\t" if "\t" in last.pad else "    "
    return page.put(
        last.stop, [last.pad + line.replace("    ", step) if line else "" for line in body]
    )


def _owner(page: Page) -> tuple[Spot, str] | None:
    """A class, and the attribute of one of its columns."""
    spot = page.column()
    if spot is None or spot.owner is None or not isinstance(spot.node, ast.AnnAssign):
        return None
    target = spot.node.target
    owner = next((item for item in page.spots() if item.node is spot.owner), None)
    return (owner, target.id) if owner and isinstance(target, ast.Name) else None


def add_hybrid(page: Page) -> str | None:
    """Three definitions of one name, as hybrid properties have them."""
    found = _owner(page)
    if found is None:
        return None
    (spot, column), name = found, page.mark()
    body = [
        *("", "@hybrid_property", f"def {name}(self):", f"    return self.{column}", ""),
        *(f"@{name}.inplace.expression", "@classmethod"),
        *(f"def _{name}_expression(cls):", f"    return cls.{column}  # in SQL", ""),
    ]
    text = _at_class_end(page, spot, body)
    return _imported(page, text, "from sqlalchemy.ext.hybrid import hybrid_property")


def add_validator(page: Page) -> str | None:
    found = _owner(page)
    if found is None:
        return None
    (spot, column), name = found, page.mark()
    body = ["", f'@validates("{column}")', f"def {name}(self, key, value):", "    return value", ""]
    return _imported(page, _at_class_end(page, spot, body), "from sqlalchemy.orm import validates")


def add_synonym(page: Page) -> str | None:
    found = _owner(page)
    if found is None:
        return None
    spot, column = found
    text = _at_class_end(page, spot, [f'{page.mark()} = synonym("{column}")'])
    return _imported(page, text, "from sqlalchemy.orm import synonym")


def add_late_property(page: Page) -> str | None:
    """An attribute given to a class behind it."""
    found = _owner(page)
    if found is None:
        return None
    (spot, column), name = found, page.mark()
    assert isinstance(spot.node, ast.ClassDef)
    owner = spot.node.name
    text = page.put(
        len(page.lines), ["", f"{owner}.{name} = column_property({owner}.__table__.c.{column})"]
    )
    return _imported(page, text, "from sqlalchemy.orm import column_property")


def add_subclass(page: Page) -> str | None:
    """A class of one's own that shares the table of a generated one."""
    spot = page.mapped_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef):
        return None
    name, parent = page.mark(), spot.node.name
    return page.put(spot.stop, ["", "", f"class {name}({parent}):", f"    {page.mark()} = 1"])


def add_listener(page: Page) -> str | None:
    spot = page.mapped_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef):
        return None
    body = [
        *("", "", f'@event.listens_for({spot.node.name}, "before_insert")'),
        *(f"def {page.mark()}(mapper, connection, target): ...",),
    ]
    return _imported(page, page.put(spot.stop, body), "from sqlalchemy import event")


def add_mapper_arguments(page: Page) -> str | None:
    spot = page.open_class()
    if spot is None or "__mapper_args__" in page.source(spot):
        return None
    name = next(
        (s for s in page.spots() if s.owner is spot.node and "__tablename__" in page.source(s)),
        None,
    )
    if name is None:
        return None
    line = f'{name.pad}__mapper_args__ = {{"eager_defaults": True}}  # {page.mark()}'
    return page.put(name.stop, [line])


def add_viewonly(page: Page) -> str | None:
    """A relationship of one's own beside a generated one, over the same foreign key."""
    spot = page.pick(ast.AnnAssign, member=True, fits=lambda s: "relationship(" in page.source(s))
    if spot is None or not isinstance(spot.node, ast.AnnAssign):
        return None
    annotation = ast.unparse(spot.node.annotation)
    kept = [
        ast.unparse(keyword)
        for keyword in getattr(spot.node.value, "keywords", [])
        if keyword.arg in ("foreign_keys", "remote_side", "primaryjoin", "secondary")
    ]
    arguments = ", ".join([*kept, "viewonly=True"])
    return page.put(
        spot.stop, [f"{spot.pad}{page.mark()}: {annotation} = relationship({arguments})"]
    )


def alias_type(page: Page) -> str | None:
    """The type of a column as a name of one's own, which says how it is mapped."""
    name = page.mark()
    text = page.substituted(r"Mapped\[str\]", f"Mapped[{name}]")
    if text is None:
        return None
    line = (
        f'{name} = Annotated[str, mapped_column(info={{"own": 1}})]{page.end}{page.end}{page.end}'
    )
    text = re.sub(r"^class Base\(", lambda _: f"{line}class Base(", text, count=1, flags=re.M)
    return _imported(page, text, "from typing import Annotated") if line in text else None


def fill_base(page: Page) -> str | None:
    """A base with a type map, a naming convention and a method."""
    body = [
        *("    type_annotation_map = {int: Integer().with_variant(BigInteger, 'x')}", ""),
        *(f"    def {page.mark()}(self):", "        return self.__table__.c"),
    ]
    text = re.sub(
        r"^(class Base\(.*\):\r?\n?)    pass",
        lambda m: m[1] + page.end.join(body),
        page.text,
        flags=re.M,
    )
    return (
        _imported(page, text, "from sqlalchemy import BigInteger, Integer")
        if text != page.text
        else None
    )


def add_own_default(page: Page) -> str | None:
    return page.substituted(
        r"(mapped_column\((?:String\(\d+\)|Text|Integer))\)", rf"\1, default=lambda: {page.prefix})"
    )


def add_own_table(page: Page) -> str | None:
    """A table that the database does not have."""
    name = page.mark()
    body = ["", "", f'{name} = sa.Table("{name}", Base.metadata, sa.Column("id", sa.Integer))']
    return _imported(page, page.put(len(page.lines), body), "import sqlalchemy as sa")


def reorder_arguments(page: Page) -> str | None:
    """The arguments of a call or of `__table_args__` in another order: positional ones stay ahead, options last."""
    spot = page.pick((ast.Assign, ast.AnnAssign), member=True)
    value = getattr(spot.node, "value", None) if spot is not None else None
    if spot is None or "#" in page.source(spot) or not page.source(spot).isascii():
        return None
    if isinstance(value, ast.Call):
        movable: list[ast.expr] = [keyword.value for keyword in value.keywords if keyword.arg]
        texts = [
            ast.unparse(ast.Call(ast.Name(""), [], [keyword]))[1:-1] for keyword in value.keywords
        ]
        first = [ast.unparse(part) for part in value.args]
        joined = ", ".join([*first, *reversed(texts)])
        made = f"{ast.unparse(value.func)}({joined})"
    elif isinstance(value, ast.Tuple):
        movable = [part for part in value.elts if isinstance(part, ast.Call)]
        rest = [part for part in value.elts if not isinstance(part, ast.Call)]
        made = f"({', '.join(map(ast.unparse, [*reversed(movable), *rest]))},)"
    else:
        return None
    head = page.source(spot).partition("=")[0]
    return None if len(movable) < 2 else page.exchanged(spot, f"{head}= {made}{page.end}")


EDITS: tuple[Edit, ...] = (
    add_hybrid,
    add_validator,
    add_synonym,
    add_late_property,
    add_subclass,
    add_listener,
    add_mapper_arguments,
    add_viewonly,
    alias_type,
    fill_base,
    add_own_default,
    add_own_table,
    reorder_arguments,
)
