"""Rules of the configuration that do nothing: they match nothing, or another rule always comes before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TypeAlias

from ormforge.config.model import Config
from ormforge.config.source import dotted

Spellings: TypeAlias = Iterable[str]
"""How rules may call one object: `public.books`, and `books` where `public` is the default schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedRule:
    """A rule without effect: its dotted key, and in words why it has none."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"


def unused_rules(
    config: Config,
    *,
    tables: Iterable[Spellings],
    columns: Iterable[Spellings],
    foreign_keys: Iterable[Spellings],
) -> tuple[UnusedRule, ...]:
    """The rules without effect on these objects, in the order of the configuration.

    Among the rules of one key, an exact path comes before a glob, and the first glob before the others.
    """
    naming = config.naming
    known_tables, known_columns = _frozen(tables), _frozen(columns)
    return (
        *_globs(("database", "include"), config.database.include, known_tables),
        *_prefixes(naming.strip_prefixes, known_tables),
        *_rules(("naming", "tables"), naming.tables, known_tables),
        *_rules(("naming", "columns"), naming.columns, known_columns),
        *_rules(("naming", "relationships"), naming.relationships, _frozen(foreign_keys)),
        *_rules(("types",), config.types, known_columns),
    )


Known: TypeAlias = tuple[frozenset[str], ...]


def _frozen(objects: Iterable[Spellings]) -> Known:
    return tuple(frozenset(spellings) for spellings in objects)


def _globs(at: tuple[str, ...], globs: Iterable[str], known: Known) -> Iterator[UnusedRule]:
    for index, glob in enumerate(globs):
        if glob != "*" and not any(_matches(glob, spellings) for spellings in known):
            yield UnusedRule(key=dotted((*at, index)), reason=_nothing(glob, known))


def _prefixes(prefixes: Iterable[str], known: Known) -> Iterator[UnusedRule]:
    names = {part for spellings in known for name in spellings for part in name.split(".")}
    for index, prefix in enumerate(prefixes):
        if not any(name.startswith(prefix) for name in names):
            key = dotted(("naming", "strip-prefixes", index))
            yield UnusedRule(key=key, reason=f"no table's name starts with {prefix!r}")


def _rules(at: tuple[str, ...], rules: Mapping[str, object], known: Known) -> Iterator[UnusedRule]:
    if not rules:
        return
    used = {_winner(rules, spellings) for spellings in known}
    for rule in rules:
        if rule in used:
            continue
        beaten = {_winner(rules, s) for s in known if _matches(rule, s)} - {None}
        names = ", ".join(f'"{winner}"' for winner in sorted(str(one) for one in beaten))
        reason = f"comes after {names} wherever it matches" if beaten else _nothing(rule, known)
        yield UnusedRule(key=dotted((*at, rule)), reason=reason)


def _winner(rules: Mapping[str, object], spellings: frozenset[str]) -> str | None:
    """The rule that an object follows."""
    exact = next((rule for rule in rules if rule in spellings), None)
    return exact or next((rule for rule in rules if _matches(rule, spellings)), None)


def _matches(glob: str, spellings: frozenset[str]) -> bool:
    return any(name == glob or fnmatchcase(name, glob) for name in spellings)


def _nothing(rule: str, known: Known) -> str:
    names = sorted({name for spellings in known for name in spellings})
    close = get_close_matches(rule, names, n=1)
    return f'matches nothing; did you mean "{close[0]}"?' if close else "matches nothing"
