"""Random statements in the compact form that generated code is printed in."""

from __future__ import annotations

from random import Random

NAMES = (
    "a",
    "id",
    "type",
    "books",
    "mapped_column",
    "ForeignKey",
    "relationship",
    "Wörter",
    "x" * 30,
)
TEXTS = ("", "a", "books.id", "it's", 'say "hi"', "both ' and \"", "back\\slash", "x" * 40, "äöü ß")
TYPES = ("int", "str", "datetime.datetime", "Decimal", '"Book"', '"AuthorProfile | None"', "X" * 25)


def statement(source: Random) -> str:
    """One statement of any kind."""
    kind = source.randrange(10)
    if kind == 0:
        names = ", ".join(source.choice(NAMES[:7]) for _ in range(source.randrange(1, 8)))
        return f"from {source.choice(('a', 'a.b', '..c', 'sqlalchemy.orm'))} import {names}"
    if kind == 1:
        bases = ", ".join(_operand(source, 1) for _ in range(source.randrange(1, 4)))
        return f"class {source.choice(NAMES)}({bases}):"
    if kind == 2:
        return f"{source.choice(NAMES)}.listen({_arguments(source, 2)})"
    name = source.choice(NAMES)
    if kind in (3, 4):
        return f"{name} = {_value(source, 3)}"
    annotation = _annotation(source)
    return f"{name}: {annotation}" + (f" = {_value(source, 3)}" if source.random() < 0.9 else "")


def _annotation(source: Random) -> str:
    inner = source.choice(TYPES)
    if source.random() < 0.3:
        inner = f"list[{inner}]"
    if source.random() < 0.3 and not inner.startswith('"'):
        inner += " | None"
    if source.random() < 0.2:
        inner = f"Annotated[{inner}, Field({_arguments(source, 1)})]"
    return f"Mapped[{inner}]" if source.random() < 0.7 else inner


def _value(source: Random, depth: int) -> str:
    kind = source.randrange(12)
    if kind < 6:
        return f"{source.choice(NAMES)}({_arguments(source, depth)})"
    if kind == 6:
        return _display(source, depth)
    if kind == 7 and depth:
        return f"{_operand(source, 0)} | {_operand(source, 0)}"
    return _operand(source, depth)


def _operand(source: Random, depth: int) -> str:
    kind = source.randrange(12 if depth else 7)
    if kind < 2:
        return source.choice(NAMES)
    if kind == 2:
        return f"{source.choice(NAMES)}.{source.choice(NAMES)}"
    if kind in (3, 4):
        return literal(source.choice(TEXTS))
    if kind == 5:
        return source.choice(("0", "1", "-1", "10.5", "1e16", "True", "None"))
    if kind == 6:
        return f"{source.choice(NAMES)}()"
    if kind == 7:
        return _display(source, depth - 1)
    if kind == 8:
        return f"{source.choice(NAMES)}[{_operand(source, depth - 1)}]"
    if kind == 9:
        return f"{source.choice(NAMES)}({_arguments(source, depth - 1)}).{source.choice(NAMES)}()"
    return f"{source.choice(NAMES)}({_arguments(source, depth - 1)})"


def _arguments(source: Random, depth: int) -> str:
    positional = [_operand(source, depth) for _ in range(source.randrange(4))]
    named = [
        f"{source.choice(NAMES)}={_operand(source, depth)}" for _ in range(source.randrange(4))
    ]
    return ", ".join(positional + named)


def _display(source: Random, depth: int) -> str:
    items = [_operand(source, depth) for _ in range(source.randrange(4))]
    kind = source.randrange(3)
    if kind == 0:
        return f"[{', '.join(items)}]"
    if kind == 1:
        return "{" + ", ".join(f'"{n}": {item}' for n, item in enumerate(items)) + "}"
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def literal(text: str) -> str:
    """The text as the renderer prints it."""
    from ormforge.draft.literals import string_literal

    return string_literal(text)
