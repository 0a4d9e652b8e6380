"""Which file is read, which value wins, and where it says it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from ormforge.config import load_config, read_config
from ormforge.config.entries import entries
from ormforge.errors import ConfigError
from tests.config.conftest import MINIMAL, Load

PYPROJECT = """\
[project]
name = "shop"
[tool.ormforge.database]
url = "sqlite:///shop.db"
[tool.ormforge.output]
path = "from_pyproject.py"
"""


def source_of(loaded: object, key: str) -> str:
    return {entry.key: str(entry.source) for entry in entries(loaded.config, loaded.layer)}[key]  # type: ignore[attr-defined]


def test_the_nearest_file_above_is_used_and_is_the_root(tmp_path: Path) -> None:
    (tmp_path / "ormforge.toml").write_text(MINIMAL)
    deep = tmp_path / "app" / "db"
    deep.mkdir(parents=True)
    (tmp_path / "app" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    loaded = load_config(deep, None, None, {}, {})
    assert loaded.root == tmp_path.resolve()
    assert loaded.shown == "../../ormforge.toml"
    assert source_of(loaded, "output.path") == "../../ormforge.toml:4"


def test_pyproject_holds_the_same_keys(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    loaded = load_config(tmp_path, None, None, {}, {})
    assert loaded.config.output.path == "from_pyproject.py"
    assert source_of(loaded, "output.path") == "pyproject.toml:6"


def test_mistakes_in_pyproject_have_its_lines(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + "pathh = 1\n")
    with pytest.raises(ConfigError, match=r"^pyproject.toml:7: output.pathh: unknown key"):
        load_config(tmp_path, None, None, {}, {})


def test_ormforge_toml_beats_pyproject_with_a_note(load: Load, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    loaded = load(MINIMAL)
    assert loaded.config.output.path == "models.py"
    assert loaded.notes == (
        "[tool.ormforge] in pyproject.toml is ignored: ormforge.toml stands beside it",
    )


@pytest.mark.parametrize(
    "text", ["tool = 'ormforge'", "[tool]\nx = 'ormforge'", "# ormforge\n= broken"]
)
def test_a_pyproject_that_only_speaks_of_ormforge_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match="no ormforge.toml here"):
        load_config(tmp_path, None, None, {}, {})


def test_a_named_file_is_used(load: Load, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "other.toml").write_text(MINIMAL)
    loaded = load("broken =", file=Path("sub/other.toml"))
    assert loaded.root == (tmp_path / "sub").resolve()
    by_variable = load(environ={"ORMFORGE_CONFIG": "sub/other.toml"})
    assert by_variable.file == loaded.file


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "ormfroge.toml",
            r"ormfroge.toml: there is no such file\n  did you mean ormforge.toml\?",
        ),
        ("nowhere/x.toml", r"^nowhere/x.toml: there is no such file$"),
        (".", r"is a folder, not a file"),
        ("pyproject.toml", r"pyproject.toml: there is no \[tool.ormforge\] in it\n"),
    ],
)
def test_a_named_file_that_will_not_do(load: Load, tmp_path: Path, file: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    with pytest.raises(ConfigError, match=message):
        load(MINIMAL, file=Path(file))


def test_without_any_file_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"no ormforge.toml here or in a folder above.*\n  run `ormforge init`"
    ):
        load_config(tmp_path, None, None, {}, {})


LAYERS = """\
[database]
url = "sqlite:///file.db"
exclude = ["a", "b"]
[output]
path = "models.py"
[naming.tables]
one = "FromFile"
two = "FromFile"
[profiles.ci]
database.url = "sqlite:///profile.db"
database.exclude = ["c"]
naming.tables.two = "FromProfile"
"""
LOCAL = '[database]\nurl = "postgresql://me:s3cret@h/local"\n'


def test_each_layer_beats_the_one_below(load: Load, tmp_path: Path) -> None:
    steps = []
    for profile, local, environ, overrides in [
        (None, None, {}, {}),
        ("ci", None, {}, {}),
        ("ci", LOCAL, {}, {}),
        ("ci", LOCAL, {"ORMFORGE_DATABASE_URL": "sqlite:////env.db"}, {}),
        (
            "ci",
            LOCAL,
            {"ORMFORGE_DATABASE_URL": "sqlite:////env.db"},
            {"database.url": "sqlite:////option.db"},
        ),
    ]:
        if local:
            (tmp_path / "ormforge.local.toml").write_text(local)
        loaded = load(LAYERS, profile=profile, environ=environ, overrides=overrides)
        steps.append(
            (loaded.config.database.url.get_secret_value(), source_of(loaded, "database.url"))
        )
    folder = tmp_path.resolve().as_posix()
    assert steps == [
        (f"sqlite:///{folder}/file.db", "ormforge.toml:2"),
        (f"sqlite:///{folder}/profile.db", "ormforge.toml:10 (profile ci)"),
        ("postgresql://me:s3cret@h/local", "ormforge.local.toml:2"),
        ("sqlite:////env.db", "ORMFORGE_DATABASE_URL"),
        ("sqlite:////option.db", "command line"),
    ]


def test_tables_are_merged_by_key_and_lists_replaced(load: Load) -> None:
    loaded = load(LAYERS, environ={"ORMFORGE_PROFILE": "ci"})
    assert loaded.profile == "ci"
    assert loaded.config.naming.tables == {"one": "FromFile", "two": "FromProfile"}
    assert loaded.config.database.exclude == ("c",)
    assert source_of(loaded, "naming.tables.one") == "ormforge.toml:7"
    assert source_of(loaded, "naming.tables.two") == "ormforge.toml:12 (profile ci)"
    assert source_of(loaded, "output.header") == "default"


@pytest.mark.parametrize(
    ("asked", "environ", "message"),
    [
        ("cii", {}, '--profile: there is no profile "cii" in ormforge.toml\n  did you mean "ci"?'),
        ("x", {}, '--profile: there is no profile "x" in ormforge.toml\n  profiles: ci'),
        (
            None,
            {"ORMFORGE_PROFILE": "x"},
            'ORMFORGE_PROFILE: there is no profile "x" in ormforge.toml\n  profiles: ci',
        ),
    ],
)
def test_a_profile_that_is_not_there(
    load: Load, asked: str | None, environ: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(LAYERS, profile=asked, environ=environ)
    assert str(caught.value) == message


def test_a_profile_may_stand_in_the_local_file_alone(load: Load, tmp_path: Path) -> None:
    (tmp_path / "ormforge.local.toml").write_text('[profiles.mine]\noutput.path = "mine.py"\n')
    assert load(MINIMAL, profile="mine").config.output.path == "mine.py"


def test_reading_needs_no_variable(load: Load, tmp_path: Path) -> None:
    (tmp_path / "ormforge.toml").write_text(MINIMAL.replace("sqlite:///shop.db", "env:NOT_SET"))
    loaded = read_config(tmp_path, None, None, {}, {})
    assert loaded.config.database.url.get_secret_value() == "env:NOT_SET"


def test_nothing_shows_the_secrets_of_a_loaded_configuration(load: Load) -> None:
    loaded = load(MINIMAL, environ={"ORMFORGE_DATABASE_URL": "mysql://u:s3cret@h/d"})
    assert "s3cret" not in repr(loaded)


def test_a_layer_that_says_where_the_database_is_takes_the_place_of_what_lower_ones_say(
    load: Load,
) -> None:
    text = MINIMAL + '[profiles.ci]\ndatabase.ddl = ["shop.sql"]\ndatabase.dialect = "sqlite"\n'
    database = load(text, profile="ci").config.database
    assert (database.url, database.ddl) == (None, ("shop.sql",))
    with_url = {"ORMFORGE_DATABASE_URL": "sqlite:///other.db"}
    again = load(text, profile="ci", environ=with_url)
    database = again.config.database
    assert (database.ddl, database.dialect) == (None, None)
    assert database.url is not None
    assert source_of(again, "database.url") == "ORMFORGE_DATABASE_URL"
    assert load(text).config.database.url is not None


def test_one_layer_with_two_databases_is_a_mistake(load: Load) -> None:
    with pytest.raises(ConfigError, match="is one database more, beside database.url"):
        load(MINIMAL.replace("[output]", 'ddl = ["shop.sql"]\ndialect = "sqlite"\n[output]'))
