"""Relationships as members of classes, worded as a person would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from keyword import iskeyword

from sqlalchemy import ColumnCollection

from ormforge.catalog.keys import Key
from ormforge.catalog.model import ForeignKey, Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftRelationship
from ormforge.drafting.expressions import Expression, call, combine, literal, local, name
from ormforge.drafting.generator import Names
from ormforge.drafting.shortcuts import draft_proxy, over_class
from ormforge.drafting.sides import Side
from ormforge.drafting.styles import ClassScope, Declarative


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipWriter:
    """Writes the relationships of one catalog; `overlaps` holds, by key, the others that write the same columns,
    `loading` how those are loaded that a rule speaks of."""

    names: Names
    overlaps: Mapping[Key, tuple[Key, ...]]
    loading: Mapping[Key, str] = field(default_factory=dict)
    wording: Declarative = field(default_factory=Declarative)
    metadata: str = ""
    default_schema: str | None = None

    def draft(self, side: Side, scope: ClassScope) -> DraftRelationship:
        """The relationship as a member of its class."""
        if side.asked is not None and side.asked.proxy and side.link and side.near:
            return draft_proxy(side, side.link, side.near, self.names, self.wording)
        target = self.names.items[side.target.key]
        member = self.wording.relationship(side, target, self._arguments(side), scope)
        value = member.value or Expression(text="")
        return DraftRelationship(
            key=side.key,
            name=self.names.members[side.key],
            annotation=member.annotation.text,
            value=value.text,
            imports=member.annotation.imports | value.imports,
            target=target,
            target_key=side.target.key,
            direction=side.direction,
            collection=side.collection,
            optional=side.optional,
            columns=_own_columns(side),
            back_populates=self.names.members[side.other_key],
            secondary=None if side.link is None else side.link.key,
            owns_foreign_key=side.owns_foreign_key,
        )

    def _arguments(self, side: Side) -> dict[str, Expression]:
        if side.link is not None and side.near is not None:
            over = self._over_link if side.asked is None else self._over_class
            arguments = over(side, side.link, side.near)
        else:
            arguments = self._over_foreign_key(side)
        arguments["back_populates"] = literal(self.names.members[side.other_key])
        overlapping = self.overlaps.get(side.key, ())
        if overlapping:
            written = sorted({self.names.members[key] for key in overlapping})
            arguments["overlaps"] = literal(",".join(written))
        if side.key in self.loading:
            arguments["lazy"] = literal(self.loading[side.key])
        return arguments

    def _over_foreign_key(self, side: Side) -> dict[str, Expression]:
        arguments: dict[str, Expression] = {}
        if side.asked is not None:
            return self._over_virtual_key(side)
        if side.hidden:
            arguments["primaryjoin"] = self._join_in_words(side)
        elif side.ambiguous:
            arguments["foreign_keys"] = self._foreign_keys(side)
        if side.to_itself and side.owns_foreign_key:
            remote = self._attributes(side.owner, side.foreign_key.referred_columns)
            arguments["remote_side"] = self._in_class(side.owner, remote)
        elif side.family and side.owns_foreign_key:
            remote = self._attributes(side.target, side.foreign_key.referred_columns)
            words = [f"{self.names.items[side.target.key]}.{attribute}" for attribute in remote]
            arguments["remote_side"] = literal(
                words[0] if len(words) == 1 else f"[{', '.join(words)}]"
            )
        return arguments

    def _over_virtual_key(self, side: Side) -> dict[str, Expression]:
        """A join in words: nothing in the tables tells which column points, and which is pointed to."""
        source, target = (self.names.items[t.key] for t in (side.source, side.pointed_to))
        own = self._attributes(side.source, side.foreign_key.columns)
        referred = self._attributes(side.pointed_to, side.foreign_key.referred_columns)
        terms = []
        for here, there in zip(own, referred, strict=True):
            pointing, pointed = f"foreign({source}.{here})", f"{target}.{there}"
            if side.to_itself and side.owns_foreign_key:
                pointed = f"remote({pointed})"
            elif side.to_itself:
                pointing = f"remote({pointing})"
            terms.append(f"{pointing} == {pointed}")
        join = terms[0] if len(terms) == 1 else f"and_({', '.join(terms)})"
        arguments = {"primaryjoin": literal(join)}
        if side.asked is not None and side.asked.viewonly:
            arguments["viewonly"] = literal(True)
        return arguments

    def _over_class(self, side: Side, link: Table, near: ForeignKey) -> dict[str, Expression]:
        schema = None if link.schema == self.default_schema else link.schema
        between = self.wording.table_of(self.names.items[link.key], link, self.metadata, schema)
        return over_class(side, link, near, self.names, between)

    def _over_link(self, side: Side, link: Table, near: ForeignKey) -> dict[str, Expression]:
        variable = self.names.items[link.key]
        if self.wording.in_words:
            return self._over_link_class(side, near, variable)
        hidden = variable in self.names.attributes[side.owner.key]
        arguments = {"secondary": local(f"lambda: {variable}" if hidden else variable)}
        if side.to_itself:
            for word, foreign_key in (("primaryjoin", near), ("secondaryjoin", side.foreign_key)):
                join = self._join_to_link(side.owner, variable, foreign_key, hidden=hidden)
                arguments[word] = join
        return arguments

    def _over_link_class(self, side: Side, near: ForeignKey, link: str) -> dict[str, Expression]:
        arguments = {"secondary": local(link)}
        if side.to_itself and side.link is not None:
            for word, foreign_key in (("primaryjoin", near), ("secondaryjoin", side.foreign_key)):
                arguments[word] = self._joined((side.link, side.owner), foreign_key)
        return arguments

    def _join_to_link(
        self, owner: Table, link: str, foreign_key: ForeignKey, *, hidden: bool
    ) -> Expression:
        """The join as an expression; from outside of the class where it hides the link table's variable."""
        own = self._attributes(owner, foreign_key.referred_columns)
        start = f"{self.names.items[owner.key]}." if hidden else ""
        pairs = zip(own, foreign_key.columns, strict=True)
        terms = [local(f"{start}{here} == {link}.c{_member(column)}") for here, column in pairs]
        joined = terms[0] if len(terms) == 1 else call(name("sqlalchemy", "and_"), terms)
        return combine([joined], lambda texts: f"lambda: {texts[0]}" if hidden else texts[0])

    def _foreign_keys(self, side: Side) -> Expression:
        """The foreign key's columns: by name within their own class, else in words that SQLAlchemy resolves later."""
        attributes = self._attributes(side.source, side.foreign_key.columns)
        if side.owns_foreign_key or side.to_itself:
            return self._in_class(side.source, attributes)
        return self._qualified(side.source, attributes)

    def _in_class(self, table: Table, attributes: Iterable[str]) -> Expression:
        """Attributes of the class that the relationship stands in."""
        if self.wording.in_words:
            return self._qualified(table, attributes)
        return _listed(map(local, attributes))

    def _qualified(self, table: Table, attributes: Iterable[str]) -> Expression:
        words = [f"{self.names.items[table.key]}.{attribute}" for attribute in attributes]
        return literal(words[0] if len(words) == 1 else f"[{', '.join(words)}]")

    def _join_in_words(self, side: Side) -> Expression:
        return self._joined((side.source, side.pointed_to), side.foreign_key)

    def _joined(self, tables: tuple[Table, Table], foreign_key: ForeignKey) -> Expression:
        """The rows of two tables that a foreign key of the first one joins, in words."""
        source, target = (self.names.items[table.key] for table in tables)
        own = self._attributes(tables[0], foreign_key.columns)
        referred = self._attributes(tables[1], foreign_key.referred_columns)
        pairs = zip(own, referred, strict=True)
        terms = [f"{source}.{here} == {target}.{there}" for here, there in pairs]
        return literal(terms[0] if len(terms) == 1 else f"and_({', '.join(terms)})")

    def _attributes(self, table: Table, columns: Iterable[str]) -> list[str]:
        return [self.names.members[table.column_key(column)] for column in columns]


