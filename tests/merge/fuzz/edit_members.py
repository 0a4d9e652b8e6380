"""What people do to the members of a class."""

from __future__ import annotations

import ast
import re

from tests.merge.fuzz.page import Edit, Page, Spot


def _below(page: Page, body: list[str]) -> str | None:
    """The text with lines below any member, at its indent."""
    spot = page.pick(member=True)
    if spot is None:
        return None
    step = "\t" if "\t" in spot.pad else "    "
    lines = [spot.pad + line.replace("    ", step) if line else "" for line in body]
    return page.put(spot.stop, lines)


def add_method(page: Page) -> str | None:
    return _below(page, ["", f"def {page.mark()}(self):", "    return self.id  # why", ""])


def add_property(page: Page) -> str | None:
    head = ["", "@property", f"# about {page.mark()}"]
    return _below(page, [*head, f"def {page.mark()}(self):", "    return 1", ""])


def add_overloads(page: Page) -> str | None:
    name = page.mark()
    setter = [f"@{name}.setter", f"def {name}(self, value): pass"]
    return _below(page, ["", "@property", f"def {name}(self): return 1", *setter, ""])


def add_constant(page: Page) -> str | None:
    return _below(page, [f"{page.mark()} = [1,2]"])


def add_chain(page: Page) -> str | None:
    return _below(page, [f"{page.mark()} = {page.mark()} = 1"])


def add_continuation(page: Page) -> str | None:
    return _below(page, [f"{page.mark()} = 1 + \\", "    2"])


def add_nested_class(page: Page) -> str | None:
    return _below(page, ["", f"class {page.mark()}:", f"    {page.mark()} = 1", ""])


def add_conditional(page: Page) -> str | None:
    return _below(page, ["if True:", f"    {page.mark()} = 1"])


def add_region(page: Page) -> str | None:
    name = page.mark()
    inside = [f"def {page.mark()}(self): return  {{1:2}}", "", f"{page.mark()} = 'x' "]
    return _below(
        page,
        [
            "",
            f"# region ormforge:custom {name}",
            *inside,
            f"# endregion ormforge:custom {name}",
            "",
        ],
    )


def add_broken_region(page: Page) -> str | None:
    return _below(page, [f"# region ormforge:custom {page.mark()}"])


def delete_method(page: Page) -> str | None:
    spot = page.pick(ast.FunctionDef, member=True)
    return None if spot is None else page.without(spot)


def delete_member(page: Page) -> str | None:
    spot = page.pick(ast.AnnAssign, member=True)
    return None if spot is None else page.without(spot)


def delete_attribute(page: Page) -> str | None:
    spot = page.pick(ast.Assign, member=True, fits=lambda s: "__tablename__" not in page.source(s))
    return None if spot is None else page.without(spot)


def move_member(page: Page) -> str | None:
    """A member moved to any other place of its class."""
    spot = page.pick(member=True)
    if spot is None:
        return None
    others = [s for s in page.spots() if s.owner is spot.owner and s.start != spot.start]
    if not others:
        return None
    target, moved = page.rng.choice(others), page.lines[spot.start : spot.stop]
    if not moved[-1].endswith(("\n", "\r")):
        return None
    lines = list(page.lines)
    if target.start > spot.start:
        lines[target.stop : target.stop] = moved
        del lines[spot.start : spot.stop]
    else:
        del lines[spot.start : spot.stop]
        lines[target.start : target.start] = moved
    return "".join(lines)


def sort_members(page: Page) -> str | None:
    """The columns of a class in the order of their names; comments between them stay where they are."""
    owner = page.mapped_class()
    if owner is None:
        return None
    spots = [s for s in page.spots() if s.owner is owner.node and isinstance(s.node, ast.AnnAssign)]
    if len(spots) < 2 or not page.source(spots[-1]).endswith(("\n", "\r")):
        return None
    sources = sorted((page.source(spot) for spot in spots), key=str.strip)
    lines = list(page.lines)
    for spot, source in reversed(list(zip(spots, sources, strict=True))):
        lines[spot.start : spot.stop] = [source]
    return "".join(lines)


