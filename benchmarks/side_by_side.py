"""The same edits and migrations through `git merge-file` and through ormforge: what is lost, and what still works.

    python -m benchmarks.side_by_side [--each]

Run in the repository's folder. What people do without a tool: regenerate, and let git merge the old output, the edited
file and the new output. That is played with sqlacodegen_v2's own output and with ormforge's, then with `ormforge
generate`. `--each` prints a line for every scenario.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.merge.shop import SCHEMA, Shop, edited, loaded
from tests.merge.year import MIGRATIONS

MARK = "hand_written"
ADVISER = (
    "  note varchar(80)\n",
    "  note varchar(80),\n  adviser_id integer references authors (id)\n",
)
CHANGES = {**MIGRATIONS, "foreign key that sorts first": [ADVISER]}
Edit = Callable[[str], str]


def _class(text: str, table: str) -> tuple[int, int]:
    """Where the class of a table begins and ends."""
    named = re.search(rf"__tablename__ = ['\"]{table}['\"]", text)
    if named is None:
        raise ValueError(f"no class of {table}")
    place = named.start()
    start = text.rindex("\nclass ", 0, place) + 1
    end = re.compile(r"\n(?=\S)").search(text, text.index("\n", start))
    return start, len(text) if end is None else end.start() + 1


def _in_books(change: Edit) -> Edit:
    def edit(text: str) -> str:
        start, end = _class(text, "books")
        return text[:start] + change(text[start:end]) + text[end:]

    return edit


def _sub(pattern: str, replacement: str) -> Edit:
    def edit(text: str) -> str:
        found, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
        if not count:
            raise ValueError(f"{pattern} is not in\n{text}")
        return found

    return edit


METHOD = f"\n    def {MARK}(self) -> int:\n        return 1\n"
EDITS: dict[str, Edit] = {
    "method at the end": _in_books(lambda text: text.rstrip("\n") + "\n" + METHOD + "\n\n"),
    "method between columns": _in_books(_sub(r"^(    title\b)", METHOD[1:] + r"\n\1")),
    "comment behind a column": _in_books(_sub(r"^(    title\b.*)$", rf"\1  # {MARK}")),
    "comment above a column": _in_books(_sub(r"^(    title\b)", rf"    # {MARK}\n\1")),
    "argument of a column": _in_books(_sub(r"^(    title\b.*)\)$", rf"\1, info={{'{MARK}': 1}})")),
    "mixin": lambda text: _in_books(_sub(r"^class (\w+)\(", rf"class \1({MARK}, "))(
        _sub(r"^(class Base\b|Base = )", rf"class {MARK}:\n    pass\n\n\n\1")(text)
    ),
    "argument of a relationship": _sub(
        r"(back_populates=['\"]author['\"])", rf"info={{'{MARK}': 1}}, \1"
    ),
    "function below": lambda text: text.rstrip("\n")
    + f"\n\n\ndef {MARK}(author):\n    return author.books\n",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    conflicts: int = 0
    lost: int = 0
    broken: bool = False
    rebound: bool = False


def judge(mine: str, text: str, conflicts: int, archive: str = "") -> Outcome:
    """The outcome, from the person's text and the merged one."""
    wanted = sum(MARK in line for line in mine.splitlines())
    lost = max(0, wanted - sum(MARK in line for line in (text + archive).splitlines()))
    try:
        models = loaded(text)
    except Exception:  # whatever a merge has made of the file
        return Outcome(conflicts, lost, broken=True)
    author = models.get("Author") or models.get("Authors")
    books = author.__mapper__.relationships.get("books") if author is not None else None
    remote = {column.name for column in books.remote_side} if books is not None else {"author_id"}
    return Outcome(conflicts, lost, rebound=remote != {"author_id"})


def git_merge(base: str, mine: str, new: str) -> tuple[str, int]:
    """The merged text, and the number of conflicts in it."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, text in (("mine", mine), ("base", base), ("new", new)):
            (Path(folder) / name).write_text(text, encoding="utf-8")
            names.append(str(Path(folder) / name))
        command = ["git", "merge-file", "-p", *names]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout, done.returncode


def raw_output(shop: Shop) -> str:
    """What sqlacodegen_v2 alone prints for the shop's database."""
    tool = Path(sys.executable).with_name("sqlacodegen_v2")
    return subprocess.run([str(tool), shop.url], capture_output=True, text=True, check=True).stdout


def fresh(shop: Shop) -> str:
    """What ormforge generates for the shop's database where nothing was generated before."""
    (shop.root / "models.py").unlink(missing_ok=True)
    shutil.rmtree(shop.root / ".ormforge", ignore_errors=True)
    shop.generate()
    return shop.read()


def through_ormforge(shop: Shop, generated: Path, edit: Edit, migration: str) -> Outcome:
    """The edit made in a project as it was first generated, and the database migrated."""
    shutil.rmtree(shop.root)
    shutil.copytree(generated, shop.root)
    mine = edit(shop.read())
    shop.write(mine)
    shop.migrate((shop.schema, edited(SCHEMA, CHANGES[migration])))
    run = shop.generate(code=None)
    return judge(mine, shop.read(), run.err.count("decision needed"), shop.archived())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "project", f"sqlite:///{folder}/shop.db")
        versions = {"": (raw_output(shop), fresh(shop))}
        generated = Path(folder) / "generated"
        shutil.copytree(shop.root, generated)
        for name, change in CHANGES.items():
            shop.migrate((shop.schema, edited(SCHEMA, change)))
            versions[name] = (raw_output(shop), fresh(shop))
        outcomes: dict[str, list[Outcome]] = {}
        for title, edit in EDITS.items():
            for migration in CHANGES:
                found = {}
                for lane, which in (("git, sqlacodegen_v2", 0), ("git, ormforge's output", 1)):
                    base, new = versions[""][which], versions[migration][which]
                    mine = edit(base)
                    found[lane] = judge(mine, *git_merge(base, mine, new))
                found["ormforge generate"] = through_ormforge(shop, generated, edit, migration)
                for lane, outcome in found.items():
                    outcomes.setdefault(lane, []).append(outcome)
                    if "--each" in sys.argv:
                        print(f"{title} / {migration}: {lane}: {outcome}", flush=True)
    report(outcomes)


def report(outcomes: dict[str, list[Outcome]]) -> None:
    """Print the table of docs/merge.md."""
    print(
        "| | scenarios | conflicts | files that cannot be used | lines lost | silent rebindings |"
    )
    print("|---|---|---|---|---|---|")
    for lane, found in outcomes.items():
        total = Counter[str]()
        for outcome in found:
            total["conflicts"] += outcome.conflicts > 0
            total["lost"] += outcome.lost
            total["broken"] += outcome.broken
            total["rebound"] += outcome.rebound and not outcome.conflicts
        numbers = [len(found), *(total[key] for key in ("conflicts", "broken", "lost", "rebound"))]
        print(f"| {lane} | {' | '.join(map(str, numbers))} |")


if __name__ == "__main__":
    main()
