"""The two sides of every relation between tables: what each relationship is, before it has a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ormforge.catalog.keys import Key, forward_key, link_key, reverse_key
from ormforge.catalog.model import ForeignKey, Table
from ormforge.drafting.choices import RulePath

Direction = Literal["many-to-one", "one-to-many", "one-to-one", "many-to-many"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a rule of the project says of a relationship that no foreign key of the database makes by itself.

    `names` are those chosen for it: `forward` and `reverse`, or, of a shortcut over a link, by the owner's table.
    """

    rule: RulePath
    names: Mapping[str, str]
    viewonly: bool = False
    proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One relationship of one class.

    `foreign_key` is the one it follows: the owner's (`owns_foreign_key`), the target's, or that of the `link` to the
    target, in which case `near` is that of the link to the owner. `ambiguous`: the two tables have more than one foreign
    key between them; `hidden`: not even its columns tell it from another one. `asked` is set where the relationship is
    there because a rule asks for it. `family`: the two classes inherit from one another, or from a common one.
    """

    key: Key
    other_key: Key
    owner: Table
    target: Table
    direction: Direction
    foreign_key: ForeignKey
    owns_foreign_key: bool = False
    optional: bool = False
    ambiguous: bool = False
    hidden: bool = False
    family: bool = False
    link: Table | None = None
    near: ForeignKey | None = None
    asked: Asked | None = None

    @property
    def collection(self) -> bool:
        """Whether the relationship is a list."""
        return self.direction in ("one-to-many", "many-to-many")

    @property
    def to_itself(self) -> bool:
        """Whether both sides are the same table."""
        return self.owner.key == self.target.key

    @property
    def pointed_to(self) -> Table:
        """The table that the foreign key points to."""
        return self.target if self.owns_foreign_key or self.link is not None else self.owner

    @property
    def source(self) -> Table:
        """The table that holds the foreign key."""
        if self.link is not None:
            return self.link
        return self.owner if self.owns_foreign_key else self.target


def foreign_key_sides(
    source: Table,
    target: Table,
    foreign_key: ForeignKey,
    *,
    unique: bool,
    ambiguous: bool,
    hidden: bool,
    family: bool = False,
    asked: Asked | None = None,
) -> tuple[Side, Side]:
    """The relationship that follows a foreign key, and the one back; `unique`: at most one row points to another."""
    keys = (
        forward_key(source.path, foreign_key.columns, target.path),
        reverse_key(target.path, source.path, foreign_key.columns),
    )
    forward = Side(
        key=keys[0],
        other_key=keys[1],
        owner=source,
        target=target,
        direction="one-to-one" if unique else "many-to-one",
        foreign_key=foreign_key,
        owns_foreign_key=True,
        optional=asked is not None  # nothing in the database makes the row be there
        or any(source.column(name).nullable for name in foreign_key.columns),
        ambiguous=ambiguous,
        hidden=hidden,
        family=family,
        asked=asked,
    )
    return forward, _back(forward)


def _back(forward: Side) -> Side:
    unique = forward.direction == "one-to-one"
    return replace(
        forward,
        key=forward.other_key,
        other_key=forward.key,
        owner=forward.target,
        target=forward.owner,
        direction="one-to-one" if unique else "one-to-many",
        owns_foreign_key=False,
        optional=unique,
    )


def link_sides(
    link: Table,
    one: tuple[Table, ForeignKey],
    other: tuple[Table, ForeignKey],
    asked: Asked | None = None,
) -> tuple[Side, Side]:
    """The two many-to-many relationships over a link table, each from one table to the other."""
    return _link_side(link, one, other, asked), _link_side(link, other, one, asked)


def _link_side(
    link: Table,
    here: tuple[Table, ForeignKey],
    there: tuple[Table, ForeignKey],
    asked: Asked | None,
) -> Side:
    (owner, near), (target, far) = here, there
    return Side(
        key=link_key(owner.path, link.path, near.columns, far.columns, target.path),
        other_key=link_key(target.path, link.path, far.columns, near.columns, owner.path),
        owner=owner,
        target=target,
        direction="many-to-many",
        foreign_key=far,
        near=near,
        link=link,
        asked=asked,
    )
