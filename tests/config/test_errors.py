"""Every mistake in a configuration: one line with its place, its key, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from ormforge.config import InvalidConfig
from ormforge.errors import ConfigError
from tests.config.conftest import MINIMAL, Load

HEAD = '[database]\nurl = "sqlite:///shop.db"\n[output]\npath = "models.py"\n'

MISTAKES = [
    (
        "unknown key, near",
        "[naming]\nsingularise = true",
        '6: naming.singularise: unknown key; did you mean "singularize"?',
    ),
    (
        "snake case",
        '[custom]\non_orphan = "keep"',
        '6: custom.on_orphan: unknown key; did you mean "on-orphan"?',
    ),
    (
        "key of another table",
        "[naming]\noverlays = []",
        '6: naming.overlays: unknown key here; did you mean "templates.overlays"?',
    ),
    (
        "unknown key, nothing near",
        "[format]\nzzz = 1",
        "6: format.zzz: unknown key; the keys of [format] are tool",
    ),
    ("unknown table", "[namings]\nx = 1", '5: namings: unknown key; did you mean "naming"?'),
    (
        "unknown key in an inline table",
        '[naming.relationships]\n"b.a" = { fwd = "x" }',
        '6: naming.relationships."b.a".fwd: unknown key; did you mean "forward"?',
    ),
    (
        "number for text",
        "[custom]\non-orphan = 3",
        '6: custom.on-orphan: must be "archive", "keep" or "fail", not the number 3',
    ),
    (
        "number in a list",
        '[api]\npath = "s.py"\nexclude = [\n  "a",\n  3,\n]',
        "9: api.exclude[1]: must be text in quotes, not the number 3",
    ),
    (
        "text for a switch",
        '[naming]\nsingularize = "yes"',
        '6: naming.singularize: must be true or false, not the text "yes"',
    ),
    (
        "number for a switch",
        "[naming]\nsingularize = 1",
        "6: naming.singularize: must be true or false, not the number 1",
    ),
    (
        "text for a list",
        '[naming]\nstrip-prefixes = "tbl_"',
        '6: naming.strip-prefixes: must be a list in brackets, not the text "tbl_"',
    ),
    ("text for a table", 'types = "x"', None),
    (
        "list for a table of keys",
        "[naming]\ntables = []",
        "6: naming.tables: must be a table of keys and values, not a list",
    ),
    (
        "date for text",
        "[api]\npath = 1979-05-27",
        "6: api.path: must be text in quotes, not the date 1979-05-27",
    ),
    (
        "choice",
        '[custom]\non-conflict = "min"',
        '6: custom.on-conflict: must be "mine", "theirs" or "fail", not the text "min"',
    ),
    (
        "choice in a list",
        '[api]\npath = "s.py"\nvariants = ["raed"]',
        '7: api.variants[0]: must be "base", "create", "update" or "read", not the text "raed"',
    ),
    ("empty list", '[api]\npath = "s.py"\nvariants = []', "7: api.variants: must not be empty"),
    ("missing key", '[api]\nexclude = ["*.x"]', "5: api.path: is missing"),
    (
        "no name",
        '[naming.tables]\n"usr" = "class"',
        "6: naming.tables.usr: must be a Python name, which 'class' is not",
    ),
    (
        "no name either",
        '[naming.columns]\n"usr.f n" = "f n"',
        "6: naming.columns.\"usr.f n\": must be a Python name, which 'f n' is not",
    ),
    (
        "nothing named",
        '[naming.relationships]\n"b.a" = {}',
        '6: naming.relationships."b.a": must name forward, reverse or both: { forward = "author" }',
    ),
    (
        "broken type",
        '[types]\n"*.a" = "dict["',
        '6: types."*.a": must be a Python type such as "dict[str, Any]", or "module:Name", not \'dict[\'',
    ),
    (
        "broken import",
        '[types]\n"*.a" = "app.types:"',
        '6: types."*.a": must be "module:Name", such as "app.db:Base", not \'app.types:\'',
    ),
    (
        "path above the project",
        '[api]\npath = "../s.py"',
        "6: api.path: must be a path below the project's folder, without '..', which '../s.py' is not",
    ),
    (
        "absolute path",
        '[api]\npath = "/s.py"',
        "6: api.path: must be a path below the project's folder, without '..', which '/s.py' is not",
    ),
    (
        "no Python file",
        '[api]\npath = "s.txt"',
        "6: api.path: must be a Python file, such as \"app/schemas.py\", not 's.txt'",
    ),
    (
        "backslashes",
        "[api]\npath = 'app\\s.py'",
        "6: api.path: must be written with forward slashes: 'app/s.py'",
    ),
    (
        "empty text",
        '[naming]\nstrip-prefixes = [""]',
        "6: naming.strip-prefixes[0]: must not be empty",
    ),
    (
        "profile, unknown key",
        '[profiles.ci]\ndatabase.urll = "x"',
        '6 (profile ci): database.urll: unknown key; did you mean "url"?',
    ),
    (
        "profile, wrong type",
        "[profiles.ci.output]\nheader = 0",
        "6 (profile ci): output.header: must be true or false, not the number 0",
    ),
    (
        "profile that is no table",
        "[profiles]\nci = 1",
        "6: profiles.ci: must be a table of keys and values",
    ),
    (
        "password in a profile",
        '[profiles.ci]\ndatabase.url = "mysql://u:pw@h/d"',
        "6 (profile ci): database.url: holds a password",
    ),
]


@pytest.mark.parametrize(
    ("text", "message"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake_is_told_in_plain_words(load: Load, text: str, message: str | None) -> None:
    if message is None:  # a key before the first table, which TOML wants there
        text, message = (
            f"{text}\n{HEAD}",
            '1: types: must be a table of keys and values, not the text "x"',
        )
    else:
        text = HEAD + text + "\n"
    with pytest.raises(InvalidConfig) as caught:
        load(text)
    lines = str(caught.value).splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"ormforge.toml:{message}")
    assert "pydantic" not in lines[0]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(load: Load) -> None:
    with pytest.raises(InvalidConfig) as caught:
        load(
            'url = 3\n[database]\nviews = "clas"\n[output]\nheader = "no"\n[profiles.x]\nfoo = 1\n'
        )
    assert [str(problem).split(": ")[:2] for problem in caught.value.problems] == [
        ["ormforge.toml:1", "url"],
        ["ormforge.toml:2", "database.url"],
        ["ormforge.toml:3", "database.views"],
        ["ormforge.toml:4", "output.path"],
        ["ormforge.toml:5", "output.header"],
        ["ormforge.toml:7 (profile x)", "foo"],
    ]


def test_missing_tables_are_told_too(load: Load) -> None:
    with pytest.raises(InvalidConfig) as caught:
        load("")
    assert str(caught.value).splitlines() == [
        "ormforge.toml: database: is missing",
        "ormforge.toml: output: is missing",
    ]


@pytest.mark.parametrize(
    ("output", "rest", "told"),
    [
        ('style = "tables"', '[lazy]\n"*" = "raise"', "6: lazy: is about classes, and"),
        ('style = "sqlmodel"\nasync-attrs = true', "", "6: output.async-attrs: is for a printed base"),
        ('style = "tables"\ncolumn-order = "required-first"', "", '6: output.column-order: must be "table"'),
        ('layout = "per-table"', "", "4: output.path: must be a folder"),
        ("", '[bases]\nx = "a:B"', "6: bases: needs output.base"),
        ("", '[[targets]]\ntemplate = "x"\npath = "x.py"', "6: targets: need a folder of templates"),
        ("", '[api]\npath = "models.py"', "7: api.path: is the file of output.path"),
        ("", '[naming]\nclass-prefix = "a b"', "7: naming.class-prefix: must be part of a Python name"),
    ],
)  # fmt: skip
def test_settings_at_odds_are_told_with_their_line(
    load: Load, output: str, rest: str, told: str
) -> None:
    with pytest.raises(InvalidConfig) as caught:
        load(f"{HEAD}{output}\n{rest}\n")
    assert str(caught.value).startswith(f"ormforge.toml:{told}"), str(caught.value)


def test_two_outputs_in_one_file_are_refused(load: Load) -> None:
    with pytest.raises(InvalidConfig, match=r"api.path: is the file of output.path, models.py"):
        load(MINIMAL + '[api]\npath = "./models.py"\n')


@pytest.mark.parametrize("text", ["a = ", "[database\n", "a = 1\na = 2\n", "\udcff"])
def test_a_file_that_is_not_toml(load: Load, tmp_path: Path, text: str) -> None:
    (tmp_path / "ormforge.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(
        ConfigError, match=r"^ormforge.toml(:\d+)?: (not valid TOML: .|is not UTF-8)"
    ):
        load()


def test_a_version_that_is_asked_for_is_checked_before_the_keys(load: Load) -> None:
    with pytest.raises(InvalidConfig) as caught:
        load('required-version = ">=99"\nnew-key = 1\n')
    assert str(caught.value).startswith(
        "ormforge.toml:1: required-version: asks for ormforge >=99, and this is "
    )
    assert len(caught.value.problems) == 1
    assert load(f'required-version = ">=0.1,<99"\n{MINIMAL}').config.required_version == ">=0.1,<99"
    with pytest.raises(InvalidConfig, match="must be a version such as \">=0.1\", not 'new'"):
        load(f'required-version = "new"\n{MINIMAL}')


def test_a_password_is_refused_in_a_file_of_the_project_and_not_repeated(load: Load) -> None:
    with pytest.raises(InvalidConfig) as caught:
        load(MINIMAL.replace("sqlite:///shop.db", "postgresql://u:s3cret@h/d"))
    assert str(caught.value) == (
        "ormforge.toml:2: database.url: holds a password, which has no place in a file of the project; "
        'write url = "env:DATABASE_URL" and set DATABASE_URL in the environment or in .env, '
        "or move the URL to ormforge.local.toml"
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "env:NOT_SET",
            "the environment variable NOT_SET is not set; set it, or write NOT_SET=... into .env",
        ),
        (
            "env:EMPTY",
            "the environment variable EMPTY is not set; set it, or write EMPTY=... into .env",
        ),
        ("env:", 'must name a variable behind "env:", such as "env:DATABASE_URL"'),
        ("env:A B", 'must name a variable behind "env:", such as "env:DATABASE_URL"'),
        ("env:BROKEN", "is not a database URL such as postgresql+psycopg://user@host/name"),
        ("shop.db", "is not a database URL such as postgresql+psycopg://user@host/name"),
    ],
)
def test_a_url_that_leads_nowhere(load: Load, url: str, message: str) -> None:
    environ = {"EMPTY": "", "BROKEN": "s3cret"}
    with pytest.raises(InvalidConfig) as caught:
        load(MINIMAL.replace("sqlite:///shop.db", url), environ=environ)
    assert str(caught.value) == f"ormforge.toml:2: database.url: {message}"
