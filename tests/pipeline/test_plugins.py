"""Plugins: the one in examples/plugin, installed in a folder, and ones that fail."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit

from tests.project import Project, Run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "plugin"
CONFIG = """\
plugins = {plugins}
[database]
url = "env:DATABASE_URL"
[output]
path = "models.py"
[naming]
singularize = true
"""
TABLES = """\
CREATE TABLE books (row_id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE notes (row_id INTEGER PRIMARY KEY, book INTEGER REFERENCES books (row_id));
CREATE TABLE ops_log (row_id INTEGER PRIMARY KEY);
"""


class Installed:
    """A project with packages that are installed in a folder beside it."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder = project, folder

    def install(self, name: str, source: str, points: dict[str, str]) -> None:
        """Install a module with entry points as an installer lays them down."""
        info = self.folder / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (self.folder / f"{name}.py").write_text(source, encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [f"{point} = {value}" for point, value in points.items()]
        (info / "entry_points.txt").write_text("\n".join(["[ormforge.plugins]", *lines, ""]))

    def generate(self, *plugins: str) -> Run:
        self.project.write("ormforge.toml", CONFIG.format(plugins=list(plugins)))
        path = f"{self.folder}:{ROOT}"
        return self.project.ormforge("generate", env={"PYTHONPATH": path})


@pytest.fixture
def installed(tmp_path: Path, sqlite_url: str) -> Installed:
    project = Project(tmp_path / "project", sqlite_url)
    project.root.mkdir()
    project.sql(TABLES)
    return Installed(project, tmp_path / "site")


def test_the_example_leaves_out_renames_and_annotates(installed: Installed) -> None:
    package = tomlkit.parse((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")).unwrap()
    source = (EXAMPLE / "house_rules.py").read_text(encoding="utf-8")
    installed.install("house_rules", source, package["project"]["entry-points"]["ormforge.plugins"])
    assert installed.generate().code == 0
    assert "class OpsLog(Base):" in installed.project.read("models.py"), "nobody has asked for it"
    (installed.project.root / "models.py").unlink()
    assert installed.generate("house-rules").code == 0
    text = installed.project.read("models.py")
    assert "OpsLog" not in text
    assert 'class Book(Base):\n    """A row of books."""\n' in text
    assert 'id: Mapped[int] = mapped_column("row_id", primary_key=True)' in text
    assert 'ForeignKey("books.row_id")' in text
    run = installed.generate("house-rules")
    assert "nothing to write" in run.err
    assert source in (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


def test_plugins_are_called_in_the_order_of_the_configuration(installed: Installed) -> None:
    naming = "def class_name(**facts):\n    return '{}' if facts['table'] == 'books' else None\n"
    installed.install("one", naming.format("One"), {"one": "one"})
    installed.install("two", naming.format("Two"), {"two": "two"})
    assert installed.generate("two", "one").code == 0
    assert "class Two(Base):" in installed.project.read("models.py")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise OSError('no licence')", "plugin bad (bad) cannot be loaded: OSError: no licence"),
        (
            "def change_catalog(catalog):\n    return 1 / 0",
            "plugin bad: change_catalog failed: Zero",
        ),
        ("def change_draft(draft):\n    return None", "plugin bad: change_draft returned no Draft"),
        (
            "def class_name(**facts):\n    return 'a b'",
            "class_name returned 'a b', which is no Python",
        ),
        (
            "from dataclasses import replace\n"
            "def change_draft(draft):\n"
            "    return replace(draft, items=draft.items[1:])",
            "plugin bad: change_draft changes its own result",
        ),
    ],
)
def test_a_plugin_that_fails_is_named_and_nothing_is_written(
    installed: Installed, source: str, said: str
) -> None:
    installed.install("bad", source, {"bad": "bad"})
    run = installed.generate("bad")
    assert run.code == 2
    assert said in run.err
    assert not (installed.project.root / "models.py").exists()


def test_a_plugin_that_is_not_installed_is_told_with_the_nearest(installed: Installed) -> None:
    installed.install("house", "", {"house-rules": "house"})
    run = installed.generate("house-ruls")
    assert run.code == 2
    assert "ormforge.toml:1: plugins[0]: no plugin 'house-ruls' is installed" in run.err
    assert "did you mean 'house-rules'?" in run.err


def test_plugins_change_a_later_run_beside_code_written_by_hand(installed: Installed) -> None:
    source = (EXAMPLE / "house_rules.py").read_text(encoding="utf-8")
    installed.install("house_rules", source, {"house-rules": "house_rules:HouseRules"})
    assert installed.generate("house-rules").code == 0
    project = installed.project
    own = "\n    def label(self) -> str:\n        return str(self.id)\n"
    project.write("models.py", project.read("models.py") + own)
    project.sql("CREATE TABLE shelves (row_id INTEGER PRIMARY KEY REFERENCES notes (row_id))")
    run = installed.generate("house-rules")
    assert run.code == 0, run.err
    assert own in project.read("models.py")
    assert 'class Shelf(Base):\n    """A row of shelves."""\n' in project.read("models.py")
