"""One plan, told to a person, to a program and to GitHub."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ormforge.cli.documents import as_json, document, error_content, plan_content
from ormforge.cli.github import annotation, error_annotations, plan_annotations
from ormforge.cli.summary import kept_code, note_lines, summarize
from ormforge.cli.terminal import Terminal
from ormforge.errors import DatabaseError
from ormforge.plan import Kept, Plan
from ormforge.secret import Mask
from tests.cli.plans import DECISION, INFO, PLAN, UNCHANGED, WARNING


def texts(plan: Plan, **options: bool) -> list[str]:
    return [line.text for line in summarize(plan, "written", **options)]


def test_a_summary() -> None:
    assert texts(PLAN) == [
        "Database: 1 change since the last run",
        "  column books.isbn added (varchar(13), null)",
        "Wrote app/models.py",
        "Wrote app/schemas.py",
        "Removed app/old.py",
        "Hand-written code kept: 3 methods, 1 relationship, 2 regions",
        "note: trigger books.t: models cannot say it",
        'warning: ormforge.toml:7: types."*.zzz" matches nothing\n  take it out',
        "decision needed: app/models.py:2: you and the database both changed Book.title\n  ormforge kept yours",
    ]


def test_a_summary_of_what_was_not_written() -> None:
    told = [line.text for line in summarize(PLAN, "would write")]
    assert "Would write app/models.py" in told
    assert "Would remove app/old.py" in told


def test_a_summary_of_nothing() -> None:
    assert texts(Plan(changes=(UNCHANGED, UNCHANGED))) == ["Up to date: 2 files, nothing to write"]


def test_long_lists_are_cut_unless_asked_for() -> None:
    notes = tuple(replace(INFO, message=f"trigger t{n}: cannot, {n} times") for n in range(30))
    plan = Plan(schema=tuple(f"table t{n} added" for n in range(30)), notes=notes)
    assert "  and 10 more (-v shows all)" in texts(plan)
    assert "10 further notes (-v shows all)" in texts(plan)
    assert len(texts(plan, all_lines=True)) == 62


def test_a_decision_is_never_cut() -> None:
    plan = Plan(notes=(DECISION,) * 50)
    assert len([text for text in texts(plan) if text.startswith("decision needed")]) == 50


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (Kept(), ""),
        (Kept(methods=1), "1 method"),
        (Kept(methods=2, other=1), "2 methods, 1 other statement"),
    ],
)
def test_kept_code_in_words(kept: Kept, words: str) -> None:
    assert kept_code(kept) == words


def test_a_note_without_a_place() -> None:
    assert note_lines(INFO) == "note: trigger books.t: models cannot say it"


def test_a_plan_for_a_program() -> None:
    whole = document("check", 1, plan_content(PLAN, written=False, diff=True))
    assert whole["version"] == 1
    assert (whole["command"], whole["exit_code"]) == ("check", 1)
    assert (whole["changed"], whole["written"]) == (True, False)
    assert [(file["path"], file["status"]) for file in whole["files"]] == [
        ("app/models.py", "changed"),
        ("app/schemas.py", "added"),
        ("app/old.py", "removed"),
        ("app/same.py", "unchanged"),
    ]
    assert whole["files"][0]["diff"].startswith("--- a/app/models.py\n")
    assert "diff" not in whole["files"][3]
    assert whole["schema"] == ["column books.isbn added (varchar(13), null)"]
    assert whole["kept"] == {"methods": 3, "relationships": 1, "regions": 2, "other": 0}
    assert whole["notes"][0] == {
        "code": "conflict",
        "severity": "decision",
        "message": "you and the database both changed Book.title",
        "key": "column public.books.title",
        "path": "app/models.py",
        "line": 2,
        "hint": "ormforge kept yours",
    }
    assert json.loads(as_json(whole, Mask())) == whole


def test_secrets_are_hidden_before_the_json_is_made() -> None:
    mask = Mask().knowing('mysql://u:a"b\\c@h/d')
    text = as_json({"message": 'refused a"b\\c', "list": ['x a"b\\c']}, mask)
    assert json.loads(text) == {"message": "refused ***", "list": ["x ***"]}


def test_an_error_for_a_program() -> None:
    assert error_content(DatabaseError("no such host", hint="look at the URL")) == {
        "error": {"kind": "DatabaseError", "message": "no such host", "hint": "look at the URL"}
    }


def test_annotations(tmp_path: Path) -> None:
    found = list(plan_annotations(PLAN, tmp_path / "app", tmp_path, checking=True))
    assert found == [
        "::error file=app/app/models.py,line=2,title=ormforge%3A out of date::does not match the database; run `ormforge generate`%0A-b = 2%0A+b = 4",
        "::error file=app/app/schemas.py,line=1,title=ormforge%3A out of date::is not there yet; run `ormforge generate`",
        "::error file=app/app/old.py,line=1,title=ormforge%3A out of date::is no longer generated; run `ormforge generate`",
        "::error file=app/app/models.py,line=2,title=ormforge%3A conflict::you and the database both changed Book.title%0Aormforge kept yours",
        "::notice title=ormforge%3A inexpressible::trigger books.t: models cannot say it",
        '::error file=app/ormforge.toml,line=7,title=ormforge%3A unused-rule::types."*.zzz" matches nothing%0Atake it out',
    ]


def test_outside_a_check_a_change_is_no_error(tmp_path: Path) -> None:
    found = list(
        plan_annotations(replace(PLAN, notes=(WARNING,)), tmp_path, tmp_path, checking=False)
    )
    assert [line.partition(" ")[0] for line in found] == ["::warning"]


def test_what_an_annotation_would_trip_over_is_escaped() -> None:
    line = annotation("error", "100%\r\n::error::x", title="a,b:c%", file="a,b:c.py", line=3)
    assert line == "::error file=a%2Cb%3Ac.py,line=3,title=a%2Cb%3Ac%25::100%25%0D%0A::error::x"
    assert "\n" not in line


def test_an_error_as_an_annotation() -> None:
    assert list(error_annotations(DatabaseError("no such host", hint="look"))) == [
        "::error title=ormforge%3A DatabaseError::no such host%0A  look"
    ]


def terminal() -> tuple[Terminal, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Terminal(out, err, {}), out, err


def test_a_terminal_hides_what_it_was_told_to_hide() -> None:
    writer, out, err = terminal()
    writer.hide("postgresql://me:s3cret@h/d")
    writer.message("cannot connect with s3cret")
    writer.product("# s3cret")
    assert err.getvalue() == "cannot connect with ***\n"
    assert out.getvalue() == "# ***\n"


def test_names_from_a_database_cannot_steer_a_terminal() -> None:
    writer, _, err = terminal()
    writer.message("table \x1b[31mred\x07\x9b1m\u202egnp\r\n\tnext [bold]line")
    assert err.getvalue() == "table \\x1b[31mred\\x07\\x9b1m\\u202egnp\\r\n\tnext [bold]line\n"


def test_a_product_ends_with_one_newline() -> None:
    writer, out, _ = terminal()
    for text in ("", "a", "b\n"):
        writer.product(text)
    assert out.getvalue() == "a\nb\n"
