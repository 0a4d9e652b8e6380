"""Three months of a project: fifteen migrations, hand-written code between them, and nothing lost at the end.

The command line is driven as a person drives it, in this process; alembic runs the migrations of `project/`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.merge.shop import loaded
from tests.three_months import code
from tests.three_months.team import PROJECT, Team

pytestmark = pytest.mark.slow

HOOKS = """
[hooks]
before = ["alembic upgrade head"]
after = ["python smoke.py"]
rollback-on-failure = true
"""
KEYS = """
[naming.tables]
"open_tickets" = "OpenTicket"

[keys]
"open_tickets" = ["id"]
"""
SMOKE = "import models\n\nassert models.Attachment.__table__.c.path.nullable is {}\n"
DUE_ON = "    due_on: Mapped[datetime.date | None]"
LABELS = 'secondary=ticket_labels, back_populates="tickets"'


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_three_months(
    dialect: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    url = request.getfixturevalue("pg_url" if dialect == "postgresql" else "sqlite_url")
    team = Team.start(tmp_path / "project", url, monkeypatch)
    first_month(team)
    second_month(team, comments=dialect == "postgresql")
    third_month(team)
    everything_is_there(team)
    the_code_works(team)


def first_month(team: Team) -> None:
    """Tables, columns, an index, a link table; the first code of the team's own."""
    team.run("doctor")
    team.migrate()
    team.run("generate")
    team.above("import enum", code.IMPORT)
    team.above("class Base(", code.IMPORTS)
    team.into("Agent", code.VALIDATOR)
    team.into("Agent", code.LOAD)
    team.into("Ticket", code.IS_OPEN)
    team.above("    subject:", code.REMARK)

    told = team.follow()
    assert "tickets.due_on added" in told
    assert DUE_ON in team.models
    team.amend(DUE_ON, f"{DUE_ON} = mapped_column({code.SHOWN})", argument=code.SHOWN)
    team.above("class Agent(", code.MIXIN)
    team.amend("class Ticket(Base)", "class Ticket(Described, Base)", argument="Described, Base")
    team.below(code.OUTSIDE)
    team.run("custom", "add", "tickets", "overdue")
    team.above("    # endregion ormforge:custom overdue", code.OVERDUE)

    team.into("TicketRead", code.SHOUTED, "schemas.py")

    team.follow()
    assert 'Index("ix_tickets_status_due_on", "status", "due_on")' in team.models
    team.into("Attachment", code.HUMAN_SIZE)

    assert "ticket_labels added (2 columns)" in team.follow()
    team.into("Agent", code.WAITED_FOR)
    team.amend(LABELS, f"{LABELS}, {code.ORDERED}", argument=code.ORDERED)
    team.release("0.2.0")


def second_month(team: Team, *, comments: bool) -> None:
    """Keys, types and checks; a hook that fails, and a line that both sides have changed."""
    team.follow()
    agent = loaded(team.models)["Agent"]
    assert {each.name for each in agent.tickets.property.remote_side} == {"agent_id"}
    team.amend("mapped_column(String(80))", "mapped_column(String(100))", argument="String(100)")
    team.run("check")

    a_failing_hook_is_rolled_back(team)
    told = team.run("generate", code=3).err
    assert "agents.name: type" in told
    assert "agents.name was changed both by hand and in the database" in told
    team.configured("")
    team.run("check", code=3)
    assert team.missing(archived=False) == Counter()
    team.run("custom", "resolve", "agents.name", "--theirs")
    team.run("check")
    assert team.missing() == Counter()
    team.arguments.remove("String(100)")

    team.follow()
    team.into("TicketStatus", code.IS_FINAL)

    team.follow()
    assert 'WAITING = "waiting"' in team.models

    told = team.follow(drifted=comments)
    assert ("Answered by then" in team.models) is comments
    team.below(code.LISTENER)

    changes = team.run("diff", "--schema", "--since", "release.json", code=1).out
    assert "tickets.reporter_id added" in changes
    assert re.search(r"^breaking: column \S*attachments.path: not null -> null", changes, re.M)
    clients = team.run("export", "openapi", "--diff", "api.json", "--fail-on", "breaking", code=1)
    assert "breaking" in clients.out
    assert "reporter_id" in clients.out
    team.release("0.3.0")
    team.run("export", "openapi", "--diff", "api.json", "--fail-on", "change")


