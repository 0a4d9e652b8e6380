"""Domains as objects of the generated module, and what of a domain such an object cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.model import Check, Domain, Statement
from ormforge.drafting.ddl import comment_on, quoted_path, unless_present
from ormforge.drafting.defaults import cast_string
from ormforge.drafting.expressions import Expression, call, literal, name
from ormforge.drafting.sql_text import string_argument
from ormforge.drafting.types import TypeScope, type_in_scope

_MODULE = "sqlalchemy.dialects.postgresql"


def domain_object(domain: Domain, scope: TypeScope, metadata: Expression) -> Expression:
    """`DOMAIN("us_postal", String(10), check="...", metadata=Base.metadata)`."""
    check = _own_check(domain)
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
        named["check"] = string_argument(check.expression)
    if domain.schema is not None and domain.schema != scope.default_schema:
        named["schema"] = literal(domain.schema)
    arguments = [literal(domain.name), type_in_scope(scope, domain.type).full]
    return call(name(_MODULE, "DOMAIN"), arguments, {**named, "metadata": metadata})


def domain_alterations(domain: Domain, default_schema: str | None) -> Iterator[Statement]:
    """The statements for what the object cannot hold: expressions as defaults, further checks, comments."""
    schema = None if domain.schema == default_schema else domain.schema
    path = quoted_path(schema, domain.name, "postgresql")
    if domain.default is not None and _string_default(domain) is None:
        sql = f"ALTER DOMAIN {path} SET DEFAULT {domain.default}"
        yield Statement(sql=sql, about=f"default of domain {path}")
    own = _own_check(domain)
    for check in domain.checks:
        constraint = quoted_path(None, check.name or f"{domain.name}_check", "postgresql")
        about = f"check {check.name} of domain {path}"
        if check is not own:
            words = f"CHECK ({check.expression}){' NOT VALID' if check.not_valid else ''}"
            sql = f"ALTER DOMAIN {path} ADD CONSTRAINT {constraint} {words}"
            yield Statement(sql=unless_present(sql), about=about)
        if check.comment is not None:
            place = f"{constraint} ON DOMAIN {path}"
            sql = comment_on("CONSTRAINT", place, check.comment)
            yield Statement(sql=sql, about=f"comment on {about}")
    if domain.comment is not None:
        sql = comment_on("DOMAIN", path, domain.comment)
        yield Statement(sql=sql, about=f"comment on domain {path}")


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
