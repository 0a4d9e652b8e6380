"""What a relationship may be called, best name first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ormforge.catalog.model import ForeignKey, Table
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.reserved import is_reserved_in_class
from ormforge.drafting.sides import Side
from ormforge.naming import identifier, plural, singular, snake_case

_SUFFIX = re.compile(
    r"(?:_(?i:id|fk|fkey|key|uuid|guid|oid|pk|ref|code)|(?<=[a-z0-9])(?:Id|ID|Fk|FK|Uuid|UUID))\Z"
)
_GLUED_SUFFIX = re.compile(r"(?i)(?<=[a-z0-9])id\Z")
_PREFIX = re.compile(r"(?i)\A(?:id|fk|ref)_(?=.)")
_OPEN_END = re.compile(r"_(?:by|in|from|to|for|at|of|on)\Z")


class RelationshipNamer:
    """Proposes names for relationships, by the words of the options."""

    def __init__(self, options: DraftOptions) -> None:
        self._options = options
        self._words: dict[str, str] = {}
        self._singulars: dict[str, str] = {}

    def candidates(self, side: Side, *, alone: bool) -> Iterator[str]:
        """Names for the relationship, best first; `alone`: no other foreign key of the same table points there too."""
        if side.link is not None:
            names = self._many_to_many(side, side.link)
        elif side.owns_foreign_key:
            names = self._forward(side)
        else:
            names = self._reverse(side, alone=alone)
        style = self._options.style
        return chain(
            (name for name in names if not is_reserved_in_class(name, style)), ("related",)
        )

    def is_named_after_target(self, foreign_key: ForeignKey, target: Table) -> bool:
        """Whether the foreign key's columns are named after the table they point to: `author_id` after `authors`."""
        base = self.base(foreign_key, target)
        if base is None:
            return True
        table = self.word(target)
        one = self.one(table)
        return base in (table, one) or one.startswith(f"{base}_") or one.endswith(f"_{base}")

    def is_plain(self, side: Side) -> bool:
        """Whether the relationship may take the plain name before others between the same tables.

        Its foreign key is named after the table it points to, or its link table after both: `book_tags`.
        """
        if side.link is None:
            return self.is_named_after_target(side.foreign_key, side.pointed_to)
        link = self.word(side.link)
        return all(self.one(self.word(table)) in link for table in (side.owner, side.target))

    def base(self, foreign_key: ForeignKey, target: Table) -> str | None:
        """What a foreign key's columns call the row they point to: `author` of `author_id`; None if they do not say."""
        pairs = list(zip(foreign_key.columns, foreign_key.referred_columns, strict=True))
        if len(pairs) > 1:
            pairs = [(name, referred) for name, referred in pairs if name != referred]
        return _base(*pairs[0], self.one(self.word(target))) if len(pairs) == 1 else None

    def word(self, table: Table) -> str:
        """The table's name in snake case, without its prefix: what it is called within other names."""
        if table.name not in self._words:
            word = snake_case(self._options.words(table.name))
            self._words[table.name] = word.strip("_") or word
        return self._words[table.name]

    def owned(self, table: Table) -> str:
        """What a row of the table is called."""
        return self.one(self.word(table))

    def one(self, word: str) -> str:
        """The word in the singular."""
        if word not in self._singulars:
            self._singulars[word] = singular(word, self._options.irregular)
        return self._singulars[word]

    def many(self, word: str) -> str:
        """The word in the plural."""
        return plural(word, self._options.irregular)

    def _forward(self, side: Side) -> Iterator[str]:
        target = self.one(self.word(side.target))
        base = self.base(side.foreign_key, side.pointed_to)
        if base is None:
            yield target
            base = _all_columns(side.foreign_key)
        else:
            yield base
        if base not in target:
            yield f"{base}_{target}"
        yield target
        yield f"{base}_record"

    def _reverse(self, side: Side, *, alone: bool) -> Iterator[str]:
        plain = self._plain_reverse(side)
        marked = self._marked_reverse(side)
        if side.to_itself:
            if side.collection and (self.base(side.foreign_key, side.pointed_to) or "").startswith(
                "parent"
            ):
                yield "children"
            yield marked
        elif alone or self.is_named_after_target(side.foreign_key, side.owner):
            yield from plain
            yield marked
        else:
            yield marked
            yield from plain

    def _plain_reverse(self, side: Side) -> list[str]:
        word = self.word(side.target)
        if side.collection:
            return [self.many(word)]
        one, owner = self.one(word), self.one(self.word(side.owner))
        return [one.removeprefix(f"{owner}_"), one]

    def _marked_reverse(self, side: Side) -> str:
        """The plain name with the part that the owner plays: `books_as_editor`, `books_created_by`."""
        word = self.word(side.target)
        plain = self.many(word) if side.collection else self.one(word)
        part = self.base(side.foreign_key, side.pointed_to) or _all_columns(side.foreign_key)
        part = part.removesuffix(f"_{self.one(self.word(side.owner))}")
        return f"{plain}_{part}" if _OPEN_END.search(part) else f"{plain}_as_{part}"

    def _many_to_many(self, side: Side, link: Table) -> Iterator[str]:
        target = self.many(self.word(side.target))
        base = self.base(side.foreign_key, side.pointed_to)
        near = self.base(side.near, side.owner) if side.near is not None else None
        if base is not None and not self.is_named_after_target(side.foreign_key, side.target):
            yield f"{target}_{base}" if _OPEN_END.search(f"_{base}") else self.many(base)
        elif side.to_itself and near is not None:
            yield f"{target}_as_{near}"
        else:
            yield target
        yield f"{target}_via_{self.word(link)}"


def _all_columns(foreign_key: ForeignKey) -> str:
    return "_".join(snake_case(name) for name in foreign_key.columns)


def _base(column: str, referred: str, target: str) -> str | None:
    """The column's name without what only says that it is a reference; None if it says no more than that.

    The name of the column pointed to goes (`country_iso` of `countries.iso`), or only its own suffix where it has one
    (`r_eventid` of `events.eventid` is `r_event`). An `id` without an underscore goes where the table, or the column
    pointed to, shows that it is a suffix (`userid`, but not `grid`).
    """
    name = identifier(column, "column")
    says_table = _SUFFIX.search(referred) or _GLUED_SUFFIX.search(referred)
    own = re.compile(f"_{re.escape(referred)}\\Z", re.IGNORECASE)
    for pattern in (*(() if says_table else (own,)), _SUFFIX, _PREFIX):
        name = _shorter(pattern, name)
    glued = _shorter(_GLUED_SUFFIX, name)
    if _GLUED_SUFFIX.search(referred) or target.endswith(snake_case(glued)):
        name = glued
    says_nothing = column == referred == name or name.strip("_").lower() == "id"
    return None if says_nothing else snake_case(name)


def _shorter(pattern: re.Pattern[str], name: str) -> str:
    shorter = pattern.sub("", name)
    return shorter if shorter.strip("_") and shorter.isidentifier() else name
