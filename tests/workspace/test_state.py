from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from ormforge.catalog.keys import Key
from ormforge.errors import WorkspaceError
from ormforge.plan import Archived, Memory, Plan
from ormforge.workspace import base_id, failed_changes, header_id, write_plan
from tests.workspace.project import MODELS, Project, generated, pristine

MEMORY = Memory(
    pins={Key("column a.x"): "x", Key('column a."é\n"'): "é"},
    tombstones=frozenset({Key("column a.z"), Key("column a.y")}),
    pending={Key("column a.p"): "0f"},
    bases={Key("column a.p"): "p = mapped_column(\n    Integer\n)\n"},
    overrides=frozenset({Key("column a.o")}),
)


def test_what_a_run_remembers_is_read_again(project: Project) -> None:
    project.run("x = 1\n", memory=MEMORY)
    workspace = project.read()
    assert workspace.memory == MEMORY
    assert workspace.base == {MODELS: generated("x = 1\n")}
    assert workspace.versions == {"black": "26"}
    assert workspace.catalog_snapshot == "{}\n"
    assert workspace.notes == ()


def test_a_second_run_changes_nothing(project: Project) -> None:
    project.run("x = 1\n", memory=MEMORY)
    plan = project.plan({MODELS: generated("x = 1\n")})
    assert [change.path for change in (*plan.changes, *plan.state) if change.changed] == []


def test_other_versions_alone_change_nothing(project: Project) -> None:
    project.run("x = 1\n")
    plan = project.plan({MODELS: generated("x = 1\n")}, versions={"black": "27"})
    assert not any(change.changed for change in plan.state)
    later = project.plan({MODELS: generated("x = 2\n")}, versions={"black": "27"})
    assert json.loads(later.state[-1].after or b"")["versions"] == {"black": "27"}


def test_the_lock_is_sorted_ascii_and_one_key_a_line(project: Project) -> None:
    project.run("x = 1\n", memory=MEMORY)
    text = (project.root / ".ormforge/lock.json").read_text(encoding="ascii")
    lines = [line.strip() for line in text.splitlines()]
    assert lines.index('"column a.y",') < lines.index('"column a.z"')
    assert '"column a.x": "x"' in lines
    document = json.loads(text)
    assert list(document) == sorted(document)


def test_committed_state_is_the_same_on_every_machine(project: Project) -> None:
    other = Project(project.root.parent / "other")
    other.root.mkdir()
    for each in (project, other):
        each.run("x = 1\n", memory=MEMORY)
    assert project.tree() == other.tree()


def test_state_of_a_newer_tool_is_refused(project: Project) -> None:
    project.put(".ormforge/lock.json", '{"format_version": 99}')
    with pytest.raises(WorkspaceError, match="newer ormforge"):
        project.read()