def linked_columns(sides: Iterable[Side]) -> frozenset[str]:
    """The columns of one class that its relationships fill in."""
    return frozenset(
        column for side in sides if side.owns_foreign_key for column in side.foreign_key.columns
    )


def columns_by_name(sides: Iterable[Side]) -> frozenset[str]:
    """The columns that relationships of one class refer to by their bare names, which must be bound in its body."""
    found: set[str] = set()
    for side in sides:
        if side.link is not None and side.near is not None:
            referred = (*side.near.referred_columns, *side.foreign_key.referred_columns)
            found.update(referred if side.to_itself else ())
        elif side.owns_foreign_key or side.to_itself:
            found.update(side.foreign_key.columns if side.ambiguous else ())
            found.update(side.foreign_key.referred_columns if side.to_itself else ())
    return frozenset(found)


def _own_columns(side: Side) -> tuple[str, ...]:
    if side.owns_foreign_key:
        return side.foreign_key.columns
    return (side.near or side.foreign_key).referred_columns


def _listed(items: Iterable[Expression]) -> Expression:
    return combine(items, lambda texts: f"[{', '.join(texts)}]")


def _member(column: str) -> str:
    plain = (
        column.isidentifier() and not iskeyword(column) and not hasattr(ColumnCollection, column)
    )
    return f".{column}" if plain else f"[{string_literal(column)}]"
