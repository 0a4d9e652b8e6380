"""Where people put comments."""

from __future__ import annotations

import ast

from tests.merge.fuzz.page import Edit, Page


def above(page: Page) -> str | None:
    spot = page.pick()
    return None if spot is None else page.put(spot.start, [f"{spot.pad}# above {page.mark()}"])


def floating(page: Page) -> str | None:
    spot = page.pick()
    if spot is None:
        return None
    return page.put(spot.stop, ["", f"{spot.pad}# floating {page.mark()}", ""])


def below(page: Page) -> str | None:
    spot = page.pick()
    return None if spot is None else page.put(spot.stop, [f"{spot.pad}# below {page.mark()}"])


def tail(page: Page) -> str | None:
    """At the end of a class, at the depth of its members."""
    spot = page.mapped_class()
    if spot is None:
        return None
    return page.put(spot.stop, ["", f"    # the end of it {page.mark()}"])


def outdented(page: Page) -> str | None:
    """Between the members of a class, but at the margin."""
    spot = page.pick(member=True)
    return None if spot is None else page.put(spot.start, [f"# outdented {page.mark()}"])


def trailing(page: Page, text: str = "# trailing {}") -> str | None:
    kinds = (ast.AnnAssign, ast.Assign, ast.ClassDef, ast.ImportFrom)
    spot = page.pick(kinds)
    if spot is None:
        return None
    row = spot.node.lineno - 1 if isinstance(spot.node, ast.ClassDef) else spot.stop - 1
    line = page.lines[row]
    body = line.rstrip()
    if "#" in line or body.endswith("\\"):
        return None
    lines = list(page.lines)
    lines[row] = f"{body}  {text.format(page.mark())}{line[len(body):]}"
    return "".join(lines)


def noqa(page: Page) -> str | None:
    return trailing(page, "# noqa: E501 {}")


def type_ignore(page: Page) -> str | None:
    return trailing(page, "# type: ignore[{}]")


def inside(page: Page) -> str | None:
    """Between the arguments of a call."""
    rows = [
        row
        for row, line in enumerate(page.lines[:-1])
        if line.rstrip().endswith((",", "(")) and "#" not in line
    ]
    if not rows:
        return None
    row = page.rng.choice(rows)
    following = page.lines[row + 1]
    pad = following[: len(following) - len(following.lstrip())].strip("\r\n")
    return page.put(row + 1, [f"{pad}# inside {page.mark()}"])


def at_the_top(page: Page) -> str | None:
    return page.put(0, [f"# Copyright {page.mark()}", ""])


def at_the_end(page: Page) -> str | None:
    return page.put(len(page.lines), ["", f"# the end {page.mark()}"])


def format_off(page: Page) -> str | None:
    """A span that black leaves alone."""
    spot = page.pick(ast.AnnAssign, member=True)
    if spot is None:
        return None
    source = "".join(page.lines[spot.start : spot.stop]).replace(" = ", "   =   ")
    if not source.endswith(("\n", "\r")):
        return None
    on, off = f"{spot.pad}# fmt: on{page.end}", f"{spot.pad}# fmt: off {page.mark()}{page.end}"
    return page.exchanged(spot, off + source + on)


def looks_like_a_notice(page: Page) -> str | None:
    """Comments that look like those that ormforge writes."""
    spot = page.pick(member=True)
    if spot is None:
        return None
    kind = page.rng.choice(("theirs>", "orphan", "conflict"))
    return page.put(spot.start, [f"{spot.pad}# ormforge: {kind} {page.mark()}"])


EDITS: tuple[Edit, ...] = (
    above,
    above,
    floating,
    below,
    tail,
    outdented,
    trailing,
    trailing,
    noqa,
    type_ignore,
    inside,
    at_the_top,
    at_the_end,
    format_off,
    looks_like_a_notice,
)
