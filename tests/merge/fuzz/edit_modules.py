"""What people write around the classes of a module."""

from __future__ import annotations

import ast
import re

from tests.merge.fuzz.page import Edit, Page

_BLOCKS = (ast.ClassDef, ast.Assign, ast.FunctionDef)


def _below(page: Page, body: list[str]) -> str | None:
    spot = page.pick(_BLOCKS, member=False)
    return None if spot is None else page.put(spot.stop, body)


def _among_imports(page: Page, body: list[str]) -> str | None:
    spot = page.pick((ast.Import, ast.ImportFrom), member=False)
    return None if spot is None else page.put(spot.stop, body)


def add_function(page: Page) -> str | None:
    return _below(page, ["", "", f"def {page.mark()}():", "    return  1"])


def add_module_region(page: Page) -> str | None:
    return _below(
        page,
        ["", "", "# ormforge: begin custom", f"{page.mark()} = [1,2]", "# ormforge: end custom"],
    )


def add_module_constant(page: Page) -> str | None:
    return _below(page, ["", f"{page.mark()}: dict[str, int] = {{}}"])


def add_class(page: Page) -> str | None:
    return _below(page, ["", "", f"class {page.mark()}(dict):", "    def get(self, x): return x"])


def add_mapped_class(page: Page) -> str | None:
    """A class with a table that the database does not have."""
    name = page.mark()
    body = [
        f'    __tablename__ = "{name}"',
        "",
        "    id: Mapped[int] = mapped_column(primary_key=True)",
    ]
    return page.put(len(page.lines), ["", "", f"class {name}(Base):", *body])


def add_guard(page: Page) -> str | None:
    return page.put(
        len(page.lines), ["", "", 'if __name__ == "__main__":', f"    print('{page.mark()}')"]
    )


def add_all(page: Page) -> str | None:
    spot = page.mapped_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef) or "__all__" in page.text:
        return None
    return _among_imports(page, ["", f'__all__ = ["{spot.node.name}"]  # {page.mark()}'])


def add_type_checking(page: Page) -> str | None:
    name = page.mark()
    return _among_imports(
        page,
        [
            "from typing import TYPE_CHECKING",
            "",
            "if TYPE_CHECKING:",
            f"    from {name} import {page.mark()}",
        ],
    )


def add_future(page: Page) -> str | None:
    if "__future__" in page.text:
        return None
    first = next(
        (s for s in page.spots() if isinstance(s.node, (ast.Import, ast.ImportFrom))), None
    )
    if first is None:
        return None
    return page.put(first.start, ["from __future__ import annotations", ""])


def add_import(page: Page) -> str | None:
    return _among_imports(page, [f"import os as {page.mark()}"])


def add_try_import(page: Page) -> str | None:
    name = page.mark()
    return _among_imports(
        page, ["try:", f"    import {name}", "except ImportError:", f"    {name} = None"]
    )


def add_name_to_import(page: Page) -> str | None:
    return page.substituted(
        r"from sqlalchemy import (?![(\\])", f"from sqlalchemy import BigInteger as {page.mark()}, "
    )


def alias_import(page: Page) -> str | None:
    """A name of SQLAlchemy's under another name, wherever it is used."""
    found = re.findall(
        r"^from sqlalchemy import (?:.*, )?(String|Text|ForeignKey|Index)\b(?! as)", page.text, re.M
    )
    if not found:
        return None
    name, new = found[0], page.mark()
    text = re.sub(rf"\b{name}\(", f"{new}(", page.text)
    text = re.sub(rf"= mapped_column\({name}\b", f"= mapped_column({new}", text)
    if re.search(rf"\b{name}\b", re.sub(r"^from .*$", "", text, flags=re.M)):
        return None
    return re.sub(
        rf"^(from sqlalchemy import .*)\b{name}\b", rf"\1{name} as {new}", text, count=1, flags=re.M
    )


def shuffle_imports(page: Page) -> str | None:
    """The names of an import in another order, as isort or a person would have them."""
    found = list(re.finditer(r"^(from [\w.]+ import )([\w, ]+)$", page.text, re.M))
    if not found:
        return None
    at = page.rng.choice(found)
    names = at[2].split(", ")
    page.rng.shuffle(names)
    return page.text[: at.start()] + at[1] + ", ".join(names) + page.text[at.end() :]


def split_import(page: Page) -> str | None:
    """One import statement per name, as isort's force_single_line does."""
    found = list(re.finditer(r"^from (sqlalchemy[\w.]*) import ([\w, ]+)$", page.text, re.M))
    if not found:
        return None
    at = page.rng.choice(found)
    lines = [f"from {at[1]} import {name.strip()}" for name in at[2].split(",")]
    return page.text[: at.start()] + page.end.join(lines) + page.text[at.end() :]


def bind_import_name(page: Page) -> str | None:
    """A class of one's own under a name that generated code may want to import."""
    name = page.rng.choice(("Text", "Index", "Decimal", "Numeric", "Enum", "text"))
    if re.search(rf"\b{name}\b", page.text):
        return None
    return _among_imports(page, ["", "", f"class {name}:", f'    """Mine {page.mark()}."""'])


def add_module_docstring(page: Page) -> str | None:
    if ast.get_docstring(page.tree) is not None:
        return None
    return page.put(0, [f'"""About the models {page.mark()}."""', ""])


def join_statements(page: Page) -> str | None:
    return _below(page, ["", f"{page.mark()} = 1; {page.mark()} = 2"])


EDITS: tuple[Edit, ...] = (
    add_function,
    add_module_region,
    add_module_constant,
    add_class,
    add_mapped_class,
    add_guard,
    add_all,
    add_type_checking,
    add_future,
    add_import,
    add_try_import,
    add_name_to_import,
    alias_import,
    shuffle_imports,
    split_import,
    bind_import_name,
    add_module_docstring,
    join_statements,
)
