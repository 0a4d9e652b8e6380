"""Whether a person's statement says nothing but what is generated, in other words."""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from dataclasses import replace

from ormforge.merge.adoption.adopted import stance
from ormforge.merge.adoption.old_copies import PLAIN_CALLS, is_plain
from ormforge.merge.names.relations import other_side
from ormforge.merge.names.signatures import signature
from ormforge.merge.statements.annotation import same_annotation
from ormforge.merge.statements.facts import type_names
from ormforge.merge.untouched import is_untouched
from ormforge.source.identity import assigned_value, is_relationship
from ormforge.source.partition import read_class
from ormforge.source.sameness import comments, same
from ormforge.source.unit import Unit

_LINK = re.compile(r"secondary=[^=]*(?=$| \w+=)")
_GENERATED = frozenset({"back_populates", "foreign_keys", "secondary", "remote_side", "uselist"})


def says_again(generated: Unit, mine: Unit) -> bool:
    """Whether a unit of a file that was taken over holds nothing that a person alone would write."""
    if generated.kind == "class" and mine.kind == "class":
        return _class_says_again(generated, mine)
    if comments(mine.bare) or generated.kind != mine.kind:
        return False
    if is_relationship(mine.node) and is_relationship(generated.node):
        return _same_relationship(generated, mine)
    mine = replace(mine, nodes=tuple(_Undotted().visit(deepcopy(node)) for node in mine.nodes))
    return mine.node is not None and stance(mine, generated) == "same" and is_plain(mine.node)


class _Undotted(ast.NodeTransformer):
    """Takes a name of SQLAlchemy's from what holds it: `db.Column` of Flask-SQLAlchemy is `Column`."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.attr in PLAIN_CALLS | type_names():
            return ast.copy_location(ast.Name(node.attr, node.ctx), node)
        return node


def _class_says_again(generated: Unit, mine: Unit) -> bool:
    (before, _), (own, _) = read_class(generated), read_class(mine)
    heads = ("".join(each.header).rstrip() + " ...\n" for each in (before, own))
    if not same(*heads):
        return False
    known = {unit.identity: unit for unit in before.body.units}
    return all(
        unit.identity in known
        and not unit.lead
        and (is_untouched(known[unit.identity], unit) or says_again(known[unit.identity], unit))
        for unit in own.body.units
    )


def _same_relationship(generated: Unit, mine: Unit) -> bool:
    one, other = mine.node, generated.node
    value = assigned_value(one) if one is not None else None
    if one is None or other is None or not isinstance(value, ast.Call):
        return False
    if any(item.arg not in _GENERATED for item in value.keywords):
        return False
    if isinstance(one, ast.AnnAssign) and isinstance(other, ast.AnnAssign):
        said = [ast.unparse(node.annotation) for node in (one, other)]
        if not same_annotation(*said):
            return False
    # The link table is said by its name, by the variable's, or late: which one it is, the match has found out.
    about = {_LINK.sub("secondary", signature(node, {})) for node in (one, other)}
    return len(about) == 1 and other_side(one) == other_side(other)
