"""Domains as objects of the generated module, and what of a domain such an object cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.catalog.keys import type_key
from ormforge.catalog.model import Check, Domain, Statement
from ormforge.drafting.ddl import comment_on, quoted_path, unless_present
from ormforge.drafting.defaults import cast_string
from ormforge.drafting.expressions import Expression, call, helper, literal
from ormforge.drafting.plain_wording import plain_words
from ormforge.drafting.sql_text import string_argument
from ormforge.drafting.type_calls import compiled
from ormforge.drafting.type_names import stated_schema
from ormforge.drafting.types import TypeScope, type_in_scope


def domain_object(domain: Domain, scope: TypeScope, metadata: Expression) -> Expression:
    """`Domain("us_postal", String(10), check="...", metadata=Base.metadata)`."""
    check = _own_check(domain)
    words = _Words(domain, scope)
    named: dict[str, Expression] = {}
    if domain.collation is not None:
        named["collation"] = literal(domain.collation)
    default = _string_default(domain)
    if default is not None:
        named["default"] = literal(default)
    if check is not None and not _has_default_name(check, domain):
        named["constraint_name"] = literal(check.name)
    if not domain.nullable:
        named["not_null"] = literal(True)
    if check is not None:
        named["check"] = string_argument(words.of(check))
    schema = stated_schema(domain.schema, domain.name, scope.default_schema)
    if schema is not None:
        named["schema"] = literal(schema)
    arguments = [literal(domain.name), _base_type(domain, scope)]
    return call(helper("Domain"), arguments, {**named, "metadata": metadata})


def _base_type(domain: Domain, scope: TypeScope) -> Expression:
    """The type below. CREATE DOMAIN does not tell it that it stands in a statement, so that it must be in plain words
    where it says another one to whoever compares."""
    spec = type_in_scope(scope, domain.type)
    if "Declared" not in spec.full.helpers:
        return spec.full
    return call(helper("Raw"), [literal(compiled(spec.instance, "postgresql"))])


def domain_checks(domain: Domain, scope: TypeScope) -> Iterator[Statement]:
    """The statements for the checks that the object cannot hold. They must run before the tables are created: a domain
    that is part of a column's array takes no constraint any more."""
    words, own, path = _Words(domain, scope), _own_check(domain), _path(domain, scope)
    for check in domain.checks:
        if check is not own:
            clause = f"CHECK ({words.of(check)}){' NOT VALID' if check.not_valid else ''}"
            sql = f"ALTER DOMAIN {path} ADD CONSTRAINT {_constraint(check, domain)} {clause}"
            yield Statement(sql=unless_present(sql), about=f"check {check.name} of domain {path}")


def domain_alterations(domain: Domain, scope: TypeScope) -> Iterator[Statement]:
    """The statements for what else the object cannot hold: expressions as defaults, comments."""
    path = _path(domain, scope)
    if domain.default is not None and _string_default(domain) is None:
        sql = f"ALTER DOMAIN {path} SET DEFAULT {domain.default}"
        yield Statement(sql=sql, about=f"default of domain {path}")
    for check in domain.checks:
        if check.comment is not None:
            place = f"{_constraint(check, domain)} ON DOMAIN {path}"
            sql = comment_on("CONSTRAINT", place, check.comment)
            yield Statement(sql=sql, about=f"comment on check {check.name} of domain {path}")
    if domain.comment is not None:
        sql = comment_on("DOMAIN", path, domain.comment)
        yield Statement(sql=sql, about=f"comment on domain {path}")


def _path(domain: Domain, scope: TypeScope) -> str:
    schema = stated_schema(domain.schema, domain.name, scope.default_schema)
    return quoted_path(schema, domain.name, "postgresql")


def _constraint(check: Check, domain: Domain) -> str:
    return quoted_path(None, check.name or f"{domain.name}_check", "postgresql")


@dataclass(frozen=True, slots=True)
class _Words:
    """A domain's checks in plain words: VALUE has the type that all domains below come down to."""

    domain: Domain
    scope: TypeScope

    def of(self, check: Check) -> str:
        """The check's expression."""
        base = self.domain.type
        while base.user_type is not None and not base.dimensions:
            below = self.scope.domains.get(type_key(*base.user_type))
            if below is None:
                break
            base = below.type
        return plain_words(check.expression, {"VALUE": base.sql})


def _string_default(domain: Domain) -> str | None:
    """The default where it is a string; SQLAlchemy 2.0.41 cannot copy a domain whose default is a `text()`."""
    return None if domain.default is None else cast_string(domain.default, domain.type)


def _own_check(domain: Domain) -> Check | None:
    """The one check that stands in the object.

    SQLAlchemy gives the constraint's name to NOT NULL where there is one; then only a check of the default name can
    stay.
    """
    fitting = (
        check
        for check in domain.checks
        if not check.not_valid and (domain.nullable or _has_default_name(check, domain))
    )
    return next(fitting, None)


def _has_default_name(check: Check, domain: Domain) -> bool:
    return check.name in (None, f"{domain.name}_check")
