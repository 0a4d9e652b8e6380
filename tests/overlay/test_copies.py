"""Copies of built-in templates, and what has changed on both sides since."""

from __future__ import annotations

from pathlib import Path

import pytest

from ormforge.errors import TemplateError
from ormforge.overlay import eject, open_overlay, template_changes
from ormforge.overlay.copies import template_id

NAME = "_enum.py.j2"
NOW = (open_overlay([]).builtin / NAME).read_text()
FIRST = NOW.splitlines()[0]
OLDER = NOW.replace(FIRST, f"{FIRST}  # older")


def copied(tmp_path: Path, was: str, mine: str) -> tuple[Path, Path]:
    """A folder with a copy that was made when the built-in template was `was`, and the folder of originals."""
    mine_folder, originals = tmp_path / "mine", tmp_path / "originals"
    mine_folder.mkdir()
    originals.mkdir()
    identity = template_id(was)
    (mine_folder / NAME).write_text(f"{{# a copy of ormforge/{NAME}, {identity} #}}\n{mine}")
    (originals / f"{identity}.j2").write_text(was)
    return mine_folder, originals


def changed_lines(diff: str) -> list[str]:
    return [
        line
        for line in diff.splitlines()
        if line[:1] in ("-", "+") and not line.startswith(("---", "+++"))
    ]


def test_a_fresh_copy_has_changed_nowhere(tmp_path: Path) -> None:
    path = eject(open_overlay([]), NAME, tmp_path / "mine", tmp_path / "originals")
    (changes,) = template_changes(open_overlay([tmp_path / "mine"]), tmp_path / "originals")
    assert (changes.name, changes.path, changes.known) == (NAME, path, True)
    assert (changes.shipped, changes.own) == ("", "")
    assert [kept.read_text() for kept in (tmp_path / "originals").iterdir()] == [NOW]


def test_both_sides_are_told_apart(tmp_path: Path) -> None:
    mine, originals = copied(tmp_path, OLDER, OLDER + "# mine\n")
    (changes,) = template_changes(open_overlay([mine]), originals, f"ormforge/{NAME}")
    assert changed_lines(changes.shipped) == [f"-{FIRST}  # older", f"+{FIRST}"]
    assert changed_lines(changes.own) == ["+# mine"]
    assert f"--- ormforge/{NAME} (as copied)\n" in changes.shipped
    assert f"+++ {mine / NAME} (now)\n" in changes.own


@pytest.mark.parametrize("damage", [None, "something else"])
def test_an_original_that_is_lost_or_damaged_is_told(tmp_path: Path, damage: str | None) -> None:
    mine, originals = copied(tmp_path, OLDER, OLDER)
    (kept,) = originals.iterdir()
    kept.unlink() if damage is None else kept.write_text(damage)
    (changes,) = template_changes(open_overlay([mine]), originals)
    assert not changes.known
    assert changes.shipped == ""
    assert changed_lines(changes.own) == [f"-{FIRST}", f"+{FIRST}  # older"]


def test_a_template_that_is_no_copy_is_left_out(tmp_path: Path) -> None:
    mine, originals = copied(tmp_path, OLDER, OLDER)
    (mine / "models.py.j2").write_text("x = 1\n")
    assert [each.name for each in template_changes(open_overlay([mine]), originals)] == [NAME]
    with pytest.raises(TemplateError, match=r"no copy of a template '_enm\.py\.j2'; did you mean"):
        template_changes(open_overlay([mine]), originals, "_enm.py.j2")
