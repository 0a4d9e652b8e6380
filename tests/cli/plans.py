"""Plans to try the output on."""

from __future__ import annotations

from pathlib import PurePosixPath

from ormforge.catalog.changes import SchemaChange
from ormforge.catalog.compare import Difference
from ormforge.catalog.keys import column_key
from ormforge.plan import FileChange, Kept, Note, Plan

CHANGED = FileChange(
    path=PurePosixPath("app/models.py"),
    before=b"a = 1\nb = 2\nc = 3\n",
    after=b"a = 1\nb = 4\nc = 3\n",
)
ADDED = FileChange(path=PurePosixPath("app/schemas.py"), before=None, after=b"x = 1\n")
REMOVED = FileChange(path=PurePosixPath("app/old.py"), before=b"x = 1\n", after=None)
UNCHANGED = FileChange(path=PurePosixPath("app/same.py"), before=b"x = 1\n", after=b"x = 1\n")

INFO = Note(code="inexpressible", severity="info", message="trigger books.t: models cannot say it")
WARNING = Note(
    code="unused-rule",
    severity="warning",
    message='types."*.zzz" matches nothing',
    hint="take it out",
    path=PurePosixPath("ormforge.toml"),
    line=7,
)
DECISION = Note(
    code="conflict",
    severity="decision",
    message="you and the database both changed Book.title",
    key=column_key("public", "books", "title"),
    path=PurePosixPath("app/models.py"),
    line=2,
    hint="ormforge kept yours",
)
ERROR = Note(code="broken", severity="error", message="it cannot be done")

PLAN = Plan(
    changes=(CHANGED, ADDED, REMOVED, UNCHANGED),
    notes=(DECISION, INFO, WARNING),
    schema=(
        SchemaChange(
            difference=Difference(
                kind="added", what="column", path="books.isbn", after="varchar(13), null"
            )
        ),
    ),
    kept=Kept(methods=3, relationships=1, regions=2),
)
