"""A hash of all that a run depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ormforge.config import Config
from ormforge.database import Request, fingerprint, reflect
from ormforge.database.drivers import split_drivername
from ormforge.database.request import reflection_request
from ormforge.errors import asked_for_by
from ormforge.plan import Plan
from ormforge.unchanged.project import project_parts
from ormforge.unchanged.tools import tool_parts
from ormforge.unchanged.watched import Watched, watched

Part = bytes | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """All that a run depends on: the files that it writes itself, and a hash of everything else."""

    files: Watched
    rest: str

    @property
    def digest(self) -> str:
        """A hash that changes whenever the result of a run could."""
        return _hashed([str(self.files), self.rest])

    def after(self, plan: Plan) -> Fingerprint:
        """That of the next run, once the plan has been written and as long as nothing else changes."""
        return replace(self, files=self.files.after(plan))


def run_fingerprint(
    config: Config, root: Path, *, snapshot: Path | None = None, prune: bool = False
) -> Fingerprint | None:
    """What the run depends on as it is now; None where only the run itself can tell.

    That is so where the run calls code of the project (functions, filters, plugins, migrations), which may depend on
    anything. Passwords are no part of it. Raises DatabaseError.
    """
    if _calls_project_code(config):
        return None
    files = watched(config, root)
    return Fingerprint(files=files, rest=_hashed(_parts(config, root, snapshot, prune)))


def _hashed(parts: Iterable[Part]) -> str:
    found = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found.update(f"{len(raw)}:".encode() + raw)
    return found.hexdigest()


def _calls_project_code(config: Config) -> bool:
    naming, templates = config.naming, config.templates
    functions = (naming.class_name, naming.column_name, naming.relationship_name)
    called = (*functions, *templates.filters, *templates.tests, *config.plugins)
    return any(called) or config.database.migrations is not None


def _parts(config: Config, root: Path, snapshot: Path | None, prune: bool) -> Iterator[Part]:
    yield from tool_parts()
    settings = config.model_dump(mode="json", exclude={"database": {"url"}, "hooks": True})
    yield repr((settings, config.name, prune))
    yield from project_parts(config, root)
    yield from _database_parts(config, root, snapshot)


def _database_parts(config: Config, root: Path, snapshot: Path | None) -> Iterator[Part]:
    if snapshot is not None:
        yield snapshot.read_bytes() if snapshot.is_file() else b""
        return
    if config.database.ddl is not None:
        for script in config.database.ddl:
            file = root / script
            yield file.read_bytes() if file.is_file() else b""
        return
    request = reflection_request(config)
    yield repr(split_drivername(request.url))
    with asked_for_by("database", "url"):
        known = fingerprint(request)
        text = known if known is not None else _catalog_text(request)
    yield text


def _catalog_text(request: Request) -> str:
    from ormforge.catalog.snapshot import dump_catalog

    return dump_catalog(reflect(request))
