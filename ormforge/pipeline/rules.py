"""Rules of the configuration that do nothing, or cannot be followed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ormforge.catalog.model import Catalog, Table
from ormforge.config import Config, UnusedRule, unused_rules
from ormforge.config.source import dotted
from ormforge.config.unused import Objects, check_contradictions, nothing
from ormforge.draft.model import Draft
from ormforge.drafting.chosen_types import type_spellings
from ormforge.drafting.column_order import is_out_of_order
from ormforge.drafting.declared_keys import without_key
from ormforge.drafting.enum_choices import enum_spellings
from ormforge.drafting.loading import relationship_paths
from ormforge.drafting.mixins import takes_mixin
from ormforge.drafting.names import column_paths, table_paths
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.paths import columns_called, table_called
from ormforge.drafting.virtual import virtual_of_rule
from ormforge.plan import Note


def unused_rule_notes(
    config: Config, options: DraftOptions, catalog: Catalog, draft: Draft
) -> tuple[Note, ...]:
    """A warning for each rule that matches nothing of the database, or that another rule always beats.

    Raises RuleError where two rules contradict each other.
    """
    objects = known_objects(options, catalog, draft)
    check_contradictions(config, objects)
    rules = (
        *unused_rules(config, objects),
        *_virtual(options, catalog, objects),
        *_mixins(options, catalog),
        *_inheritance(options, catalog, objects),
        *_shortcuts(options, catalog, objects),
    )
    return tuple(Note(code="unused-rule", severity="warning", message=str(rule)) for rule in rules)


def lossy_notes(config: Config, catalog: Catalog, draft: Draft) -> tuple[Note, ...]:
    """What the models can no longer rebuild because the configuration asks for it."""
    return (*_lost_comments(config, catalog), *_lost_order(draft))


def _lost_order(draft: Draft) -> Iterator[Note]:
    moved = [model.table.path for model in draft.models if is_out_of_order(model, draft.style)]
    if moved:
        where = "first" if draft.style == "sqlmodel" else "together"
        message = (
            f"mixins: create_all puts a mixin's columns {where}, and so those of {', '.join(moved)} "
            "in another order than the database's"
        )
        yield Note(code="lossy", severity="info", message=message)


def _lost_comments(config: Config, catalog: Catalog) -> tuple[Note, ...]:
    if config.output.comments in ("both", "comment"):
        return ()
    tables = [table.comment for table in catalog.tables]
    columns = [column.comment for table in catalog.tables for column in table.columns]
    count = sum(comment is not None for comment in (*tables, *columns))
    if not count:
        return ()
    message = (
        f'output.comments = "{config.output.comments}" leaves {count} comments of tables and columns'
        " out of what create_all builds"
    )
    return (Note(code="lossy", severity="info", message=message),)


def known_objects(options: DraftOptions, catalog: Catalog, draft: Draft) -> Objects:
    """What rules may speak of in this database."""
    default = catalog.default_schema
    paths = partial(table_paths, default_schema=default)
    columns = [(table, column) for table in catalog.tables for column in table.columns]
    return Objects(
        tables=tuple(tuple(paths(table)) for table in catalog.tables),
        columns=tuple(tuple(column_paths(t, [c.name], default)) for t, c in columns),
        types=tuple(type_spellings(column, default) for _, column in columns),
        foreign_keys=tuple(
            path for table in catalog.tables for path in _foreign_keys(table, draft)
        ),
        keyless=tuple(tuple(paths(t)) for t in without_key(catalog, options)),
        enums=tuple(enum_spellings(catalog).values()),
        relationships=tuple(
            tuple(relationship_paths(model.table, relationship.name, default))
            for model in draft.models
            for relationship in model.relationships
        ),
        schemas=frozenset(table.schema for table in catalog.tables if table.schema is not None),
    )


def _foreign_keys(table: Table, draft: Draft) -> Iterator[tuple[str, ...]]:
    default = draft.catalog.default_schema
    return (tuple(column_paths(table, key.columns, default)) for key in table.foreign_keys)


def _virtual(options: DraftOptions, catalog: Catalog, known: Objects) -> Iterator[UnusedRule]:
    done: set[object] = set()
    for rule in options.virtual:
        ends = {"from": rule.source, "to": rule.target}
        missing = [part for part, path in ends.items() if not any(columns_called(path, catalog))]
        for part in missing:
            key = dotted((*rule.rule, part))
            yield UnusedRule(key=key, reason=nothing(ends[part], known.columns))
        if missing:
            continue
        added = {
            (
                table.key,
                foreign_key.columns,
                foreign_key.referred_schema,
                foreign_key.referred_table,
            )
            for table, (foreign_key, _) in virtual_of_rule(rule, catalog)
        }
        if not added:
            yield UnusedRule(key=dotted(rule.rule), reason="the database declares it already")
        elif added <= done:
            reason = "comes after another rule wherever it matches"
            yield UnusedRule(key=dotted(rule.rule), reason=reason)
        done |= added


def _mixins(options: DraftOptions, catalog: Catalog) -> Iterator[UnusedRule]:
    for mixin in options.mixins:
        if not any(takes_mixin(t, mixin, catalog.default_schema) for t in catalog.tables):
            words = f" with the columns {', '.join(mixin.columns)}" if mixin.columns else ""
            yield UnusedRule(key=dotted(mixin.rule), reason=f"matches no table{words}")


def _inheritance(options: DraftOptions, catalog: Catalog, known: Objects) -> Iterator[UnusedRule]:
    for rule in options.inheritance:
        paths = [(("table",), rule.table), *((("children", path), path) for path in rule.children)]
        for parts, path in paths:
            if table_called(path, catalog) is None:
                key = dotted((*rule.rule, *parts))
                yield UnusedRule(key=key, reason=nothing(path, known.tables))


def _shortcuts(options: DraftOptions, catalog: Catalog, known: Objects) -> Iterator[UnusedRule]:
    for rule in options.shortcuts:
        paths = [(("through",), rule.through), *((("names", path), path) for path in rule.names)]
        for parts, path in paths:
            if table_called(path, catalog) is None:
                key = dotted((*rule.rule, *parts))
                yield UnusedRule(key=key, reason=nothing(path, known.tables))
