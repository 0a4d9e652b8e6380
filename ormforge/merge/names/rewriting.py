"""Exchanging names in a generated statement with libcst, which leaves everything else of it as it is."""

# ruff: noqa: N802, ARG002 - the names and signatures of these methods are libcst's

from __future__ import annotations

import re

import libcst as cst

from ormforge.merge.names.renames import Renames
from ormforge.source.identity import column_name, is_relationship
from ormforge.source.partition import read_statement
from ormforge.source.relationships import target_class


def rewritten(code: str, renames: Renames, owner: str) -> str:
    """The statement with the names exchanged; `owner` is the class that it stands in.

    A statement in a grammar that libcst does not know is returned as it is.
    """
    try:
        module = cst.parse_module(code)
    except cst.ParserSyntaxError:
        return code
    return module.visit(_Rewriter(renames, owner)).code


def _with_column(value: cst.BaseExpression, column: str) -> cst.BaseExpression:
    """The column's call with the column's name as its first argument."""
    if not isinstance(value, cst.Call):
        return value
    if isinstance(value.func, cst.Name) and value.func.value == "Field":
        return value.with_changes(args=[_in_sa_column(arg, column) for arg in value.args])
    if (
        value.args
        and value.args[0].keyword is None
        and isinstance(value.args[0].value, cst.SimpleString)
    ):
        return value
    comma = (
        cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        if value.args
        else cst.MaybeSentinel.DEFAULT
    )
    name = cst.Arg(cst.SimpleString(quoted(column)), comma=comma)
    return value.with_changes(args=[name, *value.args])


def _in_sa_column(arg: cst.Arg, column: str) -> cst.Arg:
    if arg.keyword is None or arg.keyword.value != "sa_column":
        return arg
    return arg.with_changes(value=_with_column(arg.value, column))


def quoted(text: str) -> str:
    """A string literal in the formatter's quotes."""
    literal = repr(text)
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in text else literal


class _Rewriter(cst.CSTTransformer):
    """Exchanges names where generated code refers to classes, tables and members."""

    def __init__(self, renames: Renames, owner: str) -> None:
        super().__init__()
        self.renames = renames
        self.owner = owner
        self.targets: list[str] = []
        self.telling = 0

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        self.owner = self.owner or node.name.value
        return True

    def visit_Annotation(self, node: cst.Annotation) -> bool:
        self.telling += 1
        return True

    def leave_Annotation(
        self, original_node: cst.Annotation, updated_node: cst.Annotation
    ) -> cst.Annotation:
        self.telling -= 1
        return updated_node

    def visit_AnnAssign(self, node: cst.AnnAssign) -> bool:
        return self._enter(node)

    def visit_Assign(self, node: cst.Assign) -> bool:
        return self._enter(node)

    def _enter(self, node: cst.Assign | cst.AnnAssign) -> bool:
        statement = read_statement(cst.Module([]).code_for_node(node) + "\n", member=True).node
        related = statement is not None and is_relationship(statement)
        target = target_class(statement) if related and statement is not None else ""
        self.targets.append(target or ("?" if related else ""))
        self.telling += related
        return True

    def leave_AnnAssign(
        self, original_node: cst.AnnAssign, updated_node: cst.AnnAssign
    ) -> cst.AnnAssign:
        self.telling -= bool(self.targets.pop())
        column = self._renamed_column(original_node, original_node.target)
        if column is None:
            return updated_node
        value = updated_node.value or cst.Call(cst.Name("mapped_column"))
        equal = updated_node.equal
        if not isinstance(equal, cst.AssignEqual):
            equal = cst.AssignEqual()
        return updated_node.with_changes(equal=equal, value=_with_column(value, column))

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        self.telling -= bool(self.targets.pop())
        column = self._renamed_column(original_node, original_node.targets[0].target)
        if column is None:
            return updated_node
        return updated_node.with_changes(value=_with_column(updated_node.value, column))

    def _renamed_column(
        self, node: cst.Assign | cst.AnnAssign, target: cst.BaseExpression
    ) -> str | None:
        """The column of a member that gets another name: until now the member's name may have told it."""
        if (
            not isinstance(target, cst.Name)
            or (self.owner, target.value) not in self.renames.members
        ):
            return None
        statement = read_statement(cst.Module([]).code_for_node(node) + "\n", member=True).node
        return column_name(statement) if statement is not None else None

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        return False

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        base = original_node.value
        if not isinstance(base, cst.Name):
            return updated_node
        name = self._name(base.value) or base.value
        attr = self.renames.members.get((base.value, original_node.attr.value))
        return updated_node.with_changes(
            value=cst.Name(name), attr=cst.Name(attr or original_node.attr.value)
        )

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        keyword = original_node.keyword
        if keyword is None:
            return updated_node
        value = updated_node.value
        if (
            keyword.value == "back_populates"
            and isinstance(value, cst.SimpleString)
            and self.targets
        ):
            attr = str(value.evaluated_value)
            new = self.renames.members.get((self.targets[-1], attr))
            value = value if new is None else cst.SimpleString(f'"{new}"')
        return updated_node.with_changes(keyword=keyword, value=value)

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        name = self._name(original_node.value)
        return updated_node if name is None else updated_node.with_changes(value=name)

    def _name(self, name: str) -> str | None:
        found = self.renames.members.get((self.owner, name))
        return found or self.renames.names.get(name) or self.renames.aliases.get(name)

    def leave_ImportAlias(
        self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias
    ) -> cst.ImportAlias:
        if not isinstance(original_node.name, cst.Name) or original_node.asname is not None:
            return original_node
        alias = self.renames.aliases.get(original_node.name.value)
        if alias is None:
            return original_node
        return original_node.with_changes(asname=cst.AsName(cst.Name(alias)))

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        if not self.telling:
            return updated_node
        return updated_node.with_changes(value=self._in_string(original_node.value))

    def _in_string(self, text: str) -> str:
        for (owner, attr), new in self.renames.members.items():
            text = re.sub(rf"\b{owner}\.{attr}\b", f"{owner}.{new}", text)
        for old, new in self.renames.names.items():
            text = re.sub(rf"\b{old}\b", new, text)
        return text
