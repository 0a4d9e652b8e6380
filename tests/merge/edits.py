"""What people do to their files and to their databases, at random, for the mutation test."""

from __future__ import annotations

import ast
import random
import re
from dataclasses import replace

import black

from tests.merge.printer import Col, Schema, Tab

TYPES = ("int", "str", "text", "money", "date")
WORDS = ("alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "zeta")


class Hand:
    """Edits a file as a person would. `marks` are words that must never get lost."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.marks: list[str] = []
        self.count = 0

    def edit(self, text: str) -> tuple[str, str]:
        """The text after one random edit that leaves it readable, and the edit's name."""
        name = self.rng.choice(EDITS)
        before = len(self.marks)
        result = getattr(self, name)(text)
        try:
            ast.parse(result.replace("\r\n", "\n"))
        except SyntaxError:
            del self.marks[before:]
            return text, f"{name} (unreadable)"
        fresh = [mark for mark in self.marks[before:] if mark in result]
        self.marks[before:] = fresh
        if any(mark in text and mark not in result for mark in self.marks):
            return text, f"{name} (removes an earlier edit)"
        return result, name

    def mark(self) -> str:
        self.count += 1
        word = f"hand_{self.count}_{self.rng.randrange(10_000)}"
        self.marks.append(word)
        return word

    def _lines(self, text: str) -> list[str]:
        return text.splitlines(keepends=True)

    def _end(self, text: str) -> str:
        return "\r\n" if "\r\n" in text else "\n"

    def _statements(self, text: str) -> list[tuple[int, int, int, ast.stmt]]:
        """(first line, last line, column, statement) of modules and class bodies, counted from 0."""
        found = []
        for node in ast.parse(text.replace("\r\n", "\n")).body:
            found.append((node.lineno - 1, node.end_lineno or 0, 0, node))
            if isinstance(node, ast.ClassDef):
                found += [(s.lineno - 1, s.end_lineno or 0, s.col_offset, s) for s in node.body]
        return found

    def _pick(self, text: str, wanted: type | tuple = ast.stmt, *, member: bool | None = None):
        found = [
            item
            for item in self._statements(text)
            if isinstance(item[3], wanted) and (member is None or member == (item[2] > 0))
        ]
        return self.rng.choice(found) if found else None

    def _insert(self, text: str, line: int, new: list[str]) -> str:
        lines = self._lines(text)
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += self._end(text)
        return "".join([*lines[:line], *(item + self._end(text) for item in new), *lines[line:]])

    def add_method(self, text: str) -> str:
        at = self._pick(text, member=True)
        if at is None:
            return text
        pad = " " * at[2]
        name = self.mark()
        body = [f"{pad}def {name}(self):", f"{pad}    return self.id  # why", ""]
        return self._insert(text, at[1], ["", *body])

    def add_property(self, text: str) -> str:
        at = self._pick(text, member=True)
        if at is None:
            return text
        pad = " " * at[2]
        body = [
            f"{pad}@property",
            f"{pad}# about {self.mark()}",
            f"{pad}def {self.mark()}(self):",
            f"{pad}    return 1",
        ]
        return self._insert(text, at[1], ["", *body, ""])

    def add_region(self, text: str) -> str:
        at = self._pick(text, member=True)
        if at is None:
            return text
        pad = " " * at[2]
        name = self.mark()
        body = [
            f"{pad}# region ormforge:custom {name}",
            f"{pad}def {self.mark()}(self): return  {{1:2}}",
            f"{pad}# endregion ormforge:custom {name}",
        ]
        return self._insert(text, at[1], ["", *body, ""])

    def add_module_region(self, text: str) -> str:
        at = self._pick(text, (ast.ClassDef, ast.Assign), member=False)
        if at is None:
            return text
        body = ["# ormforge: begin custom", f"{self.mark()} = [1,2]", "# ormforge: end custom"]
        return self._insert(text, at[1], ["", "", *body, ""])

    def add_comment_above(self, text: str) -> str:
        at = self._pick(text)
        if at is None or getattr(at[3], "decorator_list", None):
            return text
        return self._insert(text, at[0], [" " * at[2] + f"# above {self.mark()}"])

    def add_comment_floating(self, text: str) -> str:
        at = self._pick(text)
        if at is None:
            return text
        return self._insert(text, at[1], ["", " " * at[2] + f"# floating {self.mark()}", ""])

    def add_comment_below(self, text: str) -> str:
        at = self._pick(text)
        return (
            text
            if at is None
            else self._insert(text, at[1], [" " * at[2] + f"# below {self.mark()}"])
        )

    def add_comment_trailing(self, text: str) -> str:
        at = self._pick(text, (ast.AnnAssign, ast.Assign, ast.ClassDef, ast.ImportFrom))
        if at is None:
            return text
        lines = self._lines(text)
        row = at[0] if isinstance(at[3], ast.ClassDef) else at[1] - 1
        line = lines[row]
        end = line[len(line.rstrip("\r\n")) :]
        lines[row] = f"{line.rstrip()}  # trailing {self.mark()}{end}"
        return "".join(lines)

    def add_comment_inside(self, text: str) -> str:
        lines = self._lines(text)
        rows = [
            i
            for i, line in enumerate(lines)
            if line.rstrip().endswith((",", "(")) and "#" not in line
        ]
        if not rows:
            return text
        row = self.rng.choice(rows)
        pad = re.match(r"\s*", lines[min(row + 1, len(lines) - 1)]).group()
        return self._insert(text, row + 1, [f"{pad}# inside {self.mark()}"])

    def edit_argument(self, text: str) -> str:
        return self._sub(
            text, r"mapped_column\(", f'mapped_column(info={{"{self.mark()}": 1}}, ', 1
        )

    def add_argument(self, text: str) -> str:
        row = self._pick_line(text, r"mapped_column\(.*\)\s*$")
        if row is None:
            return text
        lines = self._lines(text)
        line = lines[row]
        body = line.rstrip()
        if body.endswith("mapped_column()"):
            return text
        lines[row] = f'{body[:-1]}, doc="{self.mark()}"){line[len(body):]}'
        return "".join(lines)

    def edit_length(self, text: str) -> str:
        return self._sub(text, r"String\(\d+\)", f"String({self.rng.randrange(60, 99)})", 1)

    def edit_annotation(self, text: str) -> str:
        return self._sub(text, r"Mapped\[str\]", "Mapped[str | None]", 1)

    def edit_relationship(self, text: str) -> str:
        return self._sub(
            text, r"relationship\(\n?\s*", f'relationship(info={{"{self.mark()}": 2}}, ', 1
        )

    def _sub(self, text: str, pattern: str, new: str, _count: int) -> str:
        places = list(re.finditer(pattern, text))
        if not places:
            return text
        at = self.rng.choice(places)
        return text[: at.start()] + new + text[at.end() :]

    def _pick_line(self, text: str, pattern: str) -> int | None:
        rows = [i for i, line in enumerate(self._lines(text)) if re.search(pattern, line.rstrip())]
        return self.rng.choice(rows) if rows else None

    def delete_member(self, text: str) -> str:
        at = self._pick(text, (ast.AnnAssign,), member=True)
        if at is None or "hand_" in "".join(self._lines(text)[at[0] : at[1]]):
            return text
        lines = self._lines(text)
        return "".join([*lines[: at[0]], *lines[at[1] :]])

    def rename_attribute(self, text: str) -> str:
        at = self._pick(text, ast.AnnAssign, member=True)
        if at is None or not isinstance(at[3].target, ast.Name):
            return text
        old = at[3].target.id
        source = "".join(self._lines(text)[at[0] : at[1]])
        if (
            old == "id"
            or "hand" in old
            or "mapped_column(" not in source
            or '"' in source.split("(")[1][:2]
        ):
            return text
        new = f"own_{self.rng.choice(WORDS)}_{self.rng.randrange(1000)}"
        changed = source.replace(f"{old}:", f"{new}:", 1)
        if 'mapped_column("' not in changed:
            joint = '"' if changed.split("mapped_column(")[1].lstrip().startswith(")") else '", '
            changed = changed.replace("mapped_column(", f'mapped_column("{old}{joint}', 1)
        lines = self._lines(text)
        return "".join([*lines[: at[0]], changed, *lines[at[1] :]])

    def rename_class(self, text: str) -> str:
        at = self._pick(text, ast.ClassDef, member=False)
        if at is None or at[3].name == "Base" or at[3].name.startswith("Own"):
            return text
        new = f"Own{self.rng.choice(WORDS).title()}{self.rng.randrange(1000)}"
        if self.rng.random() < 0.5:
            return re.sub(rf"\b{at[3].name}\b", new, text)
        return re.sub(rf"^class {at[3].name}\(", f"class {new}(", text, flags=re.MULTILINE)

    def add_base(self, text: str) -> str:
        mixin = self.mark()
        text = self._sub(text, r"\(Base\):", f"({mixin}, Base):", 1)
        return text.replace(
            "class Base(Dec",
            f"class {mixin}:\n    pass\n\n\nclass Base(Dec".replace("\n", self._end(text)),
            1,
        )

    def add_decorator(self, text: str) -> str:
        at = self._pick(text, ast.ClassDef, member=False)
        if at is None or at[3].name == "Base":
            return text
        name = self.mark()
        text = self._insert(
            text, at[0] - len(at[3].decorator_list), [f"# deco {self.mark()}", f"@{name}"]
        )
        helper = f"def {name}(cls):\n    return cls\n\n\nclass Base(Dec".replace(
            "\n", self._end(text)
        )
        return text.replace("class Base(Dec", helper, 1)

    def add_docstring(self, text: str) -> str:
        at = self._pick(text, ast.ClassDef, member=False)
        if at is None or ast.get_docstring(at[3]) is not None:
            return text
        first = at[3].body[0]
        return self._insert(
            text, first.lineno - 1, [" " * first.col_offset + f'"""Doc {self.mark()}."""', ""]
        )

    def add_function(self, text: str) -> str:
        at = self._pick(text, (ast.ClassDef, ast.Assign, ast.FunctionDef), member=False)
        if at is None:
            return text
        return self._insert(text, at[1], ["", "", f"def {self.mark()}():", "    return  1", "", ""])

    def add_import(self, text: str) -> str:
        at = self._pick(text, (ast.Import, ast.ImportFrom), member=False)
        if at is None:
            return text
        return self._insert(text, at[1], [f"import os as {self.mark()}"])

    def add_to_import(self, text: str) -> str:
        return self._sub(
            text,
            r"from sqlalchemy import (?!\()",
            "from sqlalchemy import BigInteger as " + self.mark() + ", ",
            1,
        )

    def add_end(self, text: str) -> str:
        return text + f"{self._end(text) * 2}{self.mark()} = 1"

    def swap_members(self, text: str) -> str:
        at = self._pick(text, ast.AnnAssign, member=True)
        if at is None:
            return text
        lines = self._lines(text)
        if at[1] >= len(lines) or not lines[at[1]].strip() or "hand" in lines[at[1]]:
            return text
        moved = lines[at[0] : at[1]]
        return "".join([*lines[: at[0]], lines[at[1]], *moved, *lines[at[1] + 1 :]])

    def move_class(self, text: str) -> str:
        at = self._pick(text, ast.ClassDef, member=False)
        if at is None or at[3].name == "Base" or at[3].decorator_list or "_" in at[3].name:
            return text
        lines = self._lines(text)
        moved = lines[at[0] : at[1]]
        rest = "".join([*lines[: at[0]], *lines[at[1] :]])
        if not moved[-1].endswith("\n"):
            return text
        gap = "" if rest.endswith("\n") else self._end(text)
        return rest + gap + self._end(text) * 2 + "".join(moved)

    def reformat(self, text: str) -> str:
        if "\r" in text:
            return text
        width = self.rng.choice((60, 88, 88, 120))
        try:
            return black.format_str(text, mode=black.Mode(line_length=width))
        except Exception:  # noqa: BLE001 - black refuses what it cannot keep the meaning of
            return text

    def blank_lines(self, text: str) -> str:
        at = self._pick(text)
        return text if at is None else self._insert(text, at[1], [""] * self.rng.randrange(1, 4))

    def crlf(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\n", "\r\n")

    def join_line(self, text: str) -> str:
        at = self._pick(text, ast.AnnAssign, member=True)
        if at is None:
            return text
        lines = self._lines(text)
        row = at[1] - 1
        if "#" in lines[row]:
            return text
        end = lines[row][len(lines[row].rstrip("\r\n")) :]
        lines[row] = f"{lines[row].rstrip()}; {self.mark()} = 1{end}"
        return "".join(lines)


EDITS = [name for name in vars(Hand) if not name.startswith("_") and name not in ("edit", "mark")]


class Migrations:
    """Changes a schema as a migration would."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def change(self, schema: Schema) -> tuple[Schema, str]:
        """The schema after one random change, and the change's name."""
        name = self.rng.choice(MIGRATIONS)
        return getattr(self, name)(schema), name

    def _tab(self, schema: Schema) -> Tab | None:
        return self.rng.choice(schema.tabs) if schema.tabs else None

    def _col(self, tab: Tab | None) -> Col | None:
        found = [col for col in tab.cols if col.name != "id"] if tab else []
        return self.rng.choice(found) if found else None

    def add_column(self, schema: Schema) -> Schema:
        tab = self._tab(schema)
        name = self.rng.choice(WORDS)
        if tab is None or tab.col(name):
            return schema
        col = Col(name, self.rng.choice(TYPES), nullable=self.rng.random() < 0.5)
        at = self.rng.randrange(1, len(tab.cols) + 1)
        return schema.with_tab(replace(tab, cols=(*tab.cols[:at], col, *tab.cols[at:])))

    def drop_column(self, schema: Schema) -> Schema:
        tab = self._tab(schema)
        col = self._col(tab)
        if tab is None or col is None:
            return schema
        indexes = tuple(item for item in tab.indexes if item[1] != col.name)
        cols = tuple(item for item in tab.cols if item != col)
        return schema.with_tab(replace(tab, cols=cols, indexes=indexes))

    def _alter(self, schema: Schema, **changes: object) -> Schema:
        tab = self._tab(schema)
        col = self._col(tab)
        if tab is None or col is None:
            return schema
        return schema.with_tab(tab.with_col(replace(col, **changes)))

    def change_type(self, schema: Schema) -> Schema:
        return self._alter(schema, type=self.rng.choice(TYPES), length=self.rng.choice((0, 20, 40)))

    def change_null(self, schema: Schema) -> Schema:
        return self._alter(schema, nullable=self.rng.random() < 0.5)

    def change_default(self, schema: Schema) -> Schema:
        return self._alter(schema, default=self.rng.choice(("", "0", "now()")))

    def change_comment(self, schema: Schema) -> Schema:
        return self._alter(
            schema, comment=self.rng.choice(("", "a comment", "a much longer comment " * 3))
        )

    def change_unique(self, schema: Schema) -> Schema:
        return self._alter(schema, unique=self.rng.random() < 0.5)

    def add_key(self, schema: Schema) -> Schema:
        remote = self._tab(schema)
        return (
            schema
            if remote is None or remote.keyless
            else self._alter(schema, type="int", fk=remote.name)
        )

    def drop_key(self, schema: Schema) -> Schema:
        return self._alter(schema, fk="")

    def add_table(self, schema: Schema) -> Schema:
        free = [word for word in WORDS if schema.tab(word + "s") is None]
        if not free:
            return schema
        tab = Tab(self.rng.choice(free) + "s", (Col("id"), Col(self.rng.choice(WORDS), "str")))
        at = self.rng.randrange(len(schema.tabs) + 1)
        return replace(schema, tabs=(*schema.tabs[:at], tab, *schema.tabs[at:]))

    def drop_table(self, schema: Schema) -> Schema:
        tab = self._tab(schema)
        return schema if tab is None else schema.without(tab.name)

    def table_comment(self, schema: Schema) -> Schema:
        tab = self._tab(schema)
        if tab is None:
            return schema
        return schema.with_tab(
            replace(tab, comment=self.rng.choice(("", "People who write", "Other")))
        )

    def change_indexes(self, schema: Schema) -> Schema:
        tab = self._tab(schema)
        if tab is None:
            return schema
        named = [
            (f"ix_{tab.name}_{col.name}", col.name) for col in tab.cols if self.rng.random() < 0.3
        ]
        return schema.with_tab(replace(tab, indexes=tuple(named)))

    def toggle_key(self, schema: Schema) -> Schema:
        tab = self._tab(schema)
        if tab is None or any(col.fk == tab.name for other in schema.tabs for col in other.cols):
            return schema
        return schema.with_tab(replace(tab, keyless=not tab.keyless, comment="", indexes=()))


MIGRATIONS = [name for name in vars(Migrations) if not name.startswith("_") and name != "change"]

START = Schema(
    tabs=(
        Tab("authors", (Col("id"), Col("name", "str"), Col("born", "date", nullable=True))),
        Tab(
            "books",
            (
                Col("id"),
                Col("author_id", fk="authors"),
                Col("title", "str", 100),
                Col("price", "money", default="0"),
            ),
            comment="What is sold",
            indexes=(("ix_books_title", "title"),),
        ),
        Tab("tags", (Col("id"), Col("name", "text", unique=True))),
    )
)
