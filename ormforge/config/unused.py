"""Rules of the configuration that do nothing, and rules that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from ormforge.config.matching import TYPE_RULE, matches, winning_rule
from ormforge.config.model import Config
from ormforge.config.source import dotted
from ormforge.config.toml import KeyPath
from ormforge.errors import RuleError

Spellings: TypeAlias = Iterable[str]
"""How rules may call one object: `public.books`, and `books` where `public` is the default schema."""
Known: TypeAlias = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedRule:
    """A rule without effect: its dotted key, and in words why it has none."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """Everything that rules may speak of, each object by its spellings.

    `types` are those of the columns, in the order of `columns`; `keyless` the views and tables without a key of their
    own; `enums` enum types and the columns that are of one.
    """

    tables: tuple[Spellings, ...] = ()
    columns: tuple[Spellings, ...] = ()
    types: tuple[Spellings, ...] = ()
    foreign_keys: tuple[Spellings, ...] = ()
    keyless: tuple[Spellings, ...] = ()
    enums: tuple[Spellings, ...] = ()
    relationships: tuple[Spellings, ...] = ()
    schemas: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """The rules of one key, and the objects that they are about."""

    at: KeyPath
    rules: Mapping[str, object]
    known: Known


def rule_groups(config: Config, objects: Objects) -> tuple[RuleGroup, ...]:
    """The rules by their keys, in the order of the configuration; those about types apart."""
    naming, columns = config.naming, _frozen(objects.columns)
    about_types = {key: rule for key, rule in config.types.items() if key.startswith(TYPE_RULE)}
    about_columns = {key: rule for key, rule in config.types.items() if key not in about_types}
    tables, enums = _frozen(objects.tables), _frozen(objects.enums)
    return (
        _group(("naming", "tables"), naming.tables, tables),
        _group(("naming", "columns"), naming.columns, columns),
        _group(("naming", "relationships"), naming.relationships, _frozen(objects.foreign_keys)),
        _group(("naming", "enums"), naming.enums, enums),
        _group(("types",), about_columns, columns),
        _group(("types",), about_types, _frozen(objects.types)),
        _group(("enums",), config.enums, enums),
        _group(("keys",), config.keys, _frozen(objects.keyless)),
        _group(("lazy",), config.lazy, _frozen(objects.relationships)),
        _group(("bases",), config.bases, tables),
        _group(("api", "fields"), {} if config.api is None else config.api.fields, columns),
    )


def unused_rules(config: Config, objects: Objects) -> tuple[UnusedRule, ...]:
    """The rules without effect on these objects.

    Among the rules of one key, an exact path comes before a glob, and the first glob before the others.
    """
    naming, tables = config.naming, _frozen(objects.tables)
    return (
        *_globs(("database", "include"), config.database.include, tables),
        *_affixes("strip-prefixes", naming.strip_prefixes, tables),
        *_affixes("strip-suffixes", naming.strip_suffixes, tables),
        *_schemas(naming.schemas, objects.schemas),
        *(unused for group in rule_groups(config, objects) for unused in _rules(group)),
        *_api(config, objects),
    )


def _api(config: Config, objects: Objects) -> Iterator[UnusedRule]:
    if config.api is None:
        return
    members = (*_frozen(objects.columns), *_frozen(objects.relationships))
    yield from _globs(("api", "exclude"), config.api.exclude, members)
    yield from _globs(("api", "show"), config.api.show, _frozen(objects.columns))
    for key, globs in (
        ("relationships", config.api.relationships),
        ("link-keys", config.api.link_keys),
    ):
        yield from _globs(("api", key), globs, _frozen(objects.relationships))


def check_contradictions(config: Config, objects: Objects) -> None:
    """Nothing; raises RuleError where two rules of one key name the same object, and do not say the same of it."""
    for group in rule_groups(config, objects):
        for spellings in group.known if len(group.rules) > 1 else ():
            exact = [rule for rule in group.rules if rule in spellings]
            for rule in exact[1:]:
                if group.rules[rule] != group.rules[exact[0]]:
                    other = dotted((*group.at, exact[0]))
                    raise RuleError(
                        (*group.at, rule),
                        f"contradicts {other}, which is about the same",
                        hint="Leave one of the two out.",
                    )


def nothing(rule: str, objects: Iterable[Spellings]) -> str:
    """That the rule matches none of the objects, with the name that it is most like."""
    names = sorted({name for spellings in objects for name in spellings})
    close = get_close_matches(rule, names, n=1)
    return f'matches nothing; did you mean "{close[0]}"?' if close else "matches nothing"


def _group(at: KeyPath, rules: Mapping[str, object], known: Known) -> RuleGroup:
    return RuleGroup(at=at, rules=rules, known=known)


def _frozen(objects: Iterable[Spellings]) -> Known:
    return tuple(frozenset(spellings) for spellings in objects)


def _globs(at: KeyPath, globs: Iterable[str], known: Iterable[Spellings]) -> Iterator[UnusedRule]:
    for index, glob in enumerate(globs):
        if glob != "*" and not any(matches(glob, spellings) for spellings in known):
            yield UnusedRule(key=dotted((*at, index)), reason=nothing(glob, known))


def _affixes(key: str, affixes: Iterable[str], known: Known) -> Iterator[UnusedRule]:
    names = {part for spellings in known for name in spellings for part in name.split(".")}
    at_start = key == "strip-prefixes"
    for index, affix in enumerate(affixes):
        if not any(name.startswith(affix) if at_start else name.endswith(affix) for name in names):
            word = "starts" if at_start else "ends"
            reason = f"no table's name {word} with {affix!r}"
            yield UnusedRule(key=dotted(("naming", key, index)), reason=reason)


def _schemas(rules: Iterable[str], known: frozenset[str]) -> Iterator[UnusedRule]:
    for rule in rules:
        if rule not in known:
            key = dotted(("naming", "schemas", rule))
            yield UnusedRule(key=key, reason=nothing(rule, [known]))


def _rules(group: RuleGroup) -> Iterator[UnusedRule]:
    if not group.rules:
        return
    used = {winning_rule(group.rules, spellings) for spellings in group.known}
    for rule in group.rules:
        if rule in used:
            continue
        concerned = [spellings for spellings in group.known if matches(rule, spellings)]
        beaten = {winning_rule(group.rules, spellings) for spellings in concerned} - {None}
        names = ", ".join(f'"{winner}"' for winner in sorted(str(one) for one in beaten))
        reason = (
            f"comes after {names} wherever it matches" if beaten else nothing(rule, group.known)
        )
        yield UnusedRule(key=dotted((*group.at, rule)), reason=reason)
