from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from ormforge.cli.planning import placed
from ormforge.config import load_config
from ormforge.plan import Note
from tests.cli.plans import WARNING


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ('types."*.zzz": matches nothing', (PurePosixPath("ormforge.toml"), 6)),
        ("naming.strip-prefixes: x", (PurePosixPath("ormforge.toml"), 8)),
        ("naming.strip-prefixes[1]: x", (PurePosixPath("ormforge.toml"), 10)),
        ("database.exclude[0]: x", (None, None)),
        ("something else", (None, None)),
    ],
)
def test_a_rule_without_effect_is_told_with_its_line(
    project: Path, message: str, place: tuple[PurePosixPath | None, int | None]
) -> None:
    with (project / "ormforge.toml").open("a") as file:
        file.write('[types]\n"*.zzz" = "int"\n[naming]\nstrip-prefixes = [\n  "a",\n  "b",\n]\n')
    loaded = load_config(project, None, None, {}, {"ORMFORGE_DATABASE_EXCLUDE": "a"})
    note = placed(Note(code="unused-rule", severity="warning", message=message), loaded)
    assert (note.path, note.line) == place


def test_another_note_stays_as_it_is(project: Path) -> None:
    loaded = load_config(project, None, None, {}, {})
    assert placed(WARNING, loaded) is WARNING
