from __future__ import annotations

from pathlib import Path

import pytest

from ormforge.config import InvalidConfig
from ormforge.config.environment import read_environment
from ormforge.config.keys import known_keys
from tests.config.conftest import MINIMAL, Load


@pytest.mark.parametrize(
    ("variable", "text", "key", "value"),
    [
        ("ORMFORGE_OUTPUT_PATH", "app/x.py", "output.path", "app/x.py"),
        ("ORMFORGE_OUTPUT_HEADER", "false", "output.header", False),
        ("ORMFORGE_NAMING_SINGULARIZE", "1", "naming.singularize", True),
        ("ORMFORGE_DATABASE_SCHEMAS", "a, b", "database.schemas", ("a", "b")),
        ("ORMFORGE_OUTPUT_COLUMN_ORDER", "required-first", "output.column_order", "required-first"),
        ("ORMFORGE_CUSTOM_ON_ORPHAN", "keep", "custom.on_orphan", "keep"),
    ],
)
def test_a_variable_sets_its_key(
    load: Load, variable: str, text: str, key: str, value: object
) -> None:
    section, name = key.split(".")
    loaded = load(MINIMAL, environ={variable: text})
    assert getattr(getattr(loaded.config, section), name) == value


def test_every_key_but_tables_of_names_has_a_variable() -> None:
    keys = list(known_keys())
    assert {key.dotted for key in keys if key.variable is None} == {
        "naming.irregular",
        "naming.schemas",
        "naming.tables",
        "naming.columns",
        "naming.relationships",
        "naming.enums",
        "types",
        "enums",
        "keys",
        "relationships",
        "targets",
        "lazy",
        "mixins",
        "api.fields",
        "bases",
        "inheritance",
        "shortcuts",
        "templates.vars",
        "review.silenced",
    }
    variables = [key.variable for key in keys if key.variable]
    assert len(set(variables)) == len(variables)


def test_an_empty_variable_is_one_that_is_not_set(load: Load) -> None:
    assert load(MINIMAL, environ={"ORMFORGE_OUTPUT_PATH": ""}).config.output.path == "models.py"


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        (
            {"ORMFORGE_OUTPUT_HEADER": "maybe"},
            "ORMFORGE_OUTPUT_HEADER: output.header: must be true or false",
        ),
        (
            {"ORMFORGE_DATABASE_VIEWS": "x"},
            'ORMFORGE_DATABASE_VIEWS: database.views: must be "class", "table" or "skip", not the text "x"',
        ),
        (
            {"ORMFORGE_API_PATH": "/x.py"},
            "ORMFORGE_API_PATH: api.path: must be a path below the project's folder, without '..', which '/x.py' is not",
        ),
    ],
)
def test_a_variable_that_is_wrong_is_named(
    load: Load, environ: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidConfig) as caught:
        load(MINIMAL, environ=environ)
    assert str(caught.value) == message


def test_a_mistyped_variable_is_noted_and_a_strange_one_is_left_alone(load: Load) -> None:
    loaded = load(MINIMAL, environ={"ORMFORGE_DATABASE_URI": "x", "ORMFORGE_TEST_PG_SERVER": "x"})
    assert loaded.notes == (
        "the environment variable ORMFORGE_DATABASE_URI sets nothing; did you mean ORMFORGE_DATABASE_URL?",
    )


DOTENV = """\
# a comment

PASSWORD='p w#1'
export DATABASE_URL="postgresql://me:${PASSWORD}@h/d"
ORMFORGE_OUTPUT_PATH=from_dotenv.py
"""


def test_dotenv_stands_below_the_environment(load: Load, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(DOTENV)
    text = MINIMAL.replace("sqlite:///shop.db", "env:DATABASE_URL")
    loaded = load(text)
    assert loaded.config.database.url.get_secret_value() == "postgresql://me:p w#1@h/d"
    assert loaded.config.output.path == "from_dotenv.py"
    assert str(loaded.layer.source(("database", "url"))) == (
        "ormforge.toml:2, through DATABASE_URL in .env:4"
    )
    beaten = load(text, environ={"DATABASE_URL": "sqlite:////x.db", "ORMFORGE_OUTPUT_PATH": "y.py"})
    assert beaten.config.database.url.get_secret_value() == "sqlite:////x.db"
    assert beaten.config.output.path == "y.py"


def test_dotenv_lines_are_counted_over_blank_and_long_ones(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('\n\nA=1\nB="x\ny"\n\n# c\nC=3\n')
    environment = read_environment({}, tmp_path / ".env")
    assert {name: line for name, (_, line) in environment.file.items()} == {"A": 3, "B": 4, "C": 8}


def test_a_dotenv_that_cannot_be_read_is_told(load: Load, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=\xff\n")
    with pytest.raises(InvalidConfig, match=r"^.env: "):
        load(MINIMAL)