def rename_attribute(page: Page) -> str | None:
    """A column under another name, the old one given to `mapped_column`."""
    spot = page.column()
    if spot is None or not isinstance(spot.node, ast.AnnAssign):
        return None
    source, target = page.source(spot), spot.node.target
    if not isinstance(target, ast.Name) or target.id == "id":
        return None
    if "mapped_column(" not in source or re.search(r"mapped_column\(\s*['\"]", source):
        return None
    changed = source.replace(f"{target.id}:", f"own_{page.prefix}:", 1)
    joint = "" if re.search(r"mapped_column\(\s*\)", changed) else ", "
    changed = changed.replace("mapped_column(", f'mapped_column("{target.id}"{joint}', 1)
    return page.exchanged(spot, changed)


def rename_relationship(page: Page) -> str | None:
    """A relationship under another name, with the other side's `back_populates`."""
    spot = page.pick(ast.AnnAssign, member=True, fits=lambda s: "back_populates" in page.source(s))
    if spot is None or not isinstance(spot.node, ast.AnnAssign):
        return None
    target = spot.node.target
    if not isinstance(target, ast.Name) or page.text.count(f'"{target.id}"') != 1:
        return None
    new = f"own_{page.prefix}"
    text = page.exchanged(spot, page.source(spot).replace(f"{target.id}:", f"{new}:", 1))
    return text.replace(f'back_populates="{target.id}"', f'back_populates="{new}"')


def _value(page: Page, call: str, add: str) -> str | None:
    """The text with an argument added behind the last one of any such call."""
    spot = page.pick(ast.AnnAssign, member=True, fits=lambda s: call in page.source(s))
    if spot is None:
        return None
    source = page.source(spot)
    body = source.rstrip()
    if not body.endswith(")") or "#" in source:
        return None
    inside = body[:-1].rstrip()
    joint = " " if inside.endswith(",") else "" if inside.endswith("(") else ", "
    return page.exchanged(spot, f"{inside}{joint}{add}){source[len(body):]}")


def add_argument(page: Page) -> str | None:
    return _value(page, "mapped_column(", f'doc="{page.mark()}"')


def add_info(page: Page) -> str | None:
    return _value(page, "mapped_column(", f'info={{"{page.mark()}": 1}}, index=True')


def add_order(page: Page) -> str | None:
    return _value(page, "relationship(", f'info={{"{page.mark()}": 2}}, lazy="selectin"')


def add_first_argument(page: Page) -> str | None:
    return page.substituted(r"relationship\((?=\w)", f'relationship(info={{"{page.mark()}": 3}}, ')


def drop_argument(page: Page) -> str | None:
    return page.substituted(r", (?:unique=True|index=True|server_default=text\([^()]*\))", "")


def retype(page: Page) -> str | None:
    return page.substituted(r"String\(\d+\)", f"String({page.rng.randrange(200, 299)})")


def annotate(page: Page) -> str | None:
    return page.substituted(r"Mapped\[str\]", "Mapped[str | None]")


def annotate_strictly(page: Page) -> str | None:
    return page.substituted(r"Mapped\[(\w+) \| None\]", r"Mapped[\1]")


def add_table_index(page: Page) -> str | None:
    """An index of one's own in `__table_args__`, or `__table_args__` with one."""
    spot = page.open_class()
    if spot is None or not isinstance(spot.node, ast.ClassDef):
        return None
    own = f'sa.Index("{page.mark()}", "id")'
    args = next(
        (s for s in page.spots() if s.owner is spot.node and "__table_args__" in page.source(s)),
        None,
    )
    if args is None:
        name = next(
            (s for s in page.spots() if s.owner is spot.node and "__tablename__" in page.source(s)),
            None,
        )
        if name is None:
            return None
        text = page.put(name.stop, [f"{name.pad}__table_args__ = ({own},)  # mine"])
    else:
        source = page.source(args)
        if not re.search(r"__table_args__ = \((?=\S)", source):
            return None
        text = page.exchanged(
            args, source.replace("__table_args__ = (", f"__table_args__ = ({own}, ", 1)
        )
    return _with_sqlalchemy(page, text)


