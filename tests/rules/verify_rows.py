"""Verifies packages of models, one after the other, in a process that imports them: `python verify_rows.py ROOT URL MODULE...`."""

from __future__ import annotations

import json
import sys

import sqlalchemy.orm as orm
import sqlmodel

from ormforge.pipeline.verification.child import judge


def main(root: str, url: str, modules: list[str]) -> None:
    """Print what is wrong with each module, as JSON."""
    sys.path.insert(0, root)
    request = {"url": url, "schemas": None, "include": ["*"], "exclude": []}
    found: dict[str, list[str]] = {}
    for module in modules:
        for name in [name for name in sys.modules if name == "own"]:
            del sys.modules[name]
        registry = orm.registry()
        sqlmodel.SQLModel._sa_registry = registry
        sqlmodel.SQLModel.metadata = registry.metadata
        views = "skip" if module.endswith("_without_views.models") else "class"
        question = {
            "module": module,
            "scratch": None,
            "placed": [],
            "own_order": [],
            "request": {**request, "views": views},
        }
        found[module] = [
            f"{finding.subject}: {finding.message}"
            for finding in judge(question)
            if finding.severity not in ("ok", "info")
        ]
        orm.clear_mappers()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