def a_failing_hook_is_rolled_back(team: Team) -> None:
    """The team's smoke test finds that the models have changed, and the run leaves every file as it was."""
    team.configured(HOOKS)
    team.save(SMOKE.format(False), "smoke.py")
    team.pull()
    before = team.files()
    told = team.run("generate", code=2).err
    assert "AssertionError" in told
    assert team.files() == before
    team.save(SMOKE.format(True), "smoke.py")


def third_month(team: Team) -> None:
    """What goes, comes back, or gets another name."""
    team.run("rename", "column", "tickets.subject", "title")
    team.follow()
    assert 'subject: Mapped[str] = mapped_column("title", String(120))' in team.models

    team.migrate()
    told = team.run("check", code=3).err
    assert "is very much like it: a rename?" in told
    team.run("rename", "table", "labels", "tags")
    team.run("generate")
    team.run("check")
    assert '__tablename__ = "tags"' in team.models
    assert "class Label(Base):" in team.models
    assert team.missing(archived=False) == Counter()

    told = team.follow(code=3)
    assert "attachments has gone; the code written for it is archived" in told
    assert "warning: report.py:3: uses Attachment, which is gone" in told
    assert "class Attachment(" not in team.models
    assert "attachments" in team.run("custom", "orphans").out

    told = team.follow()
    assert "attachments is back, with the code written for it" in told
    assert 'media_type: Mapped[str] = mapped_column(String(100), server_default="text/plain")' in (
        team.models
    )
    assert team.missing(archived=False) == Counter()

    team.amend(
        "mapped_column(Text)", "mapped_column(Text, deferred=True)", argument="deferred=True"
    )
    told = team.follow(code=3)
    assert "warning: report.py:11: uses Agent.phone, which is gone" in told
    assert "phone" not in team.models.partition("class Agent(")[2].partition("\nclass ")[0]
    team.arguments.remove("deferred=True")
    team.into("Agent", code.BIO)

    assert "open_tickets added (3 columns)" in team.follow()
    team.configured(KEYS)
    team.run("check", code=1)
    team.run("generate")
    team.into("OpenTicket", code.URGENT)
    team.run("check")


def everything_is_there(team: Team) -> None:
    """Every hand-written line stands in the models; they are up to date, and rebuild the database."""
    assert team.missing(archived=False) == Counter()
    log = team.read("CHANGELOG.md")
    hand_kept = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert Counter(hand_kept) <= Counter(log.splitlines())
    unreleased, month_two, month_one, _ = re.split(r"^## \[0\..*$", log, flags=re.M)
    assert "tickets.due_on` (" in month_one
    assert "tickets.reporter_id` (" in month_two
    assert "labels` renamed to" in unreleased
    assert sum(team.lines.values()) > 40
    models = team.models
    team.run("generate")
    assert team.models == models
    before = team.files()
    team.run("generate")
    assert team.run("diff").out == ""
    team.run("snapshot", "-o", "catalog.json")
    team.run("check", "--from", "catalog.json")
    (team.root / "catalog.json").unlink()
    assert team.files() == before
    found: list[dict[str, Any]] = json.loads(team.run("--output-format", "json", "verify").out)[
        "findings"
    ]
    assert {each["severity"] for each in found} <= {"ok", "info"}
    assert any(each["message"] == "All 6 tables come back as they are." for each in found)


def the_code_works(team: Team) -> None:
    """The models are imported in a process of their own, and what was written by hand does what it did."""
    (team.root / "use.py").write_text(code.USE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "use.py", team.url],
        cwd=team.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["ok"]