def _conflicted(raw: bytes) -> bytes:
    return b"<<<<<<< HEAD\n" + raw + b"=======\n" + raw + b">>>>>>> branch\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw.replace(b'"pending"', b"<<<<<<< HEAD\n"),
        lambda raw: raw[: len(raw) // 2],
        lambda _: b"",
        lambda _: b"\xff\x00",
        lambda _: b"[]",
        lambda _: b"[" * 100_000,
        lambda _: b'{"format_version": "1"}',
        lambda _: b'{"format_version": true}',
        lambda raw: raw.replace(b'"files"', b'"flies"'),
        lambda raw: raw.replace(b"app/models.py", b"../../models.py"),
        lambda raw: raw.replace(b'"keys": {', b'"keys": {"x": 1,'),
        lambda raw: raw.replace(b'"tombstones": []', b'"tombstones": {}'),
    ],
)
def test_a_damaged_lock_means_no_base_and_a_note(
    project: Project, damage: Callable[[bytes], bytes]
) -> None:
    project.run("x = 1\n")
    lock = project.root / ".ormforge/lock.json"
    lock.write_bytes(damage(lock.read_bytes()))
    workspace = project.read()
    assert workspace.base == {}
    assert workspace.memory == Memory()
    assert workspace.files[MODELS].text == pristine("x = 1\n")
    assert any("lock.json" in note.message for note in workspace.notes)
    project.run("x = 1\n")
    assert project.read().notes == ()


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_lock_in_conflict_keeps_what_both_branches_remember(project: Project, style: str) -> None:
    def git(*words: str, check: bool = True) -> None:
        options = [
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@y",
            "-c",
            f"merge.conflictStyle={style}",
        ]
        subprocess.run(
            ["git", *options, *words], cwd=project.root, check=check, capture_output=True
        )

    git("init", "-q", "-b", "main")
    project.run("x = 1\n", memory=Memory(pins={Key("table a"): "A"}))
    git("add", "-A")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "other")
    theirs = Memory(
        pins={Key("table a"): "A", Key("table t"): "T"}, tombstones=frozenset({Key("column t.c")})
    )
    project.run("x = 2\n", memory=theirs)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    ours = Memory(
        pins={Key("table a"): "A", Key("table o"): "O"}, overrides=frozenset({Key("column o.c")})
    )
    project.run("x = 3\n", memory=ours)
    git("commit", "-qam", "ours")
    git("merge", "other", check=False)
    assert b"<<<<<<<" in (project.root / ".ormforge/lock.json").read_bytes()
    git("checkout", "--ours", "app/models.py", ".ormforge/base")
    workspace = project.read()
    assert workspace.memory == Memory(
        pins={**theirs.pins, **ours.pins}, tombstones=theirs.tombstones, overrides=ours.overrides
    )
    assert workspace.base == {MODELS: generated("x = 3\n")}
    assert [note.code for note in workspace.notes] == ["damaged"]


@pytest.mark.parametrize(
    "damage", [_conflicted, lambda raw: raw + b"y = 2\n", lambda _: b"", lambda _: None]
)
def test_a_damaged_base_means_two_ways_for_that_file_alone(
    project: Project, damage: Callable[[bytes], bytes | None]
) -> None:
    other = PurePosixPath("app/other.py")
    new = {MODELS: generated("x = 1\n"), other: generated("y = 1\n")}
    write_plan(project.root, project.plan(new, memory=MEMORY))
    place = project.root / ".ormforge/base/app/models.py.base"
    damaged = damage(place.read_bytes())
    place.unlink() if damaged is None else place.write_bytes(damaged)
    workspace = project.read("app")
    assert set(workspace.base) == {other}
    assert workspace.memory == MEMORY
    assert [note.path for note in workspace.notes if note.code == "damaged"] == [MODELS]


def test_no_state_at_all_is_no_reason_for_a_note(project: Project) -> None:
    project.put("app/models.py", "x = 1\n")
    workspace = project.read()
    assert (workspace.base, workspace.notes, workspace.memory) == ({}, (), Memory())


def test_line_ends_that_git_changed_do_not_damage_a_base(project: Project) -> None:
    project.run("x = 1\n")
    place = project.root / ".ormforge/base/app/models.py.base"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert project.read().base == {MODELS: generated("x = 1\n")}


def test_git_keeps_its_hands_off_the_state(project: Project) -> None:
    project.put(".ormforge/.gitignore", "mine")
    project.run("x = 1\n")
    ignored = (project.root / ".ormforge/.gitignore").read_text().splitlines()
    assert ignored[0] == "mine"
    assert {"cache/", "backup/", "failed/", ".lock", "journal"} <= set(ignored)
    attributes = (project.root / ".ormforge/.gitattributes").read_text()
    assert "base/** -text linguist-generated" in attributes


def test_a_file_no_longer_generated_has_no_base(project: Project) -> None:
    other = PurePosixPath("app/other.py")
    write_plan(project.root, project.plan({MODELS: generated("x\n"), other: generated("y\n")}))
    write_plan(
        project.root,
        project.plan({MODELS: generated("x\n")}, {MODELS: pristine("x\n"), other: None}),
    )
    assert set(project.read("app").base) == {MODELS}
    assert not (project.root / "app/other.py").exists()
    assert not (project.root / ".ormforge/base/app/other.py.base").exists()


