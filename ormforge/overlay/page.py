"""The page of a database as HTML: one file that loads nothing.

Every text is escaped as it is printed, and what only steers a screen (control characters, direction marks, halves of
surrogate pairs) is made visible. The policy lets no script and no style run but those that are part of the page
(www.w3.org/TR/CSP3).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ormforge.export.diagram import Placed
from ormforge.export.page import Page
from ormforge.export.page.model import Card
from ormforge.overlay.builtin import builtin_templates

_STYLES = ("theme.css", "frame.css", "diagram.css", "dictionary.css", "print.css")
_FIRST_SCRIPTS = ("theme.js",)
_SCRIPTS = ("tables.js", "viewport.js", "search.js", "select.js", "keys.js", "main.js")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\uffff]"
)

_WORD_ENDS = re.compile(r"(?<=[a-z0-9][_./])(?=\w)|(?<=[a-z])(?=[A-Z])", re.ASCII)


def render_page(page: Page) -> str:
    """The page as HTML; equal pages give equal text."""
    folder = builtin_templates()
    environment = _environment(folder)
    styles = _joined(folder, _STYLES)
    positions = _positions(page)
    first_script, script = _script(folder, _FIRST_SCRIPTS), _script(folder, _SCRIPTS)
    return environment.get_template("page/page.html").render(
        page=page,
        policy=_policy((first_script, script), (styles, positions)),
        styles=styles,
        positions=positions,
        print_scale=_print_scale(page),
        first_script=first_script,
        script=script,
    )


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = breakable
    return environment


def visible(value: object) -> object:
    """A text with every character that cannot be seen spelled by its number; anything else as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


def breakable(text: str) -> Markup:
    """A name or a type, escaped, that may be broken into lines where a word of it ends."""
    return Markup("<wbr>").join(_WORD_ENDS.split(str(visible(text))))


def _policy(scripts: tuple[Markup, ...], styles: tuple[Markup, ...]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _joined(folder: Path, names: tuple[str, ...]) -> Markup:
    """The files of the page by these names, one after the other: our own text, which is never escaped."""
    texts = [(folder / "page" / name).read_text(encoding="utf-8") for name in names]
    text = "\n".join(texts)
    return Markup(f"\n{text}")  # noqa: S704 - files of the package, no text of the database


def _script(folder: Path, names: tuple[str, ...]) -> Markup:
    """The scripts as one that leaves no name behind."""
    return Markup('\n"use strict";\n(() => {{{}}})();\n').format(_joined(folder, names))


def _positions(page: Page) -> Markup:
    """Where the cards stand, as rules of style: numbers, and identifiers made for the page."""
    diagram = page.diagram
    rules = [f"#canvas{{width:{diagram.width}px;height:{diagram.height}px}}"]
    rules += [f"#card-{card.id}{{{_place(card.box)};{_extent(card)}}}" for card in diagram.cards]
    rules.append(f"@media print{{#canvas{{zoom:{_print_scale(page)}}}}}")
    return Markup("\n" + "\n".join(rules) + "\n")  # noqa: S704


def _extent(card: Card) -> str:
    """How many letters a line and how many lines the name takes where its letters are as large as they can be."""
    words = [len(word) for word in _WORD_ENDS.split(str(visible(card.label)))]
    shapes = [(letters, _lines(words, letters)) for letters in range(max(words), sum(words) + 1)]
    letters, lines = max(
        shapes,
        key=lambda shape: min(1.42 * card.box.width / shape[0], 0.8 * card.box.height / shape[1]),
    )
    return f"--letters:{max(letters, 3)};--lines:{lines}"


def _lines(words: Iterable[int], letters: int) -> int:
    """How many lines of so many letters words of these lengths take."""
    lines, left = 1, letters
    for word in words:
        if word > left:
            lines, left = lines + 1, letters
        left -= word
    return lines


def _print_scale(page: Page) -> str:
    """By how much the diagram has to shrink to fit on a sheet of A4, landscape."""
    width, height = max(page.diagram.width, 1), max(page.diagram.height, 1)
    return f"{min(1020 / width, 610 / height, 1):.4f}"


def _place(box: Placed) -> str:
    return f"left:{box.x}px;top:{box.y}px;width:{box.width}px;height:{box.height}px"
