"""What a mapper has to be told beside the class: a key that the table does not say, and how rows are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftEnum
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.constraints import has_mapper_key
from ormforge.drafting.expressions import (
    Expression,
    call,
    combine,
    dictionary,
    literal,
    local,
    name,
)
from ormforge.drafting.generator import Names
from ormforge.drafting.inheritance import Child, Hierarchy


@dataclass(frozen=True, slots=True, kw_only=True)
class MapperArguments:
    """The `__mapper_args__` of one catalog's classes; `members` are the enums' members, by enum and label."""

    blueprint: Blueprint
    names: Names
    hierarchy: Hierarchy
    members: Mapping[Key, Mapping[str, Expression]]

    def of(self, table: Table) -> Expression | None:
        """The value of `__mapper_args__`; None where there is nothing to say."""
        found: dict[str, Expression] = {}
        if table.primary_key is not None and has_mapper_key(table):
            columns = [self.names.members[table.column_key(c)] for c in table.primary_key.columns]
            found["primary_key"] = literal(columns)
        root = self.hierarchy.roots.get(table.key)
        if root is not None and root.on is not None:
            found["polymorphic_on"] = literal(self.names.members[root.on])
        identity = self._identity(table)
        if identity is not None:
            found["polymorphic_identity"] = identity
        child = self.hierarchy.children.get(table.key)
        if child is not None and child.ambiguous:
            return self._with_condition(child, found)
        return dictionary(found) if found else None

    def _with_condition(self, child: Child, found: dict[str, Expression]) -> Expression:
        """The arguments with the join to the parent, which can be said when there is a table and not before."""
        parent = self.names.items[child.parent.key]
        pairs = zip(child.foreign_key.columns, child.foreign_key.referred_columns, strict=True)
        terms = [
            local(
                f"cls.__table__.c[{string_literal(column)}]"
                f" == {parent}.{self.names.members[child.parent.column_key(referred)]}"
            )
            for column, referred in pairs
        ]
        joined = terms[0] if len(terms) == 1 else call(name("sqlalchemy", "and_"), terms)
        arguments = dictionary({**found, "inherit_condition": joined})
        late = combine([arguments], lambda texts: f"lambda cls: {texts[0]}")
        directive = name("sqlalchemy.orm", "declared_attr")
        return combine([directive, late], lambda texts: f"{texts[0]}.directive({texts[1]})")

    def _identity(self, table: Table) -> Expression | None:
        """What the discriminator holds for rows of the class: a member of its enum, a number or a text."""
        identity = self.hierarchy.identity(table.key)
        column = self.hierarchy.discriminator(table.key)
        if identity is None or column is None:
            return None
        enum = self.blueprint.enums.get(column)
        if enum is not None:
            return self.members[enum].get(identity, literal(identity))
        is_number = self.blueprint.types[column].python.text == "int" and identity.isdecimal()
        return literal(int(identity) if is_number else identity)


def enum_members(enums: Iterable[DraftEnum]) -> Mapping[Key, Mapping[str, Expression]]:
    """Each enum's members as expressions, by their labels."""
    return {
        key: {label: local(f"{enum.name}.{member}") for member, label in enum.members}
        for enum in enums
        for key in enum.keys
    }