def test_the_base_id_is_of_the_text_without_its_own_line() -> None:
    text = pristine("x = 1\n")
    assert (
        header_id(text)
        == base_id(text)
        == base_id(text.replace(f"# ormforge: base {header_id(text)}\n", ""))
    )
    assert base_id(text) != base_id(text + "y = 2\n")
    assert header_id("x = '# ormforge: base 0123456789ab'\n") is None
    assert header_id("#!/x\r\n# ormforge: base 0123456789ab\r\nx\r\n") == "0123456789ab"


def test_a_file_from_another_moment_gets_its_base_from_a_backup(project: Project) -> None:
    project.run("x = 1\n")
    old = (project.root / MODELS).read_bytes()
    project.run("x = 2\n")
    project.run("x = 3\n")
    project.put("app/models.py", old)
    workspace = project.read()
    assert workspace.base == {MODELS: generated("x = 1\n")}
    assert [note.code for note in workspace.notes] == ["stale"]


def test_a_file_from_a_moment_nobody_knows_has_no_base(project: Project) -> None:
    project.run("x = 1\n")
    project.put("app/models.py", pristine("x = 99\n"))
    workspace = project.read()
    assert workspace.base == {}
    assert [note.code for note in workspace.notes] == ["stale"]


def test_a_moved_file_keeps_its_base(project: Project) -> None:
    project.run("x = 1\n")
    (project.root / MODELS).rename(project.root / "app/orm.py")
    workspace = project.read("app")
    assert set(workspace.base) == {MODELS}
    assert workspace.notes == ()


def test_a_file_without_a_header_keeps_its_base(project: Project) -> None:
    project.run("x = 1\n", "x = 1\n")
    assert set(project.read().base) == {MODELS}


def test_a_refused_candidate_is_kept_for_a_person(project: Project) -> None:
    project.run("x = 1\n")
    for text in ("x = (\n", "x = ]\n"):
        changes = failed_changes(project.read(), {MODELS: text, PurePosixPath("gone"): None}, "why")
        write_plan(project.root, Plan(state=changes))
    failed = {name: raw for name, raw in project.tree().items() if "/failed/" in name}
    assert failed == {
        ".ormforge/failed/app/models.py.txt": b"x = ]\n",
        ".ormforge/failed/report.txt": b"why",
    }
    assert project.read().files[MODELS].text == pristine("x = 1\n")


def _archived(text: str, key: str = "table public.books", **more: str) -> Archived:
    return Archived(key=Key(key), path=MODELS, text=text, **more)  # type: ignore[arg-type]


HOSTILE = [
    "class A:\r\n    x = 1\r\n",
    "no final newline",
    "",
    "\n\n\n",
    "é — \u2028 \x0c\ttabs  \n",
    '# ormforge: orphan\n# key: "table b"\n# path: "x.py"\n# size: 3\nabc\n',
    "# size: 5\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_orphan_is_kept_byte_for_byte(project: Project, text: str) -> None:
    archive = (
        _archived(text),
        _archived("def f(): ...\n", "column public.books.x", why="gone", after="y"),
    )
    project.run("x = 1\n", memory=Memory(archive=archive))
    assert set(project.read().memory.archive) == set(archive)
    assert (
        text.encode()
        in (project.root / ".ormforge/orphans/app/models/public.books.py.txt").read_bytes()
    )


def test_an_orphan_that_is_back_in_place_leaves_the_archive(project: Project) -> None:
    project.run("x = 1\n", memory=Memory(archive=(_archived("a\n"),)))
    project.run("x = 1\n", memory=Memory())
    assert not any("orphans" in name for name in project.tree())


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("table public.books", "public.books"),
        ("table books", "books"),
        ('table public."a/../../b"', "public-a-b-"),
        ("table Books", "books-"),
        ("table con", "con-"),
        ('table "é"', ""),
        ("table " + "x" * 300, "xxx"),
    ],
)
def test_an_orphan_has_a_file_name_that_every_system_takes(
    project: Project, key: str, name: str
) -> None:
    project.run("x = 1\n", memory=Memory(archive=(_archived("a\n", key),)))
    folder = project.root / ".ormforge/orphans/app/models"
    (place,) = folder.iterdir()
    assert place.name.startswith(name)
    assert place.name.isascii()
    assert len(place.name) < 100
    assert project.read().memory.archive[0].key == key


