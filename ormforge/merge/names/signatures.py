"""What a relationship is about, as a line of text in which two that say the same are equal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from ormforge.source.identity import assigned_value, relationship_arguments, string
from ormforge.source.relationships import loose, target_class
from ormforge.source.unit import Suite, is_table

Words = Mapping[str, str]
"""Names in arguments that stand for another: generated classes for the user's, variables of tables for their tables."""

_TELLING = frozenset(
    {
        *("foreign_keys", "secondary", "link_model", "remote_side", "primaryjoin", "secondaryjoin"),
        # One that only reads is a second view of the same rows, beside the relationship that writes them.
        "viewonly",
    }
)
_LINK = "link_model "
"""Goes before the name of a class where that stands for its table: a class is said as `link_model` alone."""
_JOINS = frozenset({"primaryjoin", "secondaryjoin"})
_COLLECTIONS = frozenset({"list", "List", "set", "Set"})
_OF_CLASS = re.compile(r"\A\w+\.(?=\w+\Z)")
_WORD = re.compile(r"[^\W\d]\w*")


def table_words(suite: Suite) -> dict[str, str]:
    """The names of the tables that a module's variables stand for, without their schemas, and those of SQLModel's link classes."""
    return {
        _LINK + unit.names[0] if unit.kind == "class" else unit.names[0]: unit.identity.rpartition(
            "."
        )[2]
        for unit in suite.units
        if is_table(unit) and unit.kind in ("statement", "class") and len(unit.names) == 1
    }


def class_words(generated: Suite | None, mine: Suite) -> dict[str, str]:
    """The user's names of classes by the generated ones, which their own code may still say."""
    if generated is None:
        return {}
    own = {unit.identity: unit for unit in mine.units if is_table(unit) and unit.kind == "class"}
    bound = {name for unit in mine.units for name in unit.names}
    return {
        unit.names[0]: own[unit.identity].names[0]
        for unit in generated.units
        if unit.kind == "class" and unit.identity in own and unit.names[0] not in bound
    }


def signature(node: ast.stmt, names: Words, *, chosen: bool = True) -> str:
    """What a relationship is about: the class it leads to, and the columns it follows; unless `chosen`, not which it chooses."""
    value = assigned_value(node)
    if not isinstance(value, ast.Call):
        return ""
    arguments = list(relationship_arguments(value))
    implied = {"remote_side"} if _has_many_or_one_back(node, arguments) else set()
    left_out = set() if chosen else {"foreign_keys"}
    if not chosen and any(word == "primaryjoin" and _sides(said) for word, said in arguments):
        left_out = {"foreign_keys", "primaryjoin"}
    words = _TELLING - implied - left_out
    telling = sorted(
        f"{'secondary' if word == 'link_model' else word}={_said(word, said, names)}"
        for word, said in arguments
        if word in words
    )
    target = target_class(node)
    return f"{names.get(target, target)} {' '.join(telling)}"


def chosen_columns(node: ast.stmt) -> Iterator[str]:
    """The columns of the foreign key that a relationship may follow, where it says so itself: by their attributes' names.

    A join of two columns has the foreign key on either side.
    """
    value = assigned_value(node)
    arguments = dict(relationship_arguments(value)) if isinstance(value, ast.Call) else {}
    if "foreign_keys" in arguments:
        names = loose(arguments["foreign_keys"]).split(",")
        yield ",".join(name.strip().rpartition(".")[2] for name in names if name.strip())
    elif "primaryjoin" in arguments:
        yield from (
            ast.unparse(side).rpartition(".")[2] for side in _sides(arguments["primaryjoin"])
        )


def _sides(node: ast.expr) -> Sequence[ast.expr]:
    """Both sides of a join of two columns; nothing for any other condition."""
    node = _inside(node)
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq):
        return ()
    sides = (node.left, *node.comparators)
    plain = all(isinstance(side, ast.Attribute | ast.Name) for side in sides)
    return sides if plain and len(sides) == 2 else ()


def _said(word: str, node: ast.expr, names: Words) -> str:
    """What an argument says, in a string or as an expression, in one spelling."""
    node = _inside(node)
    if word in _JOINS and isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
        sides = (_said("", side, names) for side in (node.left, *node.comparators))
        # Inside its class an attribute is said without it, and only one of the two classes has it in this join.
        return " == ".join(sorted(_OF_CLASS.sub("", side) for side in sides))
    text = loose(node)
    if word == "link_model" and _LINK + text in names:
        return names[_LINK + text]
    if word == "secondary":
        text = text.rpartition(".")[2]
    return _WORD.sub(lambda found: names.get(found[0], found[0]), text)


def _inside(node: ast.expr) -> ast.expr:
    """The expression that a lambda or a string holds; the node itself where it holds none."""
    if isinstance(node, ast.Lambda):
        return node.body
    said = string(node)
    if said is None:
        return node
    try:
        return ast.parse(said.strip(), mode="eval").body
    except (
        SyntaxError,
        ValueError,
        RecursionError,
        MemoryError,
    ):  # whatever a person's string holds
        return node


def _has_many_or_one_back(node: ast.stmt, arguments: Sequence[tuple[str, ast.expr]]) -> bool:
    """Whether a relationship is seen from the table that the key leads to, where `remote_side` is the key itself.

    A class that refers to itself needs `remote_side` on the other side only; sqlacodegen writes it on both.
    """
    if any(word == "uselist" and ast.unparse(said) == "False" for word, said in arguments):
        return True
    if not isinstance(node, ast.AnnAssign):
        return False
    names = _WORD.findall(string(node.annotation) or ast.unparse(node.annotation))
    return not _COLLECTIONS.isdisjoint(names)
