"""Which of several rules an object follows: one that names it exactly, else the first glob that matches it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

Rule = TypeVar("Rule")
TYPE_RULE = "type:"
"""What a rule of `[types]` begins with that is about a type of the database."""


def winning_rule(rules: Iterable[str], spellings: Iterable[str]) -> str | None:
    """The rule that an object with these spellings follows."""
    globs = tuple(rules)
    if not globs:
        return None
    known = tuple(spellings)
    exact = next((spelling for spelling in known if spelling in globs), None)
    return exact or next((glob for glob in globs if _matches(glob, known)), None)


def chosen(rules: Mapping[str, Rule], spellings: Iterable[str]) -> Rule | None:
    """What the rule says that an object with these spellings follows."""
    rule = winning_rule(rules, spellings) if rules else None
    return None if rule is None else rules[rule]


def matches(glob: str, spellings: Iterable[str]) -> bool:
    """Whether the rule is about an object with these spellings."""
    return _matches(glob, tuple(spellings))


def _matches(glob: str, spellings: tuple[str, ...]) -> bool:
    return any(spelling == glob or fnmatchcase(spelling, glob) for spelling in spellings)
