from __future__ import annotations

import pickle
import traceback

import pytest

from ormforge.config import Config
from ormforge.secret import Mask, SecretUrl, is_url, mask_url, passwords

URLS = [
    ("postgresql://me:s3cret@h/d", ["s3cret"], "postgresql://me:***@h/d"),
    (
        "postgresql+psycopg://me:p%40s%2Fs@h:5432/d",
        ["p%40s%2Fs", "p@s/s"],
        "postgresql+psycopg://me:***@h:5432/d",
    ),
    ("mysql+pymysql://me:a@b:c/d@h/d", ["a@b:c/d"], "mysql+pymysql://me:***@h/d"),
    ("mysql://:only@h/d", ["only"], "mysql://:***@h/d"),
    (
        "postgresql://h/d?user=me&password=s3cret",
        ["s3cret"],
        "postgresql://h/d?user=me&password=***",
    ),
    (
        "mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Ds3cret",
        ["s3cret"],
        "mssql+pyodbc:///?odbc_connect=***",
    ),
    ("sqlite+pysqlcipher://:key@/enc.db", ["key"], "sqlite+pysqlcipher://:***@/enc.db"),
    ("postgresql://me@h/d", [], "postgresql://me@h/d"),
    ("postgresql://me:@h/d", [], "postgresql://me:@h/d"),
    ("postgresql://[::1]:5432/d", [], "postgresql://[::1]:5432/d"),
    ("sqlite:///shop.db", [], "sqlite:///shop.db"),
    ("sqlite://", [], "sqlite://"),
    ("sqlite:///C:/a b/shop.db?mode=ro&uri=true", [], "sqlite:///C:/a b/shop.db?mode=ro&uri=true"),
]


@pytest.mark.parametrize(("url", "secrets", "masked"), URLS)
def test_the_password_of_a_url_is_found_and_hidden(
    url: str, secrets: list[str], masked: str
) -> None:
    assert is_url(url)
    assert set(secrets) <= set(passwords(url))
    assert bool(passwords(url)) == bool(secrets)
    assert mask_url(url) == masked
    assert str(SecretUrl(url)) == masked
    assert SecretUrl(url).get_secret_value() == url


@pytest.mark.parametrize("text", ["not a url", "", "me:s3cret@h", "env:s3cret x"])
def test_what_is_no_url_is_hidden_completely(text: str) -> None:
    assert not is_url(text)
    assert mask_url(text) == "***"


def test_the_name_of_a_variable_is_no_secret() -> None:
    assert str(SecretUrl("env:DATABASE_URL")) == "env:DATABASE_URL"


def test_nothing_shows_a_secret_url() -> None:
    url = SecretUrl("postgresql://me:s3cret@h/d")
    config = Config.model_validate({"database": {"url": url}, "output": {"path": "m.py"}})
    shown = [repr(url), f"{url}", f"{url!r:>3}", repr(config), str(config)]
    shown += [config.model_dump_json(), repr(config.model_dump(mode="json"))]
    assert not [text for text in shown if "s3cret" in text]
    assert pickle.loads(pickle.dumps(url)) == url


SAYINGS = [
    'FATAL: password authentication failed for "s3cret/x"',
    "could not translate postgresql://me:s3cret%2Fx@h/d",
    "connection to postgresql+psycopg://me:s3cret/x@h/d failed",
    "args: {'password': 's3cret/x', 'host': 'h'}",
    "conninfo: host=h password=s3cret/x dbname=d",
    "(s3cret%2fx)",
]


@pytest.mark.parametrize("text", SAYINGS)
def test_a_mask_hides_what_it_knows_in_every_spelling(text: str) -> None:
    mask = Mask().knowing("postgresql://me:s3cret%2Fx@h/d")
    assert "s3cret" not in mask.message(text)
    assert "***" in mask.message(text)


@pytest.mark.parametrize(
    "text",
    [
        "x postgresql://u:unknown@h/d y",
        "dsn 'mysql://u:unknown@h'",
        "password=unknown",
        "PWD = 'unknown';",
    ],
)
def test_a_mask_hides_the_shape_of_a_secret_it_does_not_know(text: str) -> None:
    assert "unknown" not in Mask().message(text)


def test_a_traceback_is_masked() -> None:
    password = 'it\'s \\ "x"'
    mask = Mask().knowing(f"mysql://u:{password}@h")
    with pytest.raises(ValueError, match="password") as caught:
        raise ValueError({"password": password})
    text = mask.message("".join(traceback.format_exception(caught.value)))
    assert text.splitlines()[-1] == "ValueError: {'password': '***'}"


def test_a_password_is_hidden_as_a_whole_word_only() -> None:
    mask = Mask().knowing("postgresql://postgres:a@h/d")
    assert mask.message("a table named data (a)") == "*** table named data (***)"


def test_a_product_is_exact_but_for_known_secrets() -> None:
    mask = Mask().knowing("postgresql://postgres:postgres@h/d", "mysql://u:s3cret!@h")
    text = (
        "+dialect = postgres  # postgresql://postgres:postgres@h/d s3cret! http://h:80/a@2x token=x"
    )
    assert mask.product(text) == (
        "+dialect = postgres  # postgresql://postgres:***@h/d *** http://h:80/a@2x token=x"
    )
