"""A small generator of models, for tests: a schema of a few words to the text that ormforge would write."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import black

from ormforge.catalog.keys import Key
from ormforge.plan import Generated

MODE = black.Mode()


@lru_cache(maxsize=50_000)
def blacken(source: str) -> str:
    return black.format_str(source, mode=MODE)


@dataclass(frozen=True)
class Col:
    name: str
    type: str = "int"
    length: int = 0
    nullable: bool = False
    unique: bool = False
    default: str = ""
    fk: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Tab:
    name: str
    cols: tuple[Col, ...]
    comment: str = ""
    indexes: tuple[tuple[str, str], ...] = ()
    keyless: bool = False

    def col(self, name: str) -> Col | None:
        return next((col for col in self.cols if col.name == name), None)

    def with_col(self, col: Col) -> Tab:
        return replace(self, cols=tuple(col if old.name == col.name else old for old in self.cols))


@dataclass(frozen=True)
class Schema:
    tabs: tuple[Tab, ...] = ()
    stamp: bool = True
    imports: frozenset[str] = field(default_factory=frozenset)

    def tab(self, name: str) -> Tab | None:
        return next((tab for tab in self.tabs if tab.name == name), None)

    def with_tab(self, tab: Tab) -> Schema:
        tabs = tuple(tab if old.name == tab.name else old for old in self.tabs)
        return replace(self, tabs=tabs if tab in tabs else (*tabs, tab))

    def without(self, name: str) -> Schema:
        """The schema without a table, nor foreign keys to it."""
        tabs = [tab for tab in self.tabs if tab.name != name]
        cleared = [
            replace(tab, cols=tuple(c if c.fk != name else replace(c, fk="") for c in tab.cols))
            for tab in tabs
        ]
        return replace(self, tabs=tuple(cleared))


PYTHON = {"int": "int", "str": "str", "text": "str", "money": "Decimal", "date": "datetime.date"}


class Printer:
    """Prints one schema; `pins` are names by key."""

    def __init__(self, schema: Schema, pins: Mapping[Key, str]) -> None:
        self.schema = schema
        self.pins = pins
        self.keys: dict[str, Key] = {"Base": Key("helper Base")}
        self.sqlalchemy: set[str] = set()
        self.orm = {"DeclarativeBase"}
        self.plain: set[str] = set()
        self.classes = self._class_names()
        self.attributes = {tab.name: self._attributes(tab) for tab in schema.tabs}
        self.relations = self._relations()

    def _name(self, key: str, wanted: str, taken: set[str]) -> str:
        name = self.pins.get(Key(key))
        if name is None:
            name = wanted
            promised = set(self.pins.values())
            while name in taken or name in promised:
                name += "_"
        taken.add(name)
        return name

    def _class_names(self) -> dict[str, str]:
        taken: set[str] = set()
        return {
            tab.name: self._name(
                f"table {tab.name}", ("t_" + tab.name) if tab.keyless else tab.name.title(), taken
            )
            for tab in self.schema.tabs
        }

    def _attributes(self, tab: Tab) -> dict[str, str]:
        return {
            col.name: self.pins.get(Key(f"column {tab.name}.{col.name}"), col.name)
            for col in tab.cols
        }

    def _relations(self) -> dict[str, list[tuple[str, str, str]]]:
        """Per table: (key, name, source of the statement)."""
        found: dict[str, list[tuple[str, str, str]]] = {tab.name: [] for tab in self.schema.tabs}
        used = {name: set(attrs.values()) for name, attrs in self.attributes.items()}
        for tab in self.schema.tabs:
            for col in tab.cols:
                remote = self.schema.tab(col.fk) if col.fk else None
                if remote is None or remote.keyless or tab.keyless:
                    continue
                self._pair(found, used, tab, col, remote)
        return found

    def _pair(self, found: dict, used: dict, tab: Tab, col: Col, remote: Tab) -> None:
        forward_key = f"relationship {tab.name}({col.name}) -> {remote.name}"
        reverse_key = f"relationship {remote.name} <- {tab.name}({col.name})"
        attr = self.attributes[tab.name][col.name]
        forward = self._name(forward_key, col.name.removesuffix("_id") + "_ref", used[tab.name])
        reverse = self._name(reverse_key, f"{tab.name}_by_{col.name}", used[remote.name])
        here, there = self.classes[tab.name], self.classes[remote.name]
        optional = " | None" if col.nullable else ""
        fk = f'foreign_keys="{here}.{attr}"'
        side = (
            f', remote_side="{there}.{self.attributes[remote.name]["id"]}"' if tab == remote else ""
        )
        found[tab.name].append(
            (
                forward_key,
                forward,
                f'{forward}: Mapped["{there}{optional}"] = relationship('
                f'foreign_keys=[{attr}]{side}, back_populates="{reverse}")',
            )
        )
        found[remote.name].append(
            (
                reverse_key,
                reverse,
                f'{reverse}: Mapped[list["{here}"]] = relationship({fk}, back_populates="{forward}")',
            )
        )
        self.orm |= {"relationship", "Mapped"}

    def generated(self) -> Generated:
        parts = [self._table(tab) for tab in self.schema.tabs if tab.keyless]
        parts += [self._class(tab) for tab in self.schema.tabs if not tab.keyless]
        body = "class Base(DeclarativeBase):\n    pass\n\n\n" + "\n\n\n".join(parts) + "\n"
        text = blacken(self._imports() + "\n\n" + body)
        head = "# Generated by ormforge. Edit freely: what you write here is kept.\n"
        if self.schema.stamp:
            digest = hashlib.sha256((head + text).encode()).hexdigest()[:12]
            head += f"# ormforge: base {digest}\n"
        return Generated(text=f"{head}\n{text}", keys=dict(self.keys))

    def _imports(self) -> str:
        lines = [f"import {name}" for name in sorted(self.plain - {"Decimal"})]
        if "Decimal" in self.plain:
            lines.append("from decimal import Decimal")
        if lines:
            lines.append("")
        if self.sqlalchemy:
            lines.append(f"from sqlalchemy import {', '.join(sorted(self.sqlalchemy, key=_isort))}")
        lines.append(f"from sqlalchemy.orm import {', '.join(sorted(self.orm, key=_isort))}")
        return "\n".join(lines) + "\n"

    def _class(self, tab: Tab) -> str:
        name = self.classes[tab.name]
        self.keys[name] = Key(f"table {tab.name}")
        self.keys[f"{name}.__tablename__"] = Key(f"attribute {tab.name}.__tablename__")
        lines = [f"class {name}(Base):"]
        if tab.comment:
            lines += [f'    """{tab.comment}"""', ""]
        lines.append(f'    __tablename__ = "{tab.name}"')
        if tab.indexes or tab.comment:
            self.keys[f"{name}.__table_args__"] = Key(f"attribute {tab.name}.__table_args__")
            lines.append(f"    __table_args__ = {self._table_args(tab)}")
        lines.append("")
        for col in tab.cols:
            lines.append("    " + self._column(tab, name, col))
        if self.relations[tab.name]:
            lines.append("")
        for key, attr, source in self.relations[tab.name]:
            self.keys[f"{name}.{attr}"] = Key(key)
            lines.append("    " + source)
        return "\n".join(lines)

    def _table_args(self, tab: Tab) -> str:
        parts = []
        for name, column in tab.indexes:
            self.sqlalchemy.add("Index")
            parts.append(f'Index("{name}", "{column}")')
        if not tab.comment:
            return f"({', '.join(parts)},)" if len(parts) == 1 else f"({', '.join(parts)})"
        options = f'{{"comment": "{tab.comment}"}}'
        return f"({', '.join([*parts, options])})" if parts else options

    def _column(self, tab: Tab, owner: str, col: Col) -> str:
        attr = self.attributes[tab.name][col.name]
        self.keys[f"{owner}.{attr}"] = Key(f"column {tab.name}.{col.name}")
        self.orm.add("Mapped")
        python = PYTHON[col.type]
        self.plain |= (
            {"Decimal"} if col.type == "money" else {"datetime"} if col.type == "date" else set()
        )
        annotation = f"Mapped[{python}{' | None' if col.nullable else ''}]"
        arguments = self._arguments(col)
        if attr != col.name:
            arguments.insert(0, f'"{col.name}"')
        if not arguments:
            return f"{attr}: {annotation}"
        self.orm.add("mapped_column")
        return f"{attr}: {annotation} = mapped_column({', '.join(arguments)})"

    def _arguments(self, col: Col) -> list[str]:
        found = []
        if col.type == "str":
            self.sqlalchemy.add("String")
            found.append(f"String({col.length or 50})")
        elif col.type == "text":
            self.sqlalchemy.add("Text")
            found.append("Text")
        elif col.type == "money":
            self.sqlalchemy.add("Numeric")
            found.append(f"Numeric({col.length or 10}, 2)")
        if col.fk:
            self.sqlalchemy.add("ForeignKey")
            found.append(f'ForeignKey("{col.fk}.id")')
        if col.name == "id":
            found.append("primary_key=True")
        found += ["unique=True"] if col.unique else []
        if col.default:
            self.sqlalchemy.add("text")
            found.append(f'server_default=text("{col.default}")')
        found += [f'comment="{col.comment}"'] if col.comment else []
        return found

    def _table(self, tab: Tab) -> str:
        name = self.classes[tab.name]
        self.keys[name] = Key(f"table {tab.name}")
        self.sqlalchemy |= {"Table", "Column", "Integer"}
        columns = []
        for col in tab.cols:
            arguments = self._arguments(replace(col, name="_" if col.name == "id" else col.name))
            kind = [] if col.type in ("str", "text", "money") else ["Integer"]
            columns.append(f'Column({", ".join([repr(col.name), *kind, *arguments])})')
        return f'{name} = Table("{tab.name}", Base.metadata, {", ".join(columns)})'


def _isort(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name.lower())


def generate(schema: Schema, pins: Mapping[Key, str] | None = None) -> Generated:
    return Printer(schema, pins or {}).generated()
