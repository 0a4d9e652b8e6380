"""Reviewing a database that a script of DDL makes."""

from __future__ import annotations

from ormforge.catalog.model import Catalog
from ormforge.database import Request, reflect
from ormforge.drafting import draft_models
from ormforge.drafting.options import DraftOptions
from ormforge.review import SchemaFinding, review
from tests.project import run_script


def catalog_of(url: str) -> Catalog:
    return reflect(Request(url=url))


def review_of(url: str) -> tuple[SchemaFinding, ...]:
    return review(draft_models(catalog_of(url), DraftOptions()))


def reviewed(url: str, script: str) -> tuple[SchemaFinding, ...]:
    run_script(url, script)
    return review_of(url)


def told(findings: tuple[SchemaFinding, ...], rule: str) -> list[str]:
    """The objects that a rule has found."""
    return [finding.path for finding in findings if finding.rule == rule]


def only(findings: tuple[SchemaFinding, ...], rule: str) -> SchemaFinding:
    (found,) = (finding for finding in findings if finding.rule == rule)
    return found