def test_an_orphan_that_a_person_edited_is_read_as_it_is_now(project: Project) -> None:
    archive = (_archived("a\nb\n", "column books.a"), _archived("c\n", "column books.b"))
    project.run(
        "x = 1\n",
        memory=Memory(archive=tuple(replace(a, owner=Key("table books")) for a in archive)),
    )
    place = project.root / ".ormforge/orphans/app/models/books.py.txt"
    place.write_bytes(place.read_bytes().replace(b"a\nb\n", b"a\nmore\nb\n"))
    assert [entry.text for entry in project.read().memory.archive] == ["a\nmore\nb\n", "c\n"]


def test_an_archive_that_cannot_be_read_is_left_alone(project: Project) -> None:
    project.run("x = 1\n", memory=Memory(archive=(_archived("a\n"),)))
    place = project.root / ".ormforge/orphans/app/models/public.books.py.txt"
    place.write_bytes(b"something else\n" + place.read_bytes())
    before = place.read_bytes()
    workspace = project.read()
    assert workspace.memory.archive == ()
    assert [note.path for note in workspace.notes] == [
        PurePosixPath(place.relative_to(project.root))
    ]
    project.run("x = 2\n", memory=Memory(archive=(_archived("b\n"),)))
    assert place.read_bytes() == before
    assert [entry.text for entry in project.read().memory.archive] == ["b\n"]


def _git(project: Project, *words: str) -> None:
    options = ["-c", "user.name=x", "-c", "user.email=x@y"]
    subprocess.run(["git", *options, *words], cwd=project.root, check=True, capture_output=True)


def test_a_base_that_only_git_has_is_found_there(project: Project) -> None:
    _git(project, "init", "-q")
    for body in ("x = 1\n", "x = 2\n"):
        project.run(body)
        _git(project, "add", "-A")
        _git(project, "commit", "-qm", body)
    shutil.rmtree(project.root / ".ormforge/backup", ignore_errors=True)
    _git(project, "checkout", "HEAD~", "--", str(MODELS))
    workspace = project.read()
    assert workspace.base == {MODELS: generated("x = 1\n")}
    assert [note.code for note in workspace.notes] == ["stale"]
    assert "came from git" in workspace.notes[0].message
    shutil.rmtree(project.root / ".ormforge")
    assert project.read().base == {MODELS: generated("x = 1\n")}
    shutil.rmtree(project.root / ".git")
    assert project.read().base == {}


def test_git_in_a_subfolder_and_a_broken_repository(project: Project) -> None:
    _git(project, "init", "-q", "..")
    project.run("x = 1\n")
    _git(project, "add", "-A")
    _git(project, "commit", "-qm", "one")
    shutil.rmtree(project.root / ".ormforge")
    assert project.read().base == {MODELS: generated("x = 1\n")}
    (project.root.parent / ".git/HEAD").write_text("nonsense")
    assert project.read().base == {}


def test_a_file_under_another_name_keeps_its_base(project: Project) -> None:
    project.run("x = 1\n")
    (project.root / MODELS).rename(project.root / "app/tables.py")
    workspace = project.read("app/tables.py")
    assert workspace.base == {PurePosixPath("app/tables.py"): generated("x = 1\n")}
    assert workspace.notes == ()