def _with_sqlalchemy(page: Page, text: str) -> str:
    if "import sqlalchemy as sa" in text:
        return text
    return re.sub(
        r"^from sqlalchemy",
        f"import sqlalchemy as sa{page.end}from sqlalchemy",
        text,
        count=1,
        flags=re.M,
    )


def edit_table_option(page: Page) -> str | None:
    return page.substituted(
        r'__table_args__ = \{(?=")', f'__table_args__ = {{"info": {{"{page.mark()}": 1}}, '
    )


def join_lines(page: Page) -> str | None:
    spot = page.pick(ast.AnnAssign, member=True)
    if spot is None or "#" in page.lines[spot.stop - 1]:
        return None
    line = page.lines[spot.stop - 1]
    body = line.rstrip()
    return page.exchanged(
        spot,
        "".join(page.lines[spot.start : spot.stop - 1])
        + f"{body}; {page.mark()} = 1{line[len(body):]}",
    )


def join_members(page: Page) -> str | None:
    """Two neighbours on one line."""
    pairs = [
        (one, other)
        for one, other in zip(page.spots(), list(page.spots())[1:], strict=False)
        if one.owner is not None and one.owner is other.owner
        if isinstance(one.node, _PLAIN) and isinstance(other.node, _PLAIN)
        if one.stop <= other.start and "#" not in page.source(one)
    ]
    if not pairs:
        return None
    one, other = page.rng.choice(pairs)
    if any(line.strip() for line in page.lines[one.stop : other.start]):
        return None
    joined = f"{page.source(one).rstrip()}; {page.source(other).lstrip()}"
    return "".join([*page.lines[: one.start], joined, *page.lines[other.stop :]])


def wrap_member(page: Page) -> str | None:
    """A member behind an `if`."""
    spot = page.pick(ast.AnnAssign, member=True)
    if spot is None or "\t" in spot.pad:
        return None
    source = "".join("    " + line for line in page.lines[spot.start : spot.stop])
    return page.exchanged(spot, f"{spot.pad}if True:{page.end}{source}")


def explode(page: Page) -> str | None:
    """The arguments of a call on lines of their own, with a comment at one of them."""
    spot = page.pick(ast.AnnAssign, member=True, fits=_is_short_call)
    if spot is None:
        return None
    source = page.source(spot)
    head, _, inside = source.rstrip().removesuffix(")").partition("(")
    if "(" in inside or not inside:
        return None
    arguments = [f"{spot.pad}        {item.strip()}," for item in inside.split(",")]
    arguments[-1] += f"  # {page.mark()}"
    return page.exchanged(spot, page.end.join([f"{head}(", *arguments, f"{spot.pad}    )", ""]))


def _is_short_call(spot: Spot) -> bool:
    value = spot.node.value if isinstance(spot.node, ast.AnnAssign) else None
    return isinstance(value, ast.Call) and spot.stop == spot.start + 1


_PLAIN = (ast.Assign, ast.AnnAssign)

EDITS: tuple[Edit, ...] = (
    add_method,
    add_property,
    add_overloads,
    add_constant,
    add_chain,
    add_continuation,
    add_nested_class,
    add_conditional,
    add_region,
    add_broken_region,
    delete_method,
    delete_member,
    delete_attribute,
    move_member,
    sort_members,
    rename_attribute,
    rename_relationship,
    add_argument,
    add_info,
    add_order,
    add_first_argument,
    drop_argument,
    retype,
    annotate,
    annotate_strictly,
    add_table_index,
    edit_table_option,
    join_lines,
    join_members,
    wrap_member,
    explode,
)
