"""Every example in the README and in docs/ is run.

A comment above a fenced block says what the block is; the blocks of one page share a folder that starts empty:

    <!-- write: PATH -->     the block is written to PATH
    <!-- run -->             lines after `$ ` are run with bash; what follows each is all that it prints
    <!-- run: exit 1 -->     the same, for a last command that exits with 1
    <!-- edit: PATH -->      the block is a diff of one hunk, applied to PATH
    <!-- shows: PATH -->     the block stands in the file at PATH, line for line

A command of ormforge alone is run in the test's own process, unless the page has it import code of the page's. What is
printed with `--output-format json` has the form of docs/output.schema.json.

A line `...` stands for any number of lines. A `console` block without a comment fails the test, so that no command goes
unchecked, unless the comment is `<!-- not run: why -->`.

Links between pages, also those to a heading, lead somewhere in the repository, and the site's navigation has every page.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run as ormforge
from ormforge.cli.terminal import Terminal

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
LINKING = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
SCHEMA = json.loads((ROOT / "docs/output.schema.json").read_text(encoding="utf-8"))
IMPORTING = re.compile(
    r"^(class-name|column-name|relationship-name|filters|tests|plugins|before|after|migrations) =",
    re.M,
)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
FENCE = re.compile(
    r"(?:<!-- (?P<what>[^>]*?) -->\n+)?^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True)
class Block:
    what: str
    language: str
    body: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            found["what"] or "",
            found["language"],
            found["body"],
            text.count("\n", 0, found.start()) + 1,
        )
        for found in FENCE.finditer(text)
    ]


def matches(expected: list[str], found: list[str]) -> bool:
    """Whether the lines are those expected; `...` stands for any number of lines."""
    if not expected:
        return not found
    if expected[0].strip() == "...":
        return any(matches(expected[1:], found[i:]) for i in range(len(found) + 1))
    return (
        bool(found)
        and expected[0].rstrip() == found[0].rstrip()
        and matches(expected[1:], found[1:])
    )


def commands(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines it prints."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (f"{found[-1][0]}\n{line}", [])
        else:
            found[-1][1].append(line)
    return found


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str


def run(command: str, folder: Path) -> Done:
    """What a command prints on either stream, and how it ends."""
    words = shlex.split(command) if not re.search(r"[|&;<>$`]|--help", command) else []
    configs = [file.read_text(encoding="utf-8") for file in folder.glob("*.toml")]
    if words[:1] == ["ormforge"] and not any(IMPORTING.search(text) for text in configs):
        return run_near(words[1:], folder)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout)


def run_near(arguments: list[str], folder: Path) -> Done:
    printed = io.StringIO()
    environ = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120"}
    terminal = Terminal(printed, printed, environ)
    invocation = Invocation(terminal=terminal, environ=environ, folder=folder)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = ormforge(arguments, invocation)
    return Done(code, printed.getvalue())


def check_run(block: Block, folder: Path, where: str) -> None:
    steps = commands(block.body)
    code = 0
    for command, expected in steps:
        done = run(command, folder)
        code = done.returncode
        if command.startswith("ormforge --output-format json "):
            jsonschema.validate(json.loads(done.stdout), SCHEMA)
        assert matches(
            expected, done.stdout.splitlines()
        ), f"{where}: $ {command}\nprinted\n{done.stdout}"
    wanted = int(block.what.rpartition(" ")[2]) if "exit" in block.what else 0
    assert code == wanted, f"{where}: exit {code}"


def edited(text: str, hunk: str, where: str) -> str:
    """The text with the lines of a hunk changed; the hunk says which lines by giving them."""
    lines = [line for line in hunk.splitlines() if not line.startswith("@@")]
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " -")
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " +")
    assert text.count(before) == 1, f"{where}: these lines are not there\n{before}"
    return text.replace(before, after)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        where = f"{page.name}:{block.line}"
        directive, _, target = block.what.partition(": ")
        if directive == "write":
            (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / target).write_text(block.body, encoding="utf-8")
        elif directive == "run":
            check_run(block, tmp_path, where)
        elif directive == "edit":
            path = tmp_path / target
            path.write_text(
                edited(path.read_text(encoding="utf-8"), block.body, where), encoding="utf-8"
            )
        elif directive == "shows":
            text = (tmp_path / target).read_text(encoding="utf-8").splitlines()
            assert matches(
                ["...", *block.body.splitlines(), "..."], text
            ), f"{where}: not in {target}"
        elif block.language == "console":
            assert directive == "not run", f"{where}: a command that nothing runs"


def prose(page: Path) -> str:
    """The text of a page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """What GitHub calls a heading in a link: its words in lower case, joined by dashes."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", LINKING, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(prose(page)):
        target = (page.parent / found[1]).resolve() if found[1] else page
        assert target.exists(), f"{page.name}: {found[0]} leads nowhere"
        assert ROOT in target.parents, f"{page.name}: {found[0]} leaves the repository"
        if found[2]:
            headings = {anchor(each) for each in HEADING.findall(prose(target))}
            assert found[2] in headings, f"{page.name}: {found[0]}: there is no such heading"


def test_the_navigation_of_the_site_has_every_page() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    listed = re.findall(r"^ +- (?:[^:\n]+: )?(\S+\.md)$", navigation.partition("\n\n")[0], re.M)
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in PAGES[1:]}
    assert len(listed) == len(set(listed))
    assert set(listed) == pages | {"changelog.md", "contributing.md"}
