"""What people do to classes as a whole."""

from __future__ import annotations

import ast
import re

from tests.merge.fuzz.page import Edit, Page


def _ahead_of_base(page: Page, text: str, source: str) -> str:
    source = source.replace("\n", page.end)
    return re.sub(r"^class Base\(", lambda _: f"{source}class Base(", text, count=1, flags=re.M)


def add_mixin(page: Page) -> str | None:
    name = page.mark()
    text = page.substituted(r"\(Base\):", f"({name}, Base):")
    return text and _ahead_of_base(page, text, f"class {name}:\n    pass\n\n\n")


def add_last_base(page: Page) -> str | None:
    name = page.mark()
    text = page.substituted(r"\(Base\):", f"(Base, {name}):")
    return text and _ahead_of_base(page, text, f"class {name}: pass\n\n\n")


def add_keyword(page: Page) -> str | None:
    name = page.mark()
    text = page.substituted(r"\(Base\):", f'(Base, flag="{name}"):')
    if text is None:
        return None
    hook = "    def __init_subclass__(cls, flag=None, **kw): super().__init_subclass__(**kw)"
    return re.sub(r"^(class Base\(.*\):\r?\n?)    pass", lambda m: m[1] + hook, text, flags=re.M)


def add_decorator(page: Page) -> str | None:
    spot = page.mapped_class()
    if spot is None:
        return None
    name = page.mark()
    text = page.put(spot.start, [f"# deco {page.mark()}", f"@{name}"])
    return _ahead_of_base(page, text, f"def {name}(cls):\n    return cls\n\n\n")


def add_docstring(page: Page) -> str | None:
    spot = page.open_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef):
        return None
    if ast.get_docstring(spot.node) is not None:
        return None
    first = next((item for item in page.spots() if item.owner is spot.node), None)
    if first is None:
        return None  # the body stands on the line of the class
    return page.put(
        first.start, [f'{first.pad}"""Doc {page.mark()}.', "", f'{first.pad}More.  """', ""]
    )


def edit_docstring(page: Page) -> str | None:
    return page.substituted(r'"""What is sold"""', f'"""Sold {page.mark()}."""')


def rename_class(page: Page) -> str | None:
    """A class under another name everywhere, or only where it stands."""
    spot = page.mapped_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef):
        return None
    old, new = spot.node.name, f"Own{page.prefix.title().replace('_', '')}"
    if page.rng.random() < 0.7:
        return re.sub(rf"\b{old}\b", new, page.text)
    return re.sub(rf"^class {old}\(", f"class {new}(", page.text, flags=re.M)


def rename_table_variable(page: Page) -> str | None:
    spot = page.pick(ast.Assign, member=False, fits=lambda s: "= Table(" in page.source(s))
    if spot is None or not isinstance(spot.node, ast.Assign):
        return None
    target = spot.node.targets[0]
    if not isinstance(target, ast.Name):
        return None
    old = target.id
    return re.sub(rf"(?<!['\"])\b{old}\b(?!['\"])", f"own_{page.prefix}", page.text)


def delete_class(page: Page) -> str | None:
    spot = page.mapped_class()
    return None if spot is None else page.without(spot)


def move_class_down(page: Page) -> str | None:
    """A class at the end of the file; the comments above it stay."""
    spot = page.mapped_class()
    if spot is None:
        return None
    moved = page.lines[spot.start : spot.stop]
    if not moved[-1].endswith(("\n", "\r")):
        return None
    rest = page.without(spot)
    gap = "" if rest.endswith(("\n", "\r")) else page.end
    return rest + gap + page.end * 2 + "".join(moved)


def swap_classes(page: Page) -> str | None:
    """Two neighbours, the blank lines between them left in place."""
    spots = [spot for spot in page.spots() if spot.owner is None]
    pairs = [
        (one, other)
        for one, other in zip(spots, spots[1:], strict=False)
        if isinstance(one.node, ast.ClassDef)
        and isinstance(other.node, ast.ClassDef)
        and one.node.name != "Base"
    ]
    if not pairs:
        return None
    one, other = page.rng.choice(pairs)
    if not page.lines[other.stop - 1].endswith(("\n", "\r")):
        return None
    between = page.lines[one.stop : other.start]
    return "".join(
        [
            *page.lines[: one.start],
            *page.lines[other.start : other.stop],
            *between,
            *page.lines[one.start : one.stop],
            *page.lines[other.stop :],
        ]
    )


def wrap_class(page: Page) -> str | None:
    """A class behind an `if`."""
    spot = page.mapped_class()
    if spot is None or "\t" in page.source(spot) or '"""' in page.source(spot):
        return None
    body = [
        line if not line.strip() else "    " + line for line in page.lines[spot.start : spot.stop]
    ]
    return page.exchanged(spot, f"if True:  # {page.mark()}{page.end}" + "".join(body))


def shorten_class(page: Page) -> str | None:
    """A class with nothing in it on one line."""
    return page.substituted(r"(class Base\(\w+\):)\r?\n    pass", rf"\1 pass  # {page.mark()}")


def flatten_class(page: Page) -> str | None:
    """A class with all its members on the line of its header."""
    spot = page.mapped_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef) or "#" in page.source(spot):
        return None
    members = [item for item in page.spots() if item.owner is spot.node]
    if not members or not all(isinstance(m.node, (ast.Assign, ast.AnnAssign)) for m in members):
        return None
    header = "".join(page.lines[spot.start : members[0].start]).rstrip()
    body = "; ".join(dict.fromkeys(page.source(member).strip() for member in members))
    return page.exchanged(spot, f"{header} {body}  # {page.mark()}{page.end}")


def use_class(page: Page) -> str | None:
    """A listener, a late attribute: code below the classes that speaks of one."""
    spot = page.mapped_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef):
        return None
    name = spot.node.name
    body = [f"def {page.mark()}(session):", f"    return session.query({name})"]
    return page.put(len(page.lines), ["", "", *body])


EDITS: tuple[Edit, ...] = (
    add_mixin,
    add_last_base,
    add_keyword,
    add_decorator,
    add_docstring,
    edit_docstring,
    rename_class,
    rename_table_variable,
    delete_class,
    move_class_down,
    swap_classes,
    wrap_class,
    shorten_class,
    flatten_class,
    use_class,
)
