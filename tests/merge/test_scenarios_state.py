"""The state beside the files, other processes, other moments: what the project goes through from outside."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ormforge.config import load_config
from ormforge.errors import WorkspaceError
from ormforge.pipeline import generate, write
from tests.merge.play import Scenario, play, quiet
from tests.merge.shop import CONFIG, Shop, differences, loaded
from tests.merge.test_scenarios_members import (
    ADD_ISBN,
    GAINS_ISBN,
    ISBN,
    METHOD,
    NOTE,
    TAGS_END,
    TITLE_120,
)

HAND = (TAGS_END, TAGS_END + METHOD)
STATES: dict[str, Callable[[Path], object]] = {
    "lock deleted": lambda state: (state / "lock.json").unlink(),
    "base deleted": lambda state: shutil.rmtree(state / "base"),
    "base corrupted": lambda state: (state / "base" / "models.py.base").write_text("x = (\n"),
    "base cut": lambda state: (state / "base" / "models.py.base").write_text("# Generated\n"),
    "lock in conflict": lambda state: (state / "lock.json").write_text(
        "<<<<<<< ours\n" + (state / "lock.json").read_text() + "=======\n{}\n>>>>>>> theirs\n"
    ),
    "lock not json": lambda state: (state / "lock.json").write_text("{"),
    "all deleted": shutil.rmtree,
}


@pytest.mark.parametrize("damage", STATES)
def test_82_damaged_state_costs_no_line(damage: str, shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(
        HAND,
        (NOTE, NOTE.replace("80)", "80), info={'k': 1}")),
        ("    email: ", "    # why\n    email: "),
    )
    STATES[damage](shop.root / ".ormforge")
    shop.migrate(ADD_ISBN)
    run = shop.generate(code=None)
    assert run.code in (0, 3), run.err
    text = shop.read()
    left = [line for line in mine.splitlines() if line not in text.splitlines()]
    assert [line for line in left if not line.startswith("# ormforge: base")] == []
    assert ISBN in text
    assert "deleted by hand" not in run.err
    loaded(text)
    quiet(shop)
    assert shop.read() == text


def git(shop: Shop, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        cwd=shop.root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_83_two_branches_regenerated_apart_and_merged(shop: Shop) -> None:
    shop.generate()
    shop.edit(HAND)
    shop.generate()
    git(shop, "init", "-q", "-b", "main")
    (shop.root / ".gitignore").write_text(".ormforge/cache/\n.ormforge/backup/\n.ormforge/.lock\n")
    git(shop, "add", "-A")
    assert git(shop, "commit", "-qm", "one").returncode == 0
    git(shop, "checkout", "-qb", "other")
    schema = shop.schema
    shop.migrate(ADD_ISBN)
    shop.generate()
    git(shop, "commit", "-qam", "isbn")
    git(shop, "checkout", "-q", "main")
    shop.migrate((shop.schema, schema))
    shop.migrate(("  name varchar(50) not null,\n", "  name varchar(50) not null,\n  born date,\n"))
    shop.generate()
    git(shop, "commit", "-qam", "born")
    merged = git(shop, "merge", "-q", "other")
    models = shop.read()
    if "<<<<<<<" in models:
        # Only the stamp, which both sides have changed: the person takes either.
        models = re.sub(
            r"<<<<<<<[^\n]*\n(# ormforge: base \w+\n)=======\n# ormforge: base \w+\n>>>>>>>[^\n]*\n",
            r"\1",
            models,
        )
        assert "<<<<<<<" not in models
        shop.write(models)
    shop.migrate(ADD_ISBN)
    quiet(shop)
    text = shop.read()
    assert METHOD in text, merged.stdout
    books = loaded(text)
    assert "isbn" in books["Book"].__table__.c
    assert "born" in books["Author"].__table__.c
    assert text.count("isbn:") == text.count("born:") == 1
    quiet(shop)
    assert shop.read() == text


@pytest.mark.parametrize("side", ["ours", "theirs", "both"])
def test_83_what_a_resolved_conflict_leaves_out_is_not_deleted_by_hand(
    side: str, shop: Shop
) -> None:
    shop.generate()
    shop.edit(HAND)
    shop.generate()
    git(shop, "init", "-q", "-b", "main")
    (shop.root / ".gitignore").write_text(".ormforge/cache/\n.ormforge/backup/\n.ormforge/.lock\n")
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "one")
    git(shop, "checkout", "-qb", "other")
    before = shop.schema
    added = {name: f"  name varchar(50) not null,\n  {name} text,\n" for name in ("born", "died")}
    new = {name: f"create table {name}s (id integer primary key, at date);\n" for name in added}
    for name, branch in (("born", "other"), ("died", "main")):
        git(shop, "checkout", "-q", branch)
        shop.migrate((shop.schema, before))
        shop.migrate(("  name varchar(50) not null,\n", added[name]))
        shop.migrate((shop.schema, shop.schema + new[name]))
        shop.generate()
        git(shop, "commit", "-qam", name)
    assert git(shop, "merge", "-q", "other").returncode == 1
    kept = {"ours": r"\1", "theirs": r"\2", "both": r"\1\2"}[side]
    conflict = r"<<<<<<<[^\n]*\n(.*?)=======\n(.*?)>>>>>>>[^\n]*\n"
    shop.write(re.sub(conflict, kept, shop.read(), flags=re.DOTALL))
    shop.migrate((added["died"], added["died"] + "  born text,\n"))
    shop.migrate((shop.schema, shop.schema + new["born"]))
    run = shop.generate()
    assert "deleted by hand" not in run.err
    assert "Merged without a base" not in run.err
    tables = {
        name: table.c.keys() for name, table in loaded(shop.read())["Base"].metadata.tables.items()
    }
    assert tables["borns"] == tables["dieds"] == ["id", "at"]
    assert {"born", "died"} <= {*tables["authors"]}
    assert METHOD in shop.read()
    quiet(shop)


def test_84_what_is_no_python_stops_the_run_with_its_place(shop: Shop) -> None:
    shop.generate()
    for broken in ("def f(:\n", "<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"):
        text = shop.read()
        shop.write(text + broken)
        before = {path: path.read_bytes() for path in shop.root.rglob("*") if path.is_file()}
        shop.migrate(
            (shop.schema, shop.schema + f"create table t{len(broken)} (id integer primary key);\n")
        )
        run = shop.generate(code=2)
        assert "models.py:" in run.err
        after = {path: path.read_bytes() for path in shop.root.rglob("*") if path.is_file()}
        assert after.items() - before.items() == set() or all(
            "cache" in path.parts or path.name == ".lock"
            for path, _ in after.items() - before.items()
        )
        shop.write(text)


def test_86_a_file_saved_during_a_run_stops_the_writing(shop: Shop) -> None:
    shop.generate()
    shop.edit(HAND)
    shop.migrate(ADD_ISBN)
    config = load_config(shop.root, None, None, {}, {"DATABASE_URL": shop.url}).config
    plan = generate(config, shop.root)
    mine = shop.edit((NOTE, NOTE + "    late = 1\n"))
    with pytest.raises(WorkspaceError, match="models.py"):
        write(shop.root, plan)
    assert shop.read() == mine
    shop.generate()
    assert differences(mine.replace(*GAINS_ISBN), shop.read()) == ""


def test_88_state_of_a_newer_tool_is_refused(shop: Shop) -> None:
    shop.generate()
    lock = shop.root / ".ormforge" / "lock.json"
    data = json.loads(lock.read_text())
    (version,) = (key for key in data if "version" in key and isinstance(data[key], int))
    lock.write_text(json.dumps({**data, version: data[version] + 1}))
    mine = shop.edit(HAND)
    shop.migrate(ADD_ISBN)
    run = shop.generate(code=2)
    assert "newer" in run.err
    assert shop.read() == mine


def test_89_permissions_and_links_stay(shop: Shop) -> None:
    shop.generate()
    path = shop.root / "models.py"
    target = shop.root / "real" / "book_models.py"
    target.parent.mkdir()
    path.rename(target)
    path.symlink_to(target)
    target.chmod(0o600)
    mine = shop.edit(HAND)
    shop.migrate(ADD_ISBN)
    shop.generate()
    assert path.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert differences(mine.replace(*GAINS_ISBN), target.read_text()) == ""


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_89_a_read_only_file_stops_the_run(shop: Shop) -> None:
    shop.generate()
    path = shop.root / "models.py"
    mine = shop.edit(HAND)
    path.chmod(0o444)
    shop.migrate(ADD_ISBN)
    run = shop.generate(code=2)
    assert "models.py" in run.err
    assert path.read_text() == mine


@pytest.mark.parametrize("schema", ["", "create table other (id integer primary key);\n"])
def test_90_a_wrong_or_empty_database_is_braked(schema: str, shop: Shop) -> None:
    more = "".join(f"create table more_{n} (id integer primary key);\n" for n in range(6))
    shop.migrate((shop.schema, shop.schema + more))
    shop.generate()
    mine = shop.edit(HAND)
    shop.migrate((shop.schema, schema))
    run = shop.generate(code=2)
    assert "--allow-mass-removal" in run.err
    assert shop.read() == mine
    run = shop.generate("--allow-mass-removal", code=3)
    assert METHOD in shop.archived()


def test_93_another_template_is_another_new_text(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(HAND)
    (shop.root / "ormforge.toml").write_text(
        CONFIG + '\n[templates]\noverlays = ["overlays"]\n', encoding="utf-8"
    )
    shop.write(
        "{% extends 'ormforge/models.py.j2' %}\n{% block footer %}\nVERSION = 2\n{% endblock %}\n",
        "overlays/models.py.j2",
    )
    shop.generate()
    text = shop.read()
    assert METHOD in text
    assert (
        differences(mine.rstrip() + "\n\n\nVERSION = 2\n", text.rstrip() + "\n") == ""
        or "VERSION = 2" in text
    )
    assert loaded(text)["VERSION"] == 2
    (shop.root / "ormforge.toml").write_text(CONFIG, encoding="utf-8")
    quiet(shop)
    assert differences(mine, shop.read()) == ""


@pytest.mark.parametrize(
    "change",
    [
        ('path = "models.py"', 'path = "models.py"\ncolumn-order = "required-first"'),
        ("singularize = true", "singularize = false"),
        ('path = "models.py"', 'path = "models.py"\nheader = false'),
        ('path = "models.py"', 'path = "models.py"\nconstraint-names = "always"'),
    ],
    ids=["column order", "names", "header", "constraint names"],
)
def test_94_an_option_of_the_generator_changes_much_and_loses_nothing(
    change: tuple[str, str], shop: Shop
) -> None:
    shop.generate()
    shop.edit(
        HAND,
        (NOTE, NOTE[:-1] + "  # the note\n"),
        ("class Tag(Base)", "# about tags\nclass Tag(Base)"),
        ("    email: ", "    hand = 1\n    email: "),
    )
    (shop.root / "ormforge.toml").write_text(CONFIG.replace(*change), encoding="utf-8")
    quiet(shop)
    text = shop.read()
    for hand in (METHOD, "  # the note\n", "# about tags\n", "    hand = 1\n"):
        assert hand in text
    loaded(text)
    quiet(shop)
    assert shop.read() == text


def test_95_a_file_that_is_gone_is_written_anew(shop: Shop) -> None:
    shop.generate()
    first = shop.read()
    shop.edit(HAND)
    shop.generate()
    (shop.root / "models.py").unlink()
    shop.generate()
    assert shop.read() == first


def test_99_a_file_of_many_tables_with_one_changed_column(shop: Shop) -> None:
    """As a smoke test; the measured figures are those of `benchmarks/`."""
    many = "".join(
        f"create table many_{n} (id integer primary key, a varchar(9));\n" for n in range(150)
    )
    shop.migrate((shop.schema, many + shop.schema))
    shop.generate()
    play(
        Scenario(
            schema=[],
            mine=[HAND],
            migration=[TITLE_120],
            result=[("String(100)", "String(120)")],
        ),
        shop,
    )


def test_92_a_table_renamed_without_a_word_is_another_table(shop: Shop) -> None:
    shop.generate()
    shop.edit((TAGS_END, TAGS_END + METHOD))
    shop.migrate((shop.schema, shop.schema.replace("books", "volumes")))
    run = shop.generate(code=3)
    text = shop.read()
    assert "class Volume(" in text
    assert METHOD in shop.archived()
    assert "books" in run.err
    loaded(text)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_87_of_two_runs_at_once_one_waits(shop: Shop, tmp_path: Path) -> None:
    shop.generate()
    mine = shop.edit(HAND)
    shop.migrate(ADD_ISBN)
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "ormforge", "generate"],
            cwd=shop.root,
            env={**os.environ, "DATABASE_URL": shop.url},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    codes = []
    for run in runs:
        _, err = run.communicate(timeout=60)
        codes.append(run.returncode)
        assert run.returncode in (0, 2), err
        assert "Traceback" not in err
    assert 0 in codes
    assert differences(mine.replace(*GAINS_ISBN), shop.read()) == ""
